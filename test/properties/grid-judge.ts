// Requests of a grid held against the promises, by decide() and by the oracle: does what is applied
// send each where the baseline does, forked by the one key that it carries?
//
// A request is `broken` where the baseline has one answer for it, whatever ages and orders that it
// leaves open, and what is applied has another. Where the baseline has several, that much is told
// of it, so the request is excused: `astray` where something is possible that was not before,
// `by name` where it goes elsewhere once all routes are of one age. Neighbours: judged-case.ts,
// aged-sides.ts, ../oracle/grid.ts, verdicts.ts (who compares this with proofs).

import type { KubeObject } from '../../lib/model/manifest';
import { isOurs, marks } from '../../lib/model/marks';
import type { HttpRequest } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import type { Owner } from '../../lib/model/sandbox';
import { decide } from '../../lib/routing/decide';
import { type Law, specification } from '../../lib/routing/law';
import type { Case } from '../arbitrary/baseline';
import type { Dice } from '../arbitrary/dice';
import { refined } from '../arbitrary/refinement';
import { type OracleRequest, type Reading, readings } from '../oracle/accept';
import { carriedKeys, repeatsCarrier } from '../oracle/carried-keys';
import { agingsOf, compare } from '../oracle/check';
import type { Forks } from '../oracle/outcome';
import { type KeyOwner, ownersOf } from '../oracle/owners';
import { type World, worldOf } from '../oracle/world';
import { type AgedSides, isMixed, sidesOf, withoutAges } from './aged-sides';
import { answers, isSame, markedBaseline, tableOf } from './judged-case';
import { isShut } from './judged-requests';
import { places, requestOf } from './second-opinion';

export type Ruling = 'outside' | 'same' | 'narrowed' | 'by name' | 'astray' | 'broken';

