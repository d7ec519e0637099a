// Which of two matches takes a request that satisfies both, in each known order.
//
// The law is `HTTPRouteRule.Matches` and `GRPCRouteRule.Matches` of the Gateway API; the other
// orders are implementations that rank otherwise (sources beside each, and in profiles/). The
// hostname ranks before all of it in every order but Traefik's; what is left open after these
// criteria falls to age, then namespace and name, then position: precedence.ts. No other file may
// rank matches. Neighbours: criteria.ts, ../overlap.ts, ../profile.ts.

import type { GrpcMatch, HttpMatch, Match } from '../../model/route';
import { pathKey } from '../accept/path';
import * as by from './criteria';
import { answerOf, answers, type Comparison, type Criterion, type Ranking } from './criteria';

export type { Comparison, Ranking } from './criteria';

/** How GRPCRoutes stand among HTTPRoutes, where an implementation sorts them together. */
export interface Mixing {
  /** What a gRPC match is read as, each possible reading; none where that is not known. */
  readonly asHttp: (match: GrpcMatch) => readonly HttpMatch[];
  /** Whether of equal ones the HTTPRoute's ranks first, whatever their age. */
  readonly isHttpFirst: boolean;
}

export interface Order {
  readonly name: string;
  readonly http: readonly Criterion<HttpMatch>[];
  readonly grpc: readonly Criterion<GrpcMatch>[];
  /**
   * The steps after the length of what a path has matched, where that is asked for: it takes the
   * request to compare an expression, which has matched the whole path, with other paths.
   */
  readonly afterMatched?: readonly Criterion<HttpMatch>[];
  /** The first criterion's score is added to the hostname's length and the place of the rule. */
  readonly isSum?: true;
  readonly mixing?: Mixing;
}

const grpcSpecification: readonly Criterion<GrpcMatch>[] = [
  by.openForGrpcRegex,
  by.serviceLength,
  by.methodLength,
  by.headers,
];

const afterPath = [by.method, by.headers, by.query] as const;

const regexBetween = by.pathTypes({ Exact: 2, RegularExpression: 1, PathPrefix: 0 });
const regexLast = by.pathTypes({ Exact: 2, PathPrefix: 1, RegularExpression: 0 });

function asPath({ headers }: GrpcMatch, type: HttpMatch['path']['type'], value: string): HttpMatch {
  return { protocol: 'http', path: { type, value }, headers, query: [] };
}

/** Measured: Envoy Gateway 1.9.1. Whether a method alone is an exact header is not known. */
function asEnvoyGateway(match: GrpcMatch): readonly HttpMatch[] {
  const { type, service, method } = match;
  if (type !== 'Exact') return [];
  if (service !== undefined) {
    return method === undefined
      ? [asPath(match, 'PathPrefix', `/${service}`)]
      : [asPath(match, 'Exact', `/${service}/${method}`)];
  }
  const all = asPath(match, 'PathPrefix', '/');
  if (method === undefined) return [all];
  return (['Exact', 'RegularExpression'] as const).map((kind) => ({
    ...all,
    headers: [...all.headers, { type: kind, name: ':path', value: `/${method}` }],
  }));
}

/** Istio, createGRPCURIMatch. A match without method has no path there, and ranks behind all. */
function asIstio(match: GrpcMatch): readonly HttpMatch[] {
  const { type, service, method } = match;
  if (service === undefined && method === undefined)
    return [asPath(match, 'RegularExpression', '')];
  if (type !== 'Exact') return [];
  if (service === undefined) return [asPath(match, 'RegularExpression', `/[^/]+/${method}`)];
  return method === undefined
    ? [asPath(match, 'PathPrefix', `/${service}/`)]
    : [asPath(match, 'Exact', `/${service}/${method}`)];
}

export const orders = {
  /** `HTTPRouteRule.Matches`, `GRPCRouteRule.Matches`; expressions are the implementation's. */
  specification: {
    name: 'specification',
    http: [by.openForRegex, by.exactPath, by.pathLength, ...afterPath],
    grpc: grpcSpecification,
  },
  /** Istio, pilot/pkg/config/kube/gateway, sortHTTPRoutes; AWS, route_rule_precedence.go. */
  regexLast: {
    name: 'expressions last',
    http: [regexLast, by.pathLength, ...afterPath],
    grpc: grpcSpecification,
    mixing: { asHttp: asIstio, isHttpFirst: false },
  },
  /** Contour, internal/sorter: compares expressions as texts, other sources say by length. */
  regexBetween: {
    name: 'expressions before prefixes',
    http: [regexBetween, by.openForRegex, by.pathLength, ...afterPath],
    grpc: grpcSpecification,
  },
  /** Kong, httproute_atc.go, EncodeToPriority; Cilium, as far as its snapshots agree. */
  regexBetweenByLength: {
    name: 'expressions before prefixes, by length',
    http: [regexBetween, by.pathLength, ...afterPath],
    grpc: grpcSpecification,
  },
  /** kgateway, routeutils/sortable_route.go. */
  regexBetweenUnranked: {
    name: 'expressions before prefixes, of no length',
    http: [regexBetween, by.pathLengthButRegex, ...afterPath],
    grpc: grpcSpecification,
  },
  /** agentgateway, types/agent.rs, get_path_rank; Kuma, as its comments have it. */
  regexAsPrefix: {
    name: 'expressions among prefixes',
    http: [by.exactPath, by.pathLength, ...afterPath],
    grpc: grpcSpecification,
  },
  /** Cilium, operator/pkg/model/translation: snapshots where `:method` is a header. */
  methodAsHeader: {
    name: 'the method among headers',
    http: [regexBetween, by.pathLength, by.headersWithMethod, by.query],
    grpc: grpcSpecification,
  },
  /** Envoy Gateway, internal/gatewayapi/sort.go: the method is one exact header. */
  envoyGateway: {
    name: 'Envoy Gateway',
    http: [
      regexBetween,
      by.pathLength,
      by.headersWithMethod,
      by.exactHeaders,
      by.query,
      by.exactQuery,
    ],
    grpc: [
      by.openForGrpcRegex,
      by.serviceLength,
      by.methodLengthInService,
      by.headersWithMethodAlone,
      by.exactGrpcHeaders,
    ],
    mixing: { asHttp: asEnvoyGateway, isHttpFirst: true },
  },
  /**
   * Linkerd, linkerd2-proxy http/route/src: matched length alone, and the method last. A matched
   * expression is as long as the request's path, so beside other paths the request decides.
   */
  linkerd: {
    name: 'Linkerd',
    http: [by.openForOneRegex, by.pathLengthButRegex, by.headers, by.query, by.method],
    grpc: grpcSpecification,
    afterMatched: [by.headers, by.query, by.method],
  },
  /** HAProxy Ingress, rootfs/etc/templates/haproxy: methods and query parameters are not read. */
  pathAndHeaders: {
    name: 'paths and headers only',
    http: [by.openForRegex, by.exactPath, by.pathLength, by.headers],
    grpc: [by.notKnown],
  },
  /** Traefik, pkg/provider/kubernetes/gateway/httproute.go. */
  traefik: { name: 'Traefik', http: [by.traefikSum], grpc: [by.notKnown], isSum: true },
} as const satisfies Record<string, Order>;

