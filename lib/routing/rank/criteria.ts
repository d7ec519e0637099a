// The steps that orders of matches are made of: what each asks of two matches, and its name.
//
// The law is `HTTPRouteRule.Matches` and `GRPCRouteRule.Matches`; steps that only some
// implementation takes say so. Neighbours: order.ts (which steps, one after the other).

import type { GrpcMatch, HttpMatch, Match, ValueMatch } from '../../model/route';
import { comparePathLength } from '../accept/path';

/** `unknown`: the implementation is free, so a caller must treat every answer as possible. */
export type Ranking = 'before' | 'after' | 'tie' | 'unknown';

/** How the left one stands to the right one, and what decided, or what is open. */
export interface Comparison {
  readonly ranking: Ranking;
  readonly by: string;
}

/** The answers that one question can have, made once: comparing allocates nothing. */
export interface Answers {
  readonly before: Comparison;
  readonly after: Comparison;
  readonly unknown: Comparison;
}

/** One step: above 0 where the left ranks before, below 0 where after, NaN where open. */
export interface Criterion<M> extends Answers {
  readonly compare: (left: M, right: M) => number;
}

export function answers(by: string): Answers {
  return {
    before: { ranking: 'before', by },
    after: { ranking: 'after', by },
    unknown: { ranking: 'unknown', by },
  };
}

/** The answer that a lead stands for; undefined where there is none. */
export function answerOf(lead: number, { before, after, unknown }: Answers) {
  if (lead > 0) return before;
  if (lead < 0) return after;
  return lead === 0 ? undefined : unknown;
}

function criterion<M>(by: string, compare: Criterion<M>['compare']): Criterion<M> {
  return { ...answers(by), compare };
}

function scored<M>(by: string, score: (match: M) => number): Criterion<M> {
  return criterion(by, (left, right) => score(left) - score(right));
}

type PathType = HttpMatch['path']['type'];

export const isRegexPath = ({ path }: HttpMatch) => path.type === 'RegularExpression';
const isExactPath = ({ path }: HttpMatch) => Number(path.type === 'Exact');
const methods = ({ method }: HttpMatch) => Number(method !== undefined);

function exactOnes(values: readonly ValueMatch[]): number {
  let count = 0;
  for (const { type } of values) count += Number(type === 'Exact');
  return count;
}

/** Paths of which one is an expression are open, unless they are the same expression. */
export const openForRegex = criterion<HttpMatch>('regular expression path', (left, right) => {
  if (!isRegexPath(left) && !isRegexPath(right)) return 0;
  const areBoth = isRegexPath(left) && isRegexPath(right);
  return areBoth && left.path.value === right.path.value ? 0 : Number.NaN;
});

/** Two expressions that match are equally long in Linkerd: each has matched the whole path. */
export const openForOneRegex = criterion<HttpMatch>('regular expression path', (left, right) =>
  isRegexPath(left) === isRegexPath(right) ? 0 : Number.NaN,
);

export const exactPath = scored('exact path', isExactPath);
export const pathLength = criterion<HttpMatch>('path length', comparePathLength);
export const method = scored('method', methods);
export const headers = scored<Match>('header matches', (match) => match.headers.length);
export const query = scored<HttpMatch>('query parameter matches', (match) => match.query.length);

export function pathTypes(ranks: { readonly [type in PathType]: number }): Criterion<HttpMatch> {
  return scored('path type', ({ path }) => ranks[path.type]);
}

/** kgateway and Linkerd rank an expression by no length, so two of them go on to the next step. */
export const pathLengthButRegex = criterion<HttpMatch>('path length', (left, right) =>
  isRegexPath(left) && isRegexPath(right) ? 0 : comparePathLength(left, right),
);

/** Envoy Gateway, and some versions of Cilium, write the method as one more header match. */
export const headersWithMethod = scored<HttpMatch>(
  'header matches, the method being one',
  (match) => match.headers.length + methods(match),
);

export const exactHeaders = scored<HttpMatch>(
  'exact header matches',
  (match) => exactOnes(match.headers) + methods(match),
);

export const exactQuery = scored<HttpMatch>('exact query parameter matches', (match) =>
  exactOnes(match.query),
);

/** Method types are not ranked by the specification: an expression's place is open. */
export const openForGrpcRegex = criterion<GrpcMatch>('regular expression method', (left, right) => {
  if (left.type === 'Exact' && right.type === 'Exact') return 0;
  const areSame =
    left.type === right.type && left.service === right.service && left.method === right.method;
  return areSame ? 0 : Number.NaN;
});

export const serviceLength = scored<GrpcMatch>(
  'service characters',
  ({ service = '' }) => service.length,
);

export const methodLength = scored<GrpcMatch>(
  'method characters',
  (match) => match.method?.length ?? 0,
);

/** Envoy Gateway reads a method without a service as one more header on the path `/`. */
const isMethodAlone = ({ service, method: name }: GrpcMatch) =>
  service === undefined && name !== undefined;

export const methodLengthInService = scored<GrpcMatch>('method characters', (match) =>
  isMethodAlone(match) ? 0 : (match.method?.length ?? 0),
);

export const headersWithMethodAlone = scored<GrpcMatch>(
  'header matches',
  (match) => match.headers.length + Number(isMethodAlone(match)),
);

/** Whether that header counts among the exact ones was never measured. */
export const exactGrpcHeaders = criterion<GrpcMatch>('exact header matches', (left, right) => {
  if (isMethodAlone(left) !== isMethodAlone(right)) return Number.NaN;
  return exactOnes(left.headers) - exactOnes(right.headers);
});

/** Traefik's number without the hostname: provider/kubernetes/gateway/httproute.go. */
export const traefikSum = scored<HttpMatch>('sum of weights', (match) => {
  const { type, value } = match.path;
  const isRoot = type === 'PathPrefix' && value === '/';
  const path = type === 'Exact' ? 100_000 : isRoot ? 1 : 10_000 + 100 * value.length;
  return path + 1000 * methods(match) + 100 * match.headers.length + 10 * match.query.length;
});

/** Of an implementation whose order of such matches nobody here has looked at. */
export const notKnown = criterion<GrpcMatch>('order of GRPCRoutes', (left, right) =>
  left === right ? 0 : Number.NaN,
);
