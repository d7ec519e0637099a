// In which order a data plane tries the matches that accept a request: the specification's
// list and what implementations make of it. A score is compared number by number, the
// greater one first; where all are equal the caller goes on to age and name.

import type { OracleRequest } from './accept';
import { covers } from './hostname';
import type { Match, PathMatch, Route, Rule } from './world';

/** A match that accepts a request, with the hostname through which its route took it. */
export interface Candidate {
  readonly route: Route;
  readonly rule: Rule;
  readonly match: Match;
  readonly matchIndex: number;
  /** '' where neither listener nor route names a host. */
  readonly hostname: string;
}

export interface Order {
  readonly name: string;
  /** Whether only the most specific hostname of all attached routes is looked at. */
  readonly bestHostOnly: boolean;
  /** Whether mesh routes of one Service with and without a port are lists of their own. */
  readonly portsApart: boolean;
  /** Whether namespace and name are compared as one text, or one after the other. */
  readonly nameAs: 'one' | 'two';
  /** Whether equal scores are left to chance. */
  readonly tiesOpen: boolean;
  /** Whether only rules of the best path are tried, whatever else they ask for. */
  readonly bestPathOnly: boolean;
  readonly score: (candidate: Candidate, request: OracleRequest) => readonly number[];
}

type Scores = (candidate: Candidate, request: OracleRequest) => readonly number[];

const plain = {
  bestHostOnly: false,
  portsApart: false,
  nameAs: 'one',
  tiesOpen: false,
  bestPathOnly: false,
} as const;

/** The type of a path, then its length. */
function pathScores(worstFirst: readonly PathMatch['type'][]) {
  return ({ path }: Match) => [rank(path, worstFirst), path.value.length];
}

const expressionsLast = pathScores(['RegularExpression', 'PathPrefix', 'Exact']);
const expressionsBetween = pathScores(['PathPrefix', 'RegularExpression', 'Exact']);

export const orders: readonly Order[] = [
  // The place of expressions is open in the specification; here they come last.
  {
    ...plain,
    name: 'specification',
    score: byOwnHost(({ match }) => [...expressionsLast(match), ...methodHeadersQuery(match)]),
  },
  {
    ...plain,
    name: 'istio',
    bestHostOnly: true,
    portsApart: true,
    score: byKind(({ match }) => [...expressionsLast(match), ...methodHeadersQuery(match)]),
  },
  {
    ...plain,
    name: 'kgateway',
    bestHostOnly: true,
    score: byKind(({ match }) => [
      rank(match.path, ['PathPrefix', 'RegularExpression', 'Exact']),
      match.path.type === 'RegularExpression' ? 0 : match.path.value.length,
      ...methodHeadersQuery(match),
    ]),
  },
  { ...plain, name: 'envoy-gateway', bestHostOnly: true, nameAs: 'two', score: envoyGateway },
  {
    ...plain,
    name: 'linkerd',
    score: byKind(({ match }, { path }) => [
      match.path.type === 'RegularExpression' ? path.length : match.path.value.length,
      match.headers.length,
      match.query.length,
      Number(match.method !== undefined),
    ]),
  },
  {
    ...plain,
    name: 'kuma',
    score: byKind(({ match }) => [
      Number(match.path.type === 'Exact'),
      match.path.value.length,
      ...methodHeadersQuery(match),
    ]),
  },
  // The method is a header there, in some versions; in others it goes before them.
  {
    ...plain,
    name: 'cilium',
    bestHostOnly: true,
    score: byKind(({ match }) => [
      ...expressionsBetween(match),
      match.headers.length + Number(match.method !== undefined),
      match.query.length,
    ]),
  },
];

/** Orders that a profile has of its own and that differ from those above in details alone. */
export const furtherOrders: readonly Order[] = [
  {
    ...plain,
    name: 'contour',
    bestHostOnly: true,
    score: byKind(({ match }) => [...expressionsBetween(match), ...methodHeadersQuery(match)]),
  },
  {
    ...plain,
    name: 'kong',
    score: byKind(({ match }) => [...expressionsBetween(match), ...methodHeadersQuery(match)]),
  },
  {
    ...plain,
    name: 'aws',
    score: byKind(({ match }) => [...expressionsLast(match), ...methodHeadersQuery(match)]),
  },
  {
    ...plain,
    name: 'agentgateway',
    score: byKind(({ match }) => [
      Number(match.path.type === 'Exact'),
      match.path.value.length,
      ...methodHeadersQuery(match),
    ]),
  },
  {
    ...plain,
    name: 'nginx-gateway-fabric',
    nameAs: 'two',
    bestPathOnly: true,
    bestHostOnly: true,
    score: byKind(({ match }) => [...expressionsLast(match), ...methodHeadersQuery(match)]),
  },
];

