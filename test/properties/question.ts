// Clusters with requests to ask them, drawn from one seed, and what is wrong made small.
//
// GATEFORK_DECISIONS and GATEFORK_SEED set how many requests and which: decide.test.ts.

import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import type { Request } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { aimedRequest } from '../arbitrary/aimed-request';
import { clusterOf } from '../arbitrary/cluster';
import { Dice } from '../arbitrary/dice';
import { manifests } from '../routes';

export interface Question {
  readonly objects: readonly KubeObject[];
  readonly table: RouteTable;
  readonly requests: readonly Request[];
  /** For what else a property draws. */
  readonly dice: Dice;
}

const perCluster = 25;

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

export const seed = setting('GATEFORK_SEED', 20_260);
export const decisions = setting('GATEFORK_DECISIONS', 300);

const tables = new WeakMap<readonly KubeObject[], RouteTable>();

/** The table of a cluster, read once for all its requests. */
export function tableOf(objects: readonly KubeObject[]): RouteTable {
  const known = tables.get(objects);
  if (known !== undefined) return known;
  const { table } = resolve(inventoryOf(manifests(...objects)));
  tables.set(objects, table);
  return table;
}

/** Clusters with so many requests in all. */
export function questions(seed: number, requests: number): Question[] {
  return Array.from({ length: Math.ceil(requests / perCluster) }, (_, index) => {
    const dice = new Dice(seed * 100_003 + index);
    const cluster = clusterOf(dice);
    const asked = Array.from({ length: perCluster }, () => aimedRequest(dice, cluster));
    return { objects: cluster.objects, table: tableOf(cluster.objects), requests: asked, dice };
  });
}

/** What one request shows to be wrong; undefined where nothing is. */
type Complaint = (objects: readonly KubeObject[], request: Request) => string | undefined;

/** What is wrong with any request, the first few cases made small. */
export function complaints(some: readonly Question[], complain: Complaint): readonly string[] {
  const found: string[] = [];
  let more = 0;
  for (const question of some) {
    for (const request of question.requests) {
      if (complain(question.objects, request) === undefined) continue;
      if (found.length < 3) found.push(told(question, request, complain));
      else more += 1;
    }
  }
  return more === 0 ? found : [...found, `and ${more} more`];
}

/** The complaint about as few routes and rules as still give rise to one, for a person to read. */
function told(question: Question, request: Request, complain: Complaint): string {
  let objects = question.objects;
  const fails = (some: readonly KubeObject[]) => complain(some, request) !== undefined;
  for (const object of question.objects) {
    // Without its Gateway a cluster has assumed listeners, which is another case.
    if (object.kind === 'Gateway') continue;
    const fewer = objects.filter((other) => other !== object);
    if (fails(fewer)) objects = fewer;
  }
  for (const [place, object] of objects.entries()) {
    let small = object;
    for (const rule of rulesOf(object)) {
      const fewer = withRules(
        small,
        rulesOf(small).filter((other) => other !== rule),
      );
      if (rulesOf(fewer).length > 0 && fails(objects.with(place, fewer))) small = fewer;
    }
    objects = objects.with(place, small);
  }
  const complaint = complain(objects, request);
  return [
    complaint ?? 'only where all of the cluster is there',
    JSON.stringify(request),
    ...objects.filter(({ kind }) => kind !== 'Service').map((object) => JSON.stringify(object)),
  ].join('\n');
}

function rulesOf({ spec }: KubeObject): readonly JsonObject[] {
  const { rules = [] } = (spec ?? {}) as { rules?: readonly JsonObject[] };
  return rules;
}

function withRules(object: KubeObject, rules: readonly JsonObject[]): KubeObject {
  return { ...object, spec: { ...(object.spec as JsonObject), rules } };
}
