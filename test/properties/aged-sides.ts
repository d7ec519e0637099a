// A baseline and what is applied, with the ages that files do not hold filled in: in how many ways,
// and what each way may be held against.
//
// Neighbours: grid-judge.ts (who asks), judged-case.ts (how two sides are compared).

import type { KubeObject } from '../../lib/model/manifest';
import { isOurs, marks } from '../../lib/model/marks';
import type { RouteTable } from '../../lib/model/route-table';
import type { Case } from '../arbitrary/baseline';
import { Dice } from '../arbitrary/dice';
import { isRoute, markedBaseline, type Sides, tableOf } from './judged-case';

export interface AgedSides extends Sides {
  /** All routes are of one age, so that names decide. */
  readonly isByName: boolean;
  /** Ties are left open, also among the routes of one sandbox: tells what is possible, and more. */
  readonly leavesTies?: boolean;
  /** Looks only at requests for which the baseline has one answer. */
  readonly isForDefinite?: boolean;
}

/**
 * What is not known of ages, in so many ways: an owner's routes are applied together, some owner's
 * first, before all of the baseline or after it. Where only ages tell which kind of route a host has
 * each of them is accepted once.
 *
 * @param open the baseline without ages that nobody knows
 */
export function sidesOf(
  subject: Case,
  applied: readonly KubeObject[],
  open: RouteTable,
): readonly AgedSides[] {
  const { objects } = subject;
  const isDated = objects.some(({ metadata }) => metadata?.creationTimestamp !== undefined);
  const isContested = isMixed(subject);
  const sides = (yearOf: YearOf, more: Omit<AgedSides, keyof Sides>): AgedSides => ({
    before: tableOf(aged(markedBaseline(subject), yearOf)),
    after: tableOf(aged(applied, yearOf)),
    mayNarrow: isDated,
    ...more,
  });
  const owners = [...new Set(applied.filter(isOurs).map(ownerOf))];
  const yearIn = (yearAt: (place: number) => number): YearOf => {
    return (object) => (isOurs(object) ? yearAt(owners.indexOf(ownerOf(object))) : undefined);
  };
  const within = (yearAt: (place: number) => number): AgedSides => ({
    before: open,
    after: tableOf(aged(applied, yearIn(yearAt))),
    mayNarrow: isDated,
    isByName: false,
    isForDefinite: isContested,
  });
  // A route that takes a host from an older one of the other kind is refused it: no proof is
  // asked for of sandboxes that were there before the baseline then.
  const around = [
    within((place) => 2100 + place),
    within((place) => (isContested ? 2199 : 1999) - place),
  ];
  if (!isContested) return [...around, sides(() => 2500, { isByName: true })];
  // Each kind is accepted once: all of one are older than all of the other, and sandboxes came last.
  // Names settle what ties among the routes of one sandbox, and all ties where the routes of a kind
  // are of one age.
  const years = new Dice(subject.seed).shuffled(objects.map((_, place) => place));
  const placeOf = new Map(objects.map((object, place) => [idOf(object), years[place] ?? 0]));
  const olderOf = (kind: string, more: Omit<AgedSides, keyof Sides>): AgedSides => {
    const yearOf: YearOf = (object) => {
      if (isOurs(object)) return 2999;
      const place = more.isByName ? 0 : (placeOf.get(idOf(object)) ?? 998);
      return (object.kind === kind ? 1000 : 2000) + place;
    };
    return sides(yearOf, more);
  };
  const kinds = ['HTTPRoute', 'GRPCRoute'];
  const ways = [{ isByName: false }, { isByName: false, leavesTies: true }, { isByName: true }];
  return [...around, ...ways.flatMap((way) => kinds.map((kind) => olderOf(kind, way)))];
}

/** Whether only ages tell which kind of route a host has. */
export function isMixed({ objects }: Case): boolean {
  return new Set(objects.filter(isRoute).map(({ kind }) => kind)).size > 1;
}

const ownerOf = ({ metadata }: KubeObject): string =>
  metadata?.labels?.[marks.sandbox] ?? metadata?.labels?.[marks.routeGroup] ?? '';

/** The year of a route that does not say when it was made; undefined leaves it open. */
type YearOf = (route: KubeObject) => number | undefined;

const idOf = ({ kind, metadata }: KubeObject) =>
  `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;

function aged(objects: readonly KubeObject[], yearOf: YearOf): KubeObject[] {
  return objects.map((object) => {
    const year = yearOf(object);
    const isKnown = object.metadata?.creationTimestamp !== undefined;
    if (!isRoute(object) || year === undefined || isKnown) return object;
    const creationTimestamp = `${year}-01-01T00:00:00Z`;
    return { ...object, metadata: { ...object.metadata, creationTimestamp } };
  });
}

/** All as files mostly are. */
export function withoutAges(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.map((object) => {
    if (object.metadata === undefined) return object;
    const { creationTimestamp: _, ...metadata } = object.metadata;
    return { ...object, metadata };
  });
}