/**
 * The orders that hold those of all profiles that deriving takes: the rest decide what the first
 * of these leaves open.
 */
export const everyOrder: readonly Order[] = [
  orders.specification,
  orders.envoyGateway,
  orders.linkerd,
  orders.methodAsHeader,
];

const tie: Comparison = { ranking: 'tie', by: '' };
const kinds = answers('kinds of routes');

/**
 * Ranks two matches of one scope.
 *
 * Antisymmetric. `tie` leaves the choice to age, name and position; matches of an HTTPRoute and
 * a GRPCRoute are `unknown`: the specification accepts only one of the two routes, and those
 * implementations that take both sort them in ways of their own.
 */
export function rank(left: Match, right: Match, order: Order): Ranking {
  return compare(left, right, order).ranking;
}

/** As `rank`, with the criterion that decided or is open; a tie has none. */
export function compare(left: Match, right: Match, order: Order): Comparison {
  if (left.protocol === 'http' && right.protocol === 'http') return walk(order.http, left, right);
  if (left.protocol === 'grpc' && right.protocol === 'grpc') return walk(order.grpc, left, right);
  return kinds.unknown;
}

/** As `compare`, for a request whose path, without query, is so long; undefined: not known. */
export function compareOnPath(
  left: Match,
  right: Match,
  order: Order,
  pathLength: number | undefined,
): Comparison {
  const { afterMatched } = order;
  if (afterMatched === undefined || pathLength === undefined) return compare(left, right, order);
  if (left.protocol !== 'http' || right.protocol !== 'http') return compare(left, right, order);
  if (by.isRegexPath(left) === by.isRegexPath(right)) return compare(left, right, order);
  const lead = by.isRegexPath(left) ? leadOver(right, pathLength) : -leadOver(left, pathLength);
  return answerOf(lead, by.pathLength) ?? walk(afterMatched, left, right);
}

/** Of a whole path over an Exact one or a prefix; NaN where the prefix's trailing slash decides. */
function leadOver({ path: { value } }: HttpMatch, pathLength: number): number {
  const lead = pathLength - value.length;
  return Math.sign(lead) === Math.sign(pathLength - pathKey(value).length) ? lead : Number.NaN;
}

/** As `compare`, in an implementation that takes both kinds of routes on one host. */
export function compareMixed(left: Match, right: Match, order: Order): Comparison {
  if (left.protocol === right.protocol) return compare(left, right, order);
  if (order.mixing === undefined) return kinds.unknown;
  let found: Comparison | undefined;
  for (const one of readings(left, order.mixing)) {
    for (const other of readings(right, order.mixing)) {
      const comparison = walk(order.http, one, other);
      if (found !== undefined && found.ranking !== comparison.ranking) {
        return { ranking: 'unknown', by: found.by || comparison.by };
      }
      found ??= comparison;
    }
  }
  if (found?.ranking !== 'tie') return found ?? kinds.unknown;
  if (!order.mixing.isHttpFirst) return tie;
  return left.protocol === 'http' ? kinds.before : kinds.after;
}

function readings(match: Match, { asHttp }: Mixing): readonly HttpMatch[] {
  return match.protocol === 'http' ? [match] : asHttp(match);
}

function walk<M>(criteria: readonly Criterion<M>[], left: M, right: M): Comparison {
  for (const criterion of criteria) {
    const answer = answerOf(criterion.compare(left, right), criterion);
    if (answer !== undefined) return answer;
  }
  return tie;
}

/**
 * The key under which matches of one scope meet that can overlap without a strict order by path:
 * of two matches with different keys that overlap, the one with the longer path ranks first in
 * every order, header matches or not. Expressions have none: they can meet any path.
 */
export function meetingKey(match: Match): string | undefined {
  if (match.protocol === 'http') {
    return by.isRegexPath(match) ? undefined : pathKey(match.path.value);
  }
  return match.type === 'RegularExpression' ? undefined : `grpc ${match.service ?? ''}`;
}