export interface Ruled {
  readonly ruling: Ruling;
  readonly promise: 'isolation' | 'fidelity';
  readonly law: Law;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

/** A baseline and what is applied, ready to be asked. */
export interface Court {
  readonly subject: Case;
  readonly law: Law;
  /** Those that something is there of: of others nobody can know. */
  readonly owners: readonly KeyOwner[];
  /** Whether both kinds of routes are there, of which the older is accepted at a host. */
  readonly isMixed: boolean;
  /** The baseline without ages that nobody knows. */
  readonly open: RouteTable;
  readonly sides: readonly AgedSides[];
  /** What is applied without any ages. */
  readonly ageless: () => RouteTable;
  readonly before: World;
  readonly after: World;
}

export function courtOf(
  subject: Case,
  applied: readonly KubeObject[],
  law: Law = specification,
): Court {
  const { config, objects } = subject;
  const open = tableOf(markedBaseline(subject));
  let ageless: RouteTable | undefined;
  return {
    subject,
    law,
    owners: ownersOf(subject).filter(({ owner }) => isThere(owner, applied)),
    isMixed: isMixed(subject),
    open,
    sides: sidesOf(subject, applied, open),
    ageless: () => {
      ageless ??= tableOf(withoutAges(applied));
      return ageless;
    },
    before: worldOf(objects, config.exclude.routes),
    after: worldOf(applied),
  };
}

function isThere({ kind, name }: Owner, applied: readonly KubeObject[]): boolean {
  const label = kind === 'Sandbox' ? marks.sandbox : marks.routeGroup;
  return applied.some((object) => object.metadata?.labels?.[label] === name && isOurs(object));
}

/** A GRPCRoute cannot ask for a parameter, and may take requests that are no calls. */
function mayMissItsKey(law: Law, { config, objects }: Case, { query }: OracleRequest): boolean {
  const names = config.carriers.flatMap((one) => (one.type === 'query' ? [one.name] : []));
  return (
    law.grpcRoutesTakeHttp !== 'no' &&
    query.some(([name]) => names.includes(name)) &&
    objects.some(({ kind }) => kind === 'GRPCRoute')
  );
}

/** What the promises ask of a request; undefined where it is outside of both. */
function promiseOf({ subject, owners, law }: Court, request: OracleRequest) {
  if (repeatsCarrier(request, subject.config)) return undefined;
  // There the promise is another one: judged-preview.ts.
  const isPreview = subject.sandboxes.some(({ previews }) =>
    previews.some(({ hostname }) => hostname === request.host.toLowerCase()),
  );
  if (isPreview) return undefined;
  if (mayMissItsKey(law, subject, request)) return undefined;
  const carried = carriedKeys(request, subject.config);
  const [owner, ...more] = owners.filter((one) => carried.includes(one.owner.routingKey));
  if (more.length > 0) return undefined;
  if (owner === undefined) return { promise: 'isolation' as const, forks: nothing };
  const forks = isShut(request, subject) ? nothing : owner.forks;
  return { promise: 'fidelity' as const, forks };
}

const nothing: Forks = new Map();

/** What a law comes to where each open question has its first answer. */
function plainest(law: Law): Law {
  const settled = Object.entries(law).map(([trait, value]) => {
    if (Array.isArray(value)) return [trait, value.slice(0, 1)];
    return [trait, value === 'open' ? 'no' : value];
  });
  return Object.fromEntries(settled) as Law;
}

/** Whether the baseline has one answer for a request, ages and ranks that it leaves open included. */
export function isDefinite(court: Court, request: OracleRequest): boolean {
  const { open, law } = court;
  const asked = { request: requestOf(request) };
  const [expected] = answers({ before: open, after: open, mayNarrow: false }, asked, plainest(law));
  return expected.size === 1;
}

/** Whether a promise is broken for sure, or whether one that is said to be may be. */
type Asking = 'what is wrong' | 'what may be wrong';

/**
 * By the worst that decide() says of a request, under any of some laws that settle everything.
 */
export function ruled(
  court: Court,
  request: OracleRequest,
  laws: readonly Law[],
  asking: Asking = 'what is wrong',
): Ruled {
  const enough: Ruling = asking === 'what is wrong' ? 'broken' : 'by name';
  const promised = promiseOf(court, request);
  const [first = court.law] = laws;
  const none = { law: first, expected: [], actual: [] };
  if (promised === undefined) return { ruling: 'outside', promise: 'isolation', ...none };
  const { promise, forks } = promised;
  const { weights } = court.subject.config;
  const replacing = forks.size === 0 ? {} : { replacing: { forks, weights } };
  const asked = { request: requestOf(request), ...replacing };
  let worst: Ruled = { ruling: 'same', promise, ...none };
  for (const [turn, law] of laws.entries()) {
    let isSettled = true;
    for (const side of sidesFor(court, turn, asking)) {
      // One answer for all ages is the one for equal ages, too.
      if (side.isByName && isSettled) continue;
      const own = side.leavesTies ? ({ ...law, agesSettleTies: 'no' } as const) : law;
      const [expected, actual] = answers(side, asked, own);
      isSettled &&= expected.size === 1;
      if (isSame(expected, actual)) continue;
      if (side.isForDefinite === true && expected.size > 1) continue;
      // A proof takes sandboxes to have come last, and a violation may be shown of any order.
      const isSure = asking === 'what is wrong' && side.isForDefinite === true;
      if (isSure && isForOlder(side.after, asked.request, law)) continue;
      const open = () => answers({ ...side, before: court.open }, asked, law)[0];
      const ruling = rulingOf([expected, actual], side, open);
      if (severity.indexOf(ruling) <= severity.indexOf(worst.ruling)) continue;
      worst = { ruling, promise, law: own, expected: [...expected], actual: [...actual] };
      if (severity.indexOf(ruling) >= severity.indexOf(enough)) return worst;
    }
  }
  return worst;
}

/** Derived routes are younger than the baseline for one law, and older for the next. */
function sidesFor({ sides }: Court, turn: number, asking: Asking): readonly AgedSides[] {
  return sides.filter(
    ({ leavesTies = false }, place) =>
      (asking === 'what may be wrong' || !leavesTies) && (place > 1 || place === turn % 2),
  );
}

const severity: readonly Ruling[] = ['outside', 'same', 'narrowed', 'by name', 'astray', 'broken'];

/** @param open what the baseline leaves possible, whatever its ages */
function rulingOf(
  [expected, actual]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  { isByName }: AgedSides,
  open: () => ReadonlySet<string>,
): Ruling {
  const possible = open();
  if (expected.size === 1 && possible.size === 1) return 'broken';
  if (isByName && expected.size === 1) return 'by name';
  return [...actual].every((one) => expected.has(one) || possible.has(one)) ? 'narrowed' : 'astray';
}

/** Whether only ages tell which kind of route is accepted there. */
function isForOlder(table: RouteTable, request: HttpRequest, law: Law): boolean {
  const outcome = decide(table, request, law);
  return (
    outcome.outcome === 'unspecified' &&
    outcome.because.some((reason) => reason.includes('the older is accepted'))
  );
}

/** The plainest of a law's settled laws, and some others by chance. */
export function settledLaws(law: Law, count: number, dice: Dice): readonly Law[] {
  return [plainest(law), ...Array.from({ length: count }, () => refined(law, dice))];
}

const heard: readonly Reading[] = readings.filter(({ lines }) => lines !== 'pieces');

/**
 * How the oracle sees a promise broken, by the specification's order; undefined where it does not.
 *
 * @param turn of the ways to assume ages the one that is tried; all where it is left out
 */
export function oracleBreaks(
  court: Court,
  request: OracleRequest,
  turn?: number,
): string | undefined {
  const promised = promiseOf(court, request);
  if (promised === undefined) return undefined;
  const { promise, forks } = promised;
  const trial = { ...court, orders: places };
  // To the oracle both kinds are there on a host that they contest.
  if (court.isMixed && isForOlder(court.ageless(), requestOf(request), court.law)) return undefined;
  const all = agingsOf(court.subject.seed);
  const agings = turn === undefined ? all : all.slice(turn % all.length).slice(0, 1);
  for (const reading of heard) {
    for (const aging of agings) {
      const { failures } = compare(trial, { promise, request, map: forks }, reading, aging);
      if (failures[0] !== undefined) return failures[0].text;
    }
  }
  return undefined;
}
