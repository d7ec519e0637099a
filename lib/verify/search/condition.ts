// What a match asks of a request, cut into conditions that are looked at one by one.
//
// A match accepts where all of its conditions hold. Paths are settled before: within one class of
// paths a prefix or an Exact path holds for all or for none, and only expressions and some gRPC
// calls are left. The law is that of ../../routing/accept/; under a settled law
// (../site/settled-laws.ts) every condition holds or does not. Neighbours: cube.ts, ../text/text-question.ts.

import { remembered } from '../../model/memo';
import type { GrpcMatch, HttpMatch, Match, ValueMatch } from '../../model/route';
import { readingsMatter } from '../../routing/accept/expression';
import { countingHeaders } from '../../routing/accept/header-accepts';
import { coversPath, pathKey, withoutDot } from '../../routing/accept/path';
import { countingParameters } from '../../routing/accept/query-accepts';
import type { ExpressionReading, Law } from '../../routing/law';
import { holds } from '../text/text-answer';
import type { Literal, PathClass } from '../text/text-question';

/** One condition; the same object wherever the same is asked. */
export interface Condition {
  /** `method`, `grpc`, `path`, `header x-env`, `query debug`. */
  readonly dimension: string;
  readonly literal: Literal;
  /** An expression that may be read in several ways: whether it holds is left open altogether. */
  readonly isFree: boolean;
  readonly id: string;
}

/** INVARIANT: a memo of a pure function; emptied when it grows past its size. */
const known = new Map<string, Condition>();
const mostKnown = 200_000;

export function condition(dimension: string, literal: Literal, isFree = false): Condition {
  const id = `${isFree ? 'free ' : ''}${dimension.length} ${dimension} ${literalText(literal)}`;
  const found = known.get(id);
  if (found !== undefined) return found;
  const made = { dimension, literal, isFree, id };
  if (known.size >= mostKnown) known.clear();
  known.set(id, made);
  return made;
}

/** The value may hold anything, and comes last. */
function literalText(literal: Literal): string {
  if (literal.type === 'Call') return JSON.stringify(literal);
  const reading = literal.type === 'RegularExpression' ? literal.reading : '';
  return `${literal.type} ${reading} ${literal.value}`;
}

export const isGrpc = condition('grpc', { type: 'Exact', value: 'yes' });

/** All that a match asks for besides its path. */
export function conditionsOf(match: Match, law: Law): readonly Condition[] {
  return conditionsUnder(law)(match);
}

const conditionsUnder = remembered((law: Law) =>
  remembered((match: Match) => conditionsFor(match, law)),
);

function conditionsFor(match: Match, law: Law): readonly Condition[] {
  const headers = countingHeaders(match.headers, law).map((entry) => headerCondition(entry, law));
  if (match.protocol === 'grpc') {
    return law.grpcRoutesTakeHttp === 'no' ? [isGrpc, ...headers] : headers;
  }
  return [...methodOf(match, law), ...headers, ...queryOf(match, law)];
}

function methodOf({ method }: HttpMatch, { ignoresMethods }: Law): readonly Condition[] {
  if (method === undefined || ignoresMethods) return [];
  return [condition('method', { type: 'Exact', value: method })];
}

function queryOf({ query }: HttpMatch, law: Law): readonly Condition[] {
  if (law.ignoresQueries) return [];
  return countingParameters(query).map((entry) => queryCondition(entry, law));
}

export function headerCondition(entry: ValueMatch, law: Law): Condition {
  const dimension = `header ${entry.name.toLowerCase()}`;
  // Whether its port and case count is nowhere said, and the host is a place of its own.
  if (dimension === hostHeader) return condition(dimension, literalOf(entry), true);
  if (entry.type === 'Exact' && law.exactHeaders === 'wildcards') {
    return condition(dimension, { type: 'Wildcards', value: entry.value });
  }
  return valueCondition(dimension, entry, law.headerExpressions);
}

export function queryCondition(entry: ValueMatch, law: Law): Condition {
  return valueCondition(`query ${entry.name}`, entry, law.queryExpressions);
}

/** Matches on it are left open altogether. */
export const hostHeader = 'header host';

function literalOf({ type, value }: ValueMatch): Literal {
  return type === 'Exact' ? { type, value } : { type, value, reading: 'search' };
}

