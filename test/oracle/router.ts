// Where a request goes: a router written from the text of the precedence rules alone, slow and
// obvious. `hear` collects the matches that accept a request, `decide` takes one of them under
// one order and one assignment of ages.

import { accepts, type OracleRequest, onPath, type Reading } from './accept';
import { type Attached, gatewayRoutes, meshRoutes } from './attach';
import { type Candidate, compareScores, hostScore, type Order } from './order';
import { canonical, notFound, type Outcome, outcomeOf, resolver } from './outcome';
import type { Match, ParentRef, Route, World } from './world';

/** A route's age: the smaller number is the older route. */
export type Ages = (route: Route) => number;

/** An outcome and the text by which it is compared. */
export interface Settled {
  readonly outcome: Outcome;
  readonly text: string;
}

export interface Answer extends Settled {
  /** The rule that took the request; absent where no route did. */
  readonly taken?: Candidate;
  /** Whether only creation times decided, between rules with different outcomes. */
  readonly isAmbiguous: boolean;
  /** Whether, besides, the creation time of some of these is known and of others is not. */
  readonly isHalfDated?: boolean;
  /** Whether Istio sees two lists of mesh routes here, of which only one is ever used. */
  readonly isMixed?: boolean;
}

type Placed = Candidate & { readonly parent: ParentRef };

interface Heard extends Attached {
  readonly candidates: readonly Placed[];
}

/** All that accepts a request under one reading. */
export interface Hearing {
  readonly world: World;
  readonly request: OracleRequest;
  readonly heard: readonly Heard[];
  /** Candidates as orders look at them, kept. */
  readonly lists: Map<string, readonly Placed[]>;
}

export function hear(world: World, request: OracleRequest, reading: Reading): Hearing {
  const heard = attachedTo(world, request, reading).map((entry) => ({
    ...entry,
    candidates: candidatesOf(entry, request, reading),
  }));
  return { world, request, heard, lists: new Map() };
}

/** Who is attached depends on place and host alone, and is worked out once for each. */
const attachedByPlace = new WeakMap<World, Map<string, readonly Attached[]>>();

function attachedTo(world: World, request: OracleRequest, reading: Reading): readonly Attached[] {
  const byPlace = attachedByPlace.get(world) ?? new Map<string, readonly Attached[]>();
  attachedByPlace.set(world, byPlace);
  const isMesh = 'service' in request.to;
  const place = JSON.stringify([request.to, isMesh || request.host, isMesh || reading.isolated]);
  const known = byPlace.get(place);
  if (known !== undefined) return known;
  const attached = isMesh ? meshRoutes(world, request) : gatewayRoutes(world, request, reading);
  byPlace.set(place, attached);
  return attached;
}

export function decide(hearing: Hearing, order: Order, ages: Ages): Answer {
  const { world, request, heard } = hearing;
  const isMesh = 'service' in request.to;
  if (isMesh && heard.length === 0) {
    return { ...settledOf(directly(world, request)), isAmbiguous: false };
  }
  if (!isMesh || !order.portsApart) {
    return firstOf(world, candidatesFor(hearing, order), request, { order, ages });
  }
  const { list, isMixed } = oneList(heard, ages);
  const candidates = candidatesIn(list, request, order);
  const answer = firstOf(world, candidates, request, { order, ages });
  return isMixed ? { ...answer, isMixed } : answer;
}

/** Most orders look at the same candidates. */
function candidatesFor({ heard, request, lists }: Hearing, order: Order): readonly Placed[] {
  if (order.bestPathOnly) return candidatesIn(heard, request, order);
  const name = order.bestHostOnly ? 'best host' : 'all';
  const known = lists.get(name) ?? candidatesIn(heard, request, order);
  lists.set(name, known);
  return known;
}

function candidatesIn(
  list: readonly Heard[],
  request: OracleRequest,
  order: Order,
): readonly Placed[] {
  const fitting = ofProtocol(list, request, 'service' in request.to);
  const hosts = order.bestHostOnly ? bestHost(fitting) : fitting;
  const all = hosts.flatMap((entry) => entry.candidates);
  return order.bestPathOnly ? onBestPath(hosts, all, request, order) : all;
}

/** Both steps at once. */
export function routeRequest(
  world: World,
  request: OracleRequest,
  law: { readonly order: Order; readonly reading: Reading; readonly ages: Ages },
): Answer {
  return decide(hear(world, request, law.reading), law.order, law.ages);
}

/** No route at all: the Service itself. */
function directly(world: World, { to }: OracleRequest): Outcome {
  if (!('service' in to) || !world.services.get(to.service)?.has(to.port)) return notFound;
  const share = { target: `${to.service}:${to.port}`, weight: 1, filters: [] };
  return { kind: 'backends', shares: [share], filters: [], rest: {} };
}

/** Istio's reading: routes with and without a port are two lists, and the older one is used. */
function oneList(all: readonly Heard[], ages: Ages) {
  const withPort = all.filter(({ parent }) => parent.port !== undefined);
  const without = all.filter(({ parent }) => parent.port === undefined);
  if (withPort.length === 0 || without.length === 0) return { list: all, isMixed: false };
  const oldest = (list: readonly Heard[]) => Math.min(...list.map(({ route }) => ages(route)));
  return { list: oldest(withPort) <= oldest(without) ? withPort : without, isMixed: true };
}

/**
 * Which kind of route hears the request. On a host that both kinds serve, RPCs are for
 * GRPCRoutes and all else for HTTPRoutes; in a mesh a GRPCRoute silences all HTTPRoutes.
 */
