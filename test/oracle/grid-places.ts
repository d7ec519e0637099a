// Where the requests of a grid come in: every port of the Gateways and every Service, seen from
// each namespace, that routes are attached to; and the matches that may compete there.
//
// Neighbours: grid.ts (who asks), attach.ts (who is attached for certain).

import * as universe from '../arbitrary/universe';
import type { OracleRequest } from './accept';
import type { Match, ParentRef, Route, Rule, World } from './world';

/** A match and its route. */
export interface Standing {
  readonly route: Route;
  readonly match: Match;
}

export interface GridPlace {
  readonly to: OracleRequest['to'];
  /** The matches that the grid is laid around, and all that may compete with them. */
  readonly aimed: readonly Standing[];
  readonly all: readonly Standing[];
  /** Whether what is aimed at best is here. */
  readonly isHot: boolean;
}

/** What a grid is laid around: rules for the most part, routes besides. */
export interface Aim {
  readonly isNear: (route: Route) => boolean;
  readonly isHot: (route: Route, rule: Rule) => boolean;
}

export const anywhere: Aim = { isNear: () => true, isHot: () => false };

/** @param world that holds all routes, of before and after */
export function placesOf(world: World, { isNear, isHot }: Aim): readonly GridPlace[] {
  const homes = [...new Set(world.routes.map(({ namespace }) => namespace)), universe.stranger];
  const byParent = new Map<string, Set<Route>>();
  for (const route of world.routes) {
    for (const parent of route.parents) {
      const key = keyOf(world, parent);
      byParent.set(key, (byParent.get(key) ?? new Set()).add(route));
    }
  }
  return [...byParent].flatMap(([key, routes]) => {
    const all = [...routes].flatMap((route) => standings(route, () => true));
    const near = [...routes].filter(isNear).flatMap((route) => standings(route, () => true));
    const hot = [...routes].flatMap((route) => standings(route, isHot));
    if (near.length === 0 && hot.length === 0) return [];
    return targetsOf(world, key, homes).flatMap((to) => [
      ...(near.length > 0 ? [{ to, all, aimed: near, isHot: false }] : []),
      ...(hot.length > 0 ? [{ to, all, aimed: hot, isHot: true }] : []),
    ]);
  });
}

function standings(route: Route, isOne: Aim['isHot']): Standing[] {
  return route.rules
    .filter((rule) => isOne(route, rule))
    .flatMap(({ matches }) => matches.map((match) => ({ route, match })));
}

/** Routes of a ListenerSet compete with those of its Gateway. */
function keyOf({ sets }: World, { kind, namespace, name }: ParentRef): string {
  const place = `${namespace}/${name}`;
  if (kind === 'Service') return `service ${place}`;
  return `gateway ${kind === 'ListenerSet' ? (sets.get(place) ?? place) : place}`;
}

function targetsOf(
  { gateways, services }: World,
  key: string,
  homes: readonly string[],
): readonly OracleRequest['to'][] {
  const [kind, place = ''] = key.split(' ');
  if (kind === 'gateway') {
    const ports = new Set((gateways.get(place) ?? []).map(({ port }) => port));
    return [...ports].map((port) => ({ gateway: place, port }));
  }
  const ports = [...(services.get(place)?.keys() ?? [])];
  return homes.flatMap((from) => ports.map((port) => ({ service: place, port, from })));
}