function valueCondition(
  dimension: string,
  { type, value }: ValueMatch,
  readings: readonly ExpressionReading[],
): Condition {
  if (type === 'Exact') return condition(dimension, { type, value });
  const [reading = 'whole'] = readings;
  return condition(dimension, { type, value, reading }, readingsMatter(value, readings));
}

/** Whether a match takes the paths of a class: all, none, or those that meet a condition. */
export function onPaths(match: Match, paths: PathClass, law: Law): 'all' | 'none' | Condition {
  const asked = match.protocol === 'http' ? httpPath(match, law) : grpcPath(match, law);
  switch (asked.type) {
    case 'all':
      return 'all';
    case 'exact':
      return paths.type === 'Exact' && paths.value === asked.value ? 'all' : 'none';
    case 'below':
      return isBelow(paths, asked) ? 'all' : 'none';
    case 'literal':
      return literalOn(paths, asked);
  }
}

type AskedPath =
  | { readonly type: 'all' }
  | { readonly type: 'exact'; readonly value: string }
  /** `isStrict`: what is below alone, as the calls of a gRPC service are. */
  | { readonly type: 'below'; readonly key: string; readonly isStrict: boolean }
  | { readonly type: 'literal'; readonly literal: Literal; readonly isFree: boolean };

function httpPath({ path }: HttpMatch, law: Law): AskedPath {
  if (path.type === 'Exact') return { type: 'exact', value: path.value };
  if (path.type === 'PathPrefix') {
    return { type: 'below', key: pathKey(path.value), isStrict: false };
  }
  const [reading = 'whole'] = law.pathExpressions;
  const { type, value } = path;
  return { type: 'literal', literal: { type, value, reading }, isFree: isFree([value], law) };
}

function grpcPath({ type, service, method }: GrpcMatch, law: Law): AskedPath {
  if (service === undefined && method === undefined) return { type: 'all' };
  const parts = {
    ...(service === undefined ? {} : { service }),
    ...(method === undefined ? {} : { method }),
  };
  if (type === 'RegularExpression') {
    const [reading = 'whole'] = law.pathExpressions;
    const texts = [service, method].filter((text) => text !== undefined);
    return {
      type: 'literal',
      literal: { type: 'Call', ...parts, reading },
      isFree: isFree(texts, law),
    };
  }
  if (service === undefined) {
    return { type: 'literal', literal: { type: 'Call', ...parts }, isFree: false };
  }
  const key = `/${withoutDot(service)}`;
  return method === undefined
    ? { type: 'below', key, isStrict: true }
    : { type: 'exact', value: `${key}/${method}` };
}

function isBelow(paths: PathClass, asked: { readonly key: string; readonly isStrict: boolean }) {
  if (paths.type === 'Exact') {
    return coversPath(asked.key, paths.value) && !(asked.isStrict && paths.value === asked.key);
  }
  return paths.key === asked.key || paths.key.startsWith(`${asked.key}/`);
}

function literalOn(
  paths: PathClass,
  { literal, isFree: isOpen }: { readonly literal: Literal; readonly isFree: boolean },
): 'all' | 'none' | Condition {
  const isAsked = paths.type === 'Exact' && !isOpen;
  const answer = isAsked ? holds(literal, paths.value) : undefined;
  if (answer === undefined) return condition('path', literal, isOpen);
  return answer ? 'all' : 'none';
}

function isFree(texts: readonly string[], { pathExpressions }: Law): boolean {
  return texts.some((text) => readingsMatter(text, pathExpressions));
}

/** The paths that a match names, which are classes of their own. */
export function namedPaths(match: Match): {
  readonly exact: readonly string[];
  readonly below: readonly string[];
} {
  if (match.protocol === 'http') {
    const { type, value } = match.path;
    if (type === 'Exact') return { exact: [value], below: [] };
    return { exact: [], below: type === 'PathPrefix' ? [pathKey(value)] : [] };
  }
  const { type, service, method } = match;
  if (type !== 'Exact') return { exact: [], below: [] };
  // What is no call, and yet ends so: a path of one element.
  if (service === undefined)
    return { exact: method === undefined ? [] : [`/${method}`], below: [] };
  const key = `/${withoutDot(service)}`;
  return method === undefined
    ? { exact: [key], below: [key] }
    : { exact: [`${key}/${method}`], below: [] };
}
