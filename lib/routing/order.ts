// Which of two matches takes a request that satisfies both, in each known order.
//
// The law is `HTTPRouteRule.Matches` and `GRPCRouteRule.Matches` of the Gateway API; the other
// orders are implementations that rank otherwise (sources beside each). The hostname ranks
// before all of it in every order here and is settled by scopes (../model/route-table.ts);
// what is left open after these criteria falls to age, then namespace and name, then position.
// No other file may rank matches. Neighbours: overlap.ts, profile.ts.

import type { GrpcMatch, HttpMatch, Match, ValueMatch } from '../model/route';
import { comparePathLength, pathKey } from './path';

/** `unknown`: the implementation is free, so a caller must treat every answer as possible. */
export type Ranking = 'before' | 'after' | 'tie' | 'unknown';

/** One step: above 0 where the left ranks before, below 0 where after, NaN where open. */
interface Criterion<M> {
  readonly by: string;
  readonly compare: (left: M, right: M) => number;
}

export interface Order {
  readonly name: string;
  readonly http: readonly Criterion<HttpMatch>[];
  readonly grpc: readonly Criterion<GrpcMatch>[];
}

const isRegexPath = ({ path }: HttpMatch) => path.type === 'RegularExpression';

function by<M>(name: string, score: (match: M) => number): Criterion<M> {
  return { by: name, compare: (left, right) => score(left) - score(right) };
}

/** Paths of which one is an expression are open, unless they are the same expression. */
const openForRegex: Criterion<HttpMatch> = {
  by: 'regular expression path',
  compare: (left, right) => {
    if (!isRegexPath(left) && !isRegexPath(right)) return 0;
    return isRegexPath(left) && isRegexPath(right) && left.path.value === right.path.value
      ? 0
      : Number.NaN;
  },
};

const pathLength: Criterion<HttpMatch> = { by: 'path length', compare: comparePathLength };
const exactPath = by<HttpMatch>('exact path', ({ path }) => Number(path.type === 'Exact'));
const method = by<HttpMatch>('method', (match) => Number(match.method !== undefined));
const headers = by<Match>('header matches', (match) => match.headers.length);
const query = by<HttpMatch>('query parameter matches', (match) => match.query.length);

function pathKinds(ranks: { [kind in HttpMatch['path']['type']]: number }): Criterion<HttpMatch> {
  return by('path type', ({ path }) => ranks[path.type]);
}

const isExact = ({ type }: ValueMatch) => type === 'Exact';

/** Method types are not ranked by the specification: an expression's place is open. */
const openForGrpcRegex: Criterion<GrpcMatch> = {
  by: 'regular expression method',
  compare: (left, right) => {
    if (left.type === 'Exact' && right.type === 'Exact') return 0;
    const same =
      left.type === right.type && left.service === right.service && left.method === right.method;
    return same ? 0 : Number.NaN;
  },
};

const grpcSpecification: readonly Criterion<GrpcMatch>[] = [
  openForGrpcRegex,
  by('service characters', ({ service = '' }) => service.length),
  by('method characters', (match) => match.method?.length ?? 0),
  headers,
];

/** Envoy Gateway reads a method without a service as one more header on the path `/`. */
const isMethodAlone = ({ service, method: name }: GrpcMatch) =>
  service === undefined && name !== undefined;
const grpcHeaders = (match: GrpcMatch) => match.headers.length + Number(isMethodAlone(match));

/** Whether that header counts among the exact ones was never measured. */
const exactGrpcHeaders: Criterion<GrpcMatch> = {
  by: 'exact header matches',
  compare: (left, right) => {
    if (isMethodAlone(left) !== isMethodAlone(right)) return Number.NaN;
    return left.headers.filter(isExact).length - right.headers.filter(isExact).length;
  },
};

export const orders = {
  /** `HTTPRouteRule.Matches`, `GRPCRouteRule.Matches`; expressions are the implementation's. */
  specification: {
    name: 'specification',
    http: [openForRegex, exactPath, pathLength, method, headers, query],
    grpc: grpcSpecification,
  },
  /** Istio, pilot/pkg/config/kube/gateway, sortHTTPRoutes; AWS, route_rule_precedence.go. */
  regexLast: {
    name: 'expressions last',
    http: [
      pathKinds({ Exact: 2, PathPrefix: 1, RegularExpression: 0 }),
      pathLength,
      method,
      headers,
      query,
    ],
    grpc: grpcSpecification,
  },
  /** kgateway, routeutils/sortable_route.go; Contour, internal/sorter; Kong, EncodeToPriority. */
  regexBetween: {
    name: 'expressions before prefixes',
    http: [
      pathKinds({ Exact: 2, RegularExpression: 1, PathPrefix: 0 }),
      openForRegex,
      pathLength,
      method,
      headers,
      query,
    ],
    grpc: grpcSpecification,
  },
  /** Envoy Gateway, internal/gatewayapi/sort.go: the method is one exact header. */
  envoyGateway: {
    name: 'Envoy Gateway',
    http: [
      pathKinds({ Exact: 2, RegularExpression: 1, PathPrefix: 0 }),
      pathLength,
      by('header matches, the method being one', (match) => match.headers.length + methods(match)),
      by('exact header matches', (match) => match.headers.filter(isExact).length + methods(match)),
      query,
      by('exact query parameter matches', (match) => match.query.filter(isExact).length),
    ],
    grpc: [
      openForGrpcRegex,
      by('service characters', ({ service = '' }) => service.length),
      by('method characters', ({ service, method: name }) =>
        service === undefined ? 0 : (name?.length ?? 0),
      ),
      by('header matches', grpcHeaders),
      exactGrpcHeaders,
    ],
  },
  /** Linkerd, linkerd2-proxy http/route/src: matched length alone, and the method last. */
  linkerd: {
    name: 'Linkerd',
    http: [openForRegex, pathLength, headers, query, method],
    grpc: grpcSpecification,
  },
} as const satisfies Record<string, Order>;

function methods(match: HttpMatch): number {
  return Number(match.method !== undefined);
}

/** The orders that hold every known one: those that expressions last or between refine are left out. */
export const everyOrder: readonly Order[] = [
  orders.specification,
  orders.envoyGateway,
  orders.linkerd,
];

/**
 * Ranks two matches of one scope.
 *
 * Antisymmetric. `tie` leaves the choice to age, name and position; matches of an HTTPRoute and
 * a GRPCRoute are `unknown`: the specification accepts only one of the two routes, and those
 * implementations that take both sort them in ways of their own.
 */
export function rank(left: Match, right: Match, order: Order): Ranking {
  if (left.protocol === 'http' && right.protocol === 'http') return walk(order.http, left, right);
  if (left.protocol === 'grpc' && right.protocol === 'grpc') return walk(order.grpc, left, right);
  return 'unknown';
}

function walk<M>(criteria: readonly Criterion<M>[], left: M, right: M): Ranking {
  for (const { compare } of criteria) {
    const lead = compare(left, right);
    if (Number.isNaN(lead)) return 'unknown';
    if (lead !== 0) return lead > 0 ? 'before' : 'after';
  }
  return 'tie';
}

/**
 * The key under which matches of one scope meet that can overlap without a strict order by path:
 * of two matches with different keys that overlap, the one with the longer path ranks first in
 * every order, header matches or not. Expressions have none: they can meet any path.
 */
export function meetingKey(match: Match): string | undefined {
  if (match.protocol === 'http') {
    return isRegexPath(match) ? undefined : pathKey(match.path.value);
  }
  return match.type === 'RegularExpression' ? undefined : `grpc ${match.service ?? ''}`;
}
