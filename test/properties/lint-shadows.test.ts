// A match that is told to never take a request takes none: whatever ages routes turn out to have,
// and whichever single reading of the specification an implementation has. And whatever is known to
// be shadowed, the copy of a rule behind the rule itself, is told.
//
// GATEFORK_DECISIONS and GATEFORK_SEED set how many requests and which.

import { expect, test } from 'vitest';
import { shadowsAcross } from '../../lib/lint/shadow/across-routes';
import { shadowFindings } from '../../lib/lint/shadow/shadow-findings';
import { shadowsWithin } from '../../lib/lint/shadow/within-route';
import type { Outcome } from '../../lib/model/decision';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { nameOf } from '../../lib/model/manifest';
import { type AnyRoute, routePlace } from '../../lib/model/route';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { decide } from '../../lib/routing/decide';
import { specification } from '../../lib/routing/law';
import { aimedRequest } from '../arbitrary/aimed-request';
import { type Cluster, clusterOf } from '../arbitrary/cluster';
import { Dice } from '../arbitrary/dice';
import { refined } from '../arbitrary/refinement';
import { manifests } from '../routes';
import { decisions as most, seed } from './question';

const timeout = 10 * 60_000;
const clusters = Math.max(40, Math.min(most, 4000) / 5);

function tableOf(objects: readonly KubeObject[]): RouteTable {
  return resolve(inventoryOf(manifests(...objects))).table;
}

function rulesOf({ spec }: KubeObject): readonly JsonObject[] {
  const { rules = [] } = (spec ?? {}) as { rules?: readonly JsonObject[] };
  return rules;
}

/** The cluster with copies of rules behind them, and copies of whole routes under other names. */
function withCopies({ objects, aims }: Cluster, dice: Dice) {
  const copied: string[] = [];
  const changed = objects.flatMap((object) => {
    if (object.kind !== 'HTTPRoute' && object.kind !== 'GRPCRoute') return [object];
    const rules = rulesOf(object);
    if (dice.chance(20)) {
      const metadata = { ...object.metadata, name: `${object.metadata?.name}-copy` };
      return [object, { ...object, metadata }];
    }
    if (rules.length === 0 || dice.chance(50)) return [object];
    copied.push(`${nameOf(object)} rule ${rules.length} never takes a request`);
    return [
      { ...object, spec: { ...(object.spec as JsonObject), rules: [...rules, dice.pick(rules)] } },
    ];
  });
  return { cluster: { objects: changed, aims }, copied };
}

/** The same objects with a time for each that has none. */
function aged(objects: readonly KubeObject[], dice: Dice): readonly KubeObject[] {
  return objects.map((object, index): KubeObject => {
    if (object.metadata?.creationTimestamp !== undefined) return object;
    const creationTimestamp = `${dice.pick([2023, 2025])}-01-01T00:00:${10 + (index % 50)}Z`;
    return { ...object, metadata: { ...object.metadata, creationTimestamp } };
  });
}

function keyOf(route: AnyRoute, rule: number, match: number | undefined): string {
  return `${routePlace(route)} ${rule} ${match}`;
}

/** Matches that are told to take nothing. */
function idle(table: RouteTable): ReadonlySet<string> {
  const all = [
    ...shadowsAcross(table),
    ...table.routes.flatMap((route) => shadowsWithin(route, table)),
  ];
  return new Set(
    all
      .filter(({ relation }) => relation !== 'open')
      .map(({ candidate: { route, rule, matchIndex } }) => keyOf(route, rule.index, matchIndex)),
  );
}

function winnerOf(outcome: Outcome): string | undefined {
  if (!('by' in outcome) || outcome.by === undefined) return undefined;
  const { route, rule, match } = outcome.by;
  return keyOf(route, rule, match);
}

test('what is told to take no request takes none', { timeout }, () => {
  let [told, asked, rivals] = [0, 0, 0];
  for (let index = 0; index < clusters; index += 1) {
    const dice = new Dice(seed * 7919 + index);
    const { cluster } = withCopies(clusterOf(dice), dice);
    const shadowed = idle(tableOf(cluster.objects));
    told += shadowed.size;
    if (shadowed.size === 0) continue;
    for (const objects of [cluster.objects, aged(cluster.objects, dice)]) {
      const table = tableOf(objects);
      for (let draw = 0; draw < 20; draw += 1) {
        const request = aimedRequest(dice, cluster);
        const law = refined(specification, dice);
        const winner = winnerOf(decide(table, request, law));
        asked += 1;
        if (winner !== undefined) rivals += 1;
        expect(shadowed.has(winner ?? ''), `${winner} takes ${JSON.stringify(request)}`).toBe(
          false,
        );
      }
    }
  }
  console.info(`${told} matches told as idle, ${asked} requests, ${rivals} with a winner`);
  expect(told).toBeGreaterThan(clusters / 4);
  expect(rivals).toBeGreaterThan(asked / 10);
});

test('the copy of a rule behind the rule itself is told', { timeout }, () => {
  let count = 0;
  for (let index = 0; index < clusters; index += 1) {
    const dice = new Dice(seed * 104_729 + index);
    const { cluster, copied } = withCopies(clusterOf(dice), dice);
    const told = shadowFindings(tableOf(cluster.objects)).map(({ message }) => message);
    for (const start of copied) {
      count += 1;
      expect(
        told.some((message) => message.startsWith(start)),
        start,
      ).toBe(true);
    }
  }
  expect(count).toBeGreaterThan(clusters / 4);
});
