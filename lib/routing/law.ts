// What the Gateway API leaves open, or implementations do otherwise, as data: one value for
// each question. The specification's answers are below; profile.ts holds what implementations
// are known to answer, each with its source.
//
// Where several readings are listed each is possible: a request for which they differ has no
// specified outcome. `open` means the same for questions of yes and no. Neighbours: rank/order.ts,
// profile.ts, accept/accepts.ts, decide.ts.

import { type Order, orders } from './rank/order';

export type Answer = 'yes' | 'no' | 'open';

/** The answers that are possible; one, unless it is open. */
export function choices(answer: Answer): readonly boolean[] {
  return answer === 'open' ? [true, false] : [answer === 'yes'];
}

/**
 * How an expression must fit a text: `whole`: all of it; `leftmost`: the leftmost, first hit
 * must be all of it (Rust's find, so `a|ab` fails on `ab`); `search`: a hit anywhere;
 * `anything`: every text, even none, counts as a hit.
 */
export type ExpressionReading = 'whole' | 'leftmost' | 'search' | 'anything';

export interface Law {
  /** How matches rank; where there are several it is not known which. */
  readonly orders: readonly Order[];
  /** Whether only routes of the most specific listener count (GatewayHTTPListenerIsolation). */
  readonly listenerIsolation: Answer;
  /** Whether a Host that belongs to another HTTPS listener than the SNI is answered with 421. */
  readonly detectsMisdirected: Answer;
  /**
   * Whether routes that have one hostname in common with a listener rank by those that they were
   * written with: on a listener for `a.example.com`, one of `a.example.com` before `*.example.com`.
   */
  readonly countsOwnHostnames: Answer;
  /** Whether rules of a wider hostname are tried where none of the most specific one's matches. */
  readonly hostnameFallback: Answer;
  /** Whether rules of a shorter path are tried where none of the longest path's matches. */
  readonly pathFallback: Answer;
  /** Whether the age of routes, then namespace and name, settles what still ties. */
  readonly agesSettleTies: Answer;
  /** Whether namespace and name are compared as one text: `n-b/x` stands before `n/x` then. */
  readonly joinsNames: Answer;
  /** Whether the first rule, then the first match of one route settles what ties in it. */
  readonly positionsSettleTies: Answer;
  /** Whether an HTTPRoute and a GRPCRoute on one host are both accepted and ranked together. */
  readonly mixesKinds: Answer;
  /** Whether GRPCRoutes take requests that are no gRPC calls. */
  readonly grpcRoutesTakeHttp: Answer;

  readonly pathExpressions: readonly ExpressionReading[];
  readonly headerExpressions: readonly ExpressionReading[];
  readonly queryExpressions: readonly ExpressionReading[];
  /** What header lines of one name are read as. */
  readonly repeatedHeaders: readonly ('joined' | 'any line' | 'every line' | 'refused')[];
  /** Whether a header's value is cut at commas and each part looked at alone. */
  readonly splitsHeadersAtCommas: Answer;
  /** How an Exact header value compares: `wildcards` is a load balancer's `*`, `?` and `,`. */
  readonly exactHeaders: 'equal' | 'wildcards';
  /** Whether a match on the header Host looks at the host that is asked for; `no`: it never holds. */
  readonly matchesHost: Answer;
  /** Entries of one match whose header names differ in case alone: which of them count. */
  readonly sameHeaderTwice: 'first' | 'all';
  readonly repeatedParameters: readonly ('first' | 'last' | 'any')[];
  /** Whether query parameters are compared after percent-decoding. */
  readonly decodesParameters: Answer;
  /** What a path with `//`, dot segments or percent-encoded characters is matched as. */
  readonly paths: readonly ('as sent' | 'normalised')[];
  readonly ignoresMethods: boolean;
  readonly ignoresQueries: boolean;
  /** Whether requests with `_` in a header name are refused with 400. */
  readonly refusesUnderscores: Answer;

  /** Whether a mirror whose backend does not resolve makes all of its rule 500. */
  readonly brokenMirrorBreaksRule: Answer;
  /** Mesh: whether routes with and without `parentRef.port` are one list. */
  readonly meshPortsTogether: Answer;
  /** Mesh: whether a Service is found by the Host header and not by its address. */
  readonly meshByHost: Answer;
  /** Mesh: whether `hostnames` of routes count. */
  readonly meshHostnames: Answer;
}

/** The Gateway API, v1.6; what it recommends (SHOULD) is taken for done. */
export const specification: Law = {
  orders: [orders.specification],
  listenerIsolation: 'yes',
  detectsMisdirected: 'yes',
  countsOwnHostnames: 'yes',
  hostnameFallback: 'yes',
  pathFallback: 'yes',
  agesSettleTies: 'yes',
  joinsNames: 'yes',
  positionsSettleTies: 'yes',
  mixesKinds: 'no',
  grpcRoutesTakeHttp: 'no',
  pathExpressions: ['whole', 'leftmost', 'search'],
  headerExpressions: ['whole', 'leftmost', 'search'],
  queryExpressions: ['whole', 'leftmost', 'search'],
  repeatedHeaders: ['joined', 'any line', 'every line'],
  splitsHeadersAtCommas: 'no',
  exactHeaders: 'equal',
  matchesHost: 'yes',
  sameHeaderTwice: 'first',
  repeatedParameters: ['first', 'last', 'any'],
  decodesParameters: 'open',
  paths: ['as sent', 'normalised'],
  ignoresMethods: false,
  ignoresQueries: false,
  refusesUnderscores: 'no',
  brokenMirrorBreaksRule: 'no',
  meshPortsTogether: 'yes',
  meshByHost: 'no',
  meshHostnames: 'no',
};