function ofProtocol(attached: readonly Heard[], request: OracleRequest, isMesh: boolean) {
  const rpc = attached.filter(({ route }) => route.kind === 'GRPCRoute');
  const http = attached.filter(({ route }) => route.kind === 'HTTPRoute');
  if (request.protocol === 'grpc') return rpc.length > 0 ? rpc : http;
  return isMesh && rpc.length > 0 ? [] : http;
}

function bestHost(attached: readonly Heard[]): readonly Heard[] {
  const scores = attached.map(({ hostname }) => hostScore(hostname));
  const [best] = scores.sort((a, b) => compareScores(b, a));
  if (best === undefined) return [];
  return attached.filter(({ hostname }) => compareScores(hostScore(hostname), best) === 0);
}

/** Of an NGINX the candidates in its one location: the best path of all, whatever else is asked. */
function onBestPath(
  hosts: readonly Heard[],
  candidates: readonly Placed[],
  request: OracleRequest,
  order: Order,
): readonly Placed[] {
  const onIt = hosts.flatMap(({ route, hostname }) =>
    route.kind === 'GRPCRoute'
      ? []
      : route.rules.flatMap((rule) =>
          rule.matches
            .filter(({ path }) => onPath(path, request.path))
            .map(({ path }) => ({
              route,
              rule,
              match: { path, headers: [], query: [] },
              matchIndex: 0,
              hostname,
            })),
        ),
  );
  const [best] = greatest(onIt, (each) => order.score(each, request));
  if (best === undefined) return candidates;
  const place = ({ path: { type, value } }: Match) => `${type} ${value.replace(/(.)\/$/, '$1')}`;
  return candidates.filter(({ match }) => place(match) === place(best.match));
}

function candidatesOf(
  { route, parent, hostname }: Attached,
  request: OracleRequest,
  reading: Reading,
) {
  const found: Placed[] = [];
  for (const rule of route.rules) {
    rule.matches.forEach((match, matchIndex) => {
      if (accepts(match, route.kind, request, reading)) {
        found.push({ route, rule, match, matchIndex, hostname, parent });
      }
    });
  }
  return found;
}

function firstOf(
  world: World,
  candidates: readonly Placed[],
  request: OracleRequest,
  { order, ages }: { readonly order: Order; readonly ages: Ages },
): Answer {
  const equals = greatest(candidates, (each) => order.score(each, request));
  if (equals.length > 1) equals.sort((a, b) => compareTies(a, b, order, ages));
  const [taken] = equals;
  if (taken === undefined) return { ...nobody, isAmbiguous: false };
  const firsts = order.tiesOpen
    ? equals
    : equals.filter((each, index) => mayBeFirst(equals, each, index));
  const isAmbiguous = differ(world, firsts);
  const isHalfDated = isAmbiguous && firsts.some(({ route }) => route.created !== undefined);
  return { ...settle(world, taken), taken, isAmbiguous, ...(isHalfDated ? { isHalfDated } : {}) };
}

/** All items of the greatest score. */
function greatest<T>(items: readonly T[], scoreOf: (item: T) => readonly number[]): T[] {
  let best: readonly number[] = [];
  let found: T[] = [];
  for (const item of items) {
    const score = scoreOf(item);
    const lead = found.length === 0 ? 1 : compareScores(score, best);
    if (lead > 0) {
      best = score;
      found = [item];
    } else if (lead === 0) found.push(item);
  }
  return found;
}

/** Of equals in their order, one that is the first of its route, and older than none for sure. */
function mayBeFirst(equals: readonly Placed[], each: Placed, index: number): boolean {
  const { route } = each;
  const before = equals.slice(0, index);
  if (before.some((one) => one.route === route)) return false;
  return !before.some((one) => one.route.created !== undefined && route.created !== undefined);
}

/** Whether it matters which of them is taken; for an ignored route no sandbox forks. */
function differ(world: World, list: readonly Placed[]): boolean {
  const [first, ...others] = list;
  if (first === undefined || others.length === 0) return false;
  const textOf = (each: Placed) => `${each.route.ignored} ${settle(world, each).text}`;
  return others.some((each) => textOf(each) !== textOf(first));
}

/** What a rule does in a world is worked out once. */
const settledByWorld = new WeakMap<World, Map<Match, Map<string, Settled>>>();

function settle(world: World, { route, rule, match, parent }: Placed): Settled {
  const byMatch = settledByWorld.get(world) ?? new Map<Match, Map<string, Settled>>();
  settledByWorld.set(world, byMatch);
  const byParent = byMatch.get(match) ?? new Map<string, Settled>();
  byMatch.set(match, byParent);
  const known = byParent.get(parent.kind);
  if (known !== undefined) return known;
  const outcome = outcomeOf(rule, match.path.value, resolver(world, route, parent));
  const settled = settledOf(outcome);
  byParent.set(parent.kind, settled);
  return settled;
}

const nobody = settledOf(notFound);

function settledOf(outcome: Outcome): Settled {
  return { outcome, text: canonical(outcome) };
}

function compareTies(a: Candidate, b: Candidate, order: Order, ages: Ages): number {
  return (
    ages(a.route) - ages(b.route) ||
    compareNames(a.route, b.route, order) ||
    a.rule.index - b.rule.index ||
    a.matchIndex - b.matchIndex
  );
}

function compareNames(a: Route, b: Route, { nameAs }: Order): number {
  if (nameAs === 'one') return compareText(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`);
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