/** One sum, hosts included, and the same for all matches of a rule. Of GRPCRoutes nothing is known. */
export const traefik: Order = {
  ...plain,
  name: 'traefik',
  tiesOpen: true,
  score: (candidate) => (candidate.route.kind === 'HTTPRoute' ? sum(candidate) : grpc(candidate)),
};

function sum({ route, rule }: Candidate): number[] {
  const hosts = route.hostnames.map(({ length }) => length);
  return [Math.max(...rule.matches.map(weigh)) + Math.max(0, ...hosts)];
}

function weigh({ path, method, headers, query }: Match): number {
  const onPath =
    path.type === 'Exact' ? 100_000 : path.value === '/' ? 1 : 10_000 + 100 * path.value.length;
  return onPath + (method === undefined ? 0 : 1000) + 100 * headers.length + 10 * query.length;
}

function rank({ type }: PathMatch, worstFirst: readonly PathMatch['type'][]): number {
  return worstFirst.indexOf(type);
}

function methodHeadersQuery(match: Match): number[] {
  return [Number(match.method !== undefined), match.headers.length, match.query.length];
}

/** Host first, exact before wildcard; then the kind's own list. */
function byKind(http: Scores): Scores {
  return (candidate, request) => {
    const rest = candidate.route.kind === 'HTTPRoute' ? http(candidate, request) : grpc(candidate);
    return [...hostScore(candidate.hostname), ...rest];
  };
}

/** Between the two, the hostname that the route itself was written with. */
function byOwnHost(http: Scores): Scores {
  const score = byKind(http);
  return (candidate, request) => {
    const [exact = 0, length = 0, ...rest] = score(candidate, request);
    return [exact, length, ...ownHostScore(candidate), ...rest];
  };
}

function ownHostScore({ route, hostname }: Candidate): readonly [number, number] {
  return route.hostnames
    .filter((own) => covers(own, hostname))
    .map(hostScore)
    .reduce((best, one) => (compareScores(one, best) > 0 ? one : best), hostScore(''));
}

export function hostScore(hostname: string): readonly [number, number] {
  return [hostname.startsWith('*') ? 0 : hostname.length, hostname.length];
}

function grpc({ match }: Candidate): number[] {
  return [match.service?.value.length ?? 0, match.rpc?.value.length ?? 0, match.headers.length];
}

/** The method counts as one more header, an exact one; then exact headers go before others. */
function envoyGateway({ route, match, hostname }: Candidate): readonly number[] {
  const { path, extra } =
    route.kind === 'HTTPRoute' ? { path: match.path, extra: 0 } : asPath(match);
  const methods = Number(match.method !== undefined) + extra;
  const exactExtra = methods - (match.rpc?.pattern !== undefined ? extra : 0);
  return [
    ...hostScore(hostname),
    rank(path, ['PathPrefix', 'RegularExpression', 'Exact']),
    path.value === '/' ? 0 : path.value.length,
    match.headers.length + methods,
    match.headers.filter(({ pattern }) => pattern === undefined).length + exactExtra,
    match.query.length,
    match.query.filter(({ pattern }) => pattern === undefined).length,
  ];
}

/** A GRPC match as a path; a method without a service is a header match on the path instead. */
function asPath({ service, rpc }: Match): { path: PathMatch; extra: number } {
  if (service === undefined)
    return { path: { type: 'PathPrefix', value: '/' }, extra: rpc ? 1 : 0 };
  const value = rpc === undefined ? `/${service.value}` : `/${service.value}/${rpc.value}`;
  if (service.pattern !== undefined)
    return { path: { type: 'RegularExpression', value }, extra: 0 };
  return { path: { type: rpc === undefined ? 'PathPrefix' : 'Exact', value }, extra: 0 };
}

/** The greater number first decides; a list that ends early is the smaller one. */
export function compareScores(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const lead = (a[index] ?? -1) - (b[index] ?? -1);
    if (lead !== 0) return lead;
  }
  return 0;
}
