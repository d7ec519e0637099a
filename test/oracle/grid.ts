// A grid of requests around the matches of a cluster: for two matches at a time every host, path,
// method, header and parameter that either asks for, their neighbours, and every way to carry a
// key or something like one. The product is walked as far as a cap allows: first what satisfies
// both matches, with every key; then places of the product by seeded chance.
//
// Neighbours: grid-axes.ts (what stands on the axes), grid-places.ts, grid-keys.ts,
// ../properties/grid-judge.ts (who asks them).

import type { Case } from '../arbitrary/baseline';
import type { Dice } from '../arbitrary/dice';
import type { OracleRequest } from './accept';
import { type Axes, axesOf, type Pair } from './grid-axes';
import { keyStates } from './grid-keys';
import { type Aim, placesOf } from './grid-places';
import type { World } from './world';

export interface GridPlan {
  readonly subject: Case;
  /** All routes, of before and after. */
  readonly world: World;
  readonly aim: Aim;
  readonly cap: number;
  readonly dice: Dice;
}

/** At most so many requests, each once. */
export function gridOf(plan: GridPlan): readonly OracleRequest[] {
  const { subject, world, cap, dice } = plan;
  const places = placesOf(world, plan.aim);
  const hot = places.filter(({ isHot }) => isHot);
  if (places.length === 0) return [];
  const states = keyStates(subject);
  const found = new Map<string, OracleRequest>();
  // A place that gives nothing new ends the walk.
  for (let round = 0; round < cap && found.size < cap; round += 1) {
    const { to, aimed, all } = dice.pick(hot.length > 0 && dice.chance(70) ? hot : places);
    const first = dice.pick(aimed);
    const second = dice.chance(70) ? dice.pick(all) : undefined;
    const axes = axesOf(world, first, second);
    const wanted = [...fitting(axes, to, dice), ...scattered(axes, to, dice)];
    for (const bare of wanted) {
      for (const request of [
        bare,
        ...dice
          .shuffled(states)
          .slice(0, 3)
          .flatMap((state) => state(bare)),
      ]) {
        if (found.size >= cap) break;
        found.set(JSON.stringify(request), request);
      }
    }
  }
  return [...found.values()];
}

/** What both matches accept, as far as the axes go. */
function fitting(axes: Axes, to: OracleRequest['to'], dice: Dice): readonly OracleRequest[] {
  return [0, 1].map(() =>
    requestAt(axes, to, {
      host: dice.pick(axes.hosts.fitting),
      path: dice.pick(axes.paths.fitting),
      method: dice.pick(axes.methods.fitting),
      headers: axes.headers.map(({ fitting: own }) => dice.pick(own)),
      query: axes.query.map(({ fitting: own }) => dice.pick(own)),
    }),
  );
}

/** Points of the product: each axis by itself keeps to what fits, or goes to a neighbour. */
function scattered(axes: Axes, to: OracleRequest['to'], dice: Dice): readonly OracleRequest[] {
  const at = <T>({ fitting: own, near }: { fitting: readonly T[]; near: readonly T[] }) =>
    dice.pick(near.length > 0 && dice.chance(30) ? near : own);
  return [0, 1, 2].map(() =>
    requestAt(axes, to, {
      host: at(axes.hosts),
      path: at(axes.paths),
      method: at(axes.methods),
      headers: axes.headers.map(at),
      query: axes.query.map(at),
    }),
  );
}

interface Point {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: readonly (readonly Pair[])[];
  readonly query: readonly (readonly Pair[])[];
}

function requestAt({ protocol }: Axes, to: OracleRequest['to'], point: Point): OracleRequest {
  return {
    to,
    protocol,
    method: point.method,
    host: point.host,
    path: point.path,
    headers: point.headers.flat(),
    query: protocol === 'grpc' ? [] : point.query.flat(),
  };
}
