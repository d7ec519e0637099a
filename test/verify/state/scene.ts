// Two sets of objects, read as `verify` reads them, and a judge of states that asks about given
// requests one by one.

import type { Claim } from '../../../lib/model/claim';
import { type Config, defaultConfig } from '../../../lib/model/config';
import { inventoryOf } from '../../../lib/model/inventory';
import {
  at,
  type JsonObject,
  type KubeObject,
  type Manifest,
  type ObjectMeta,
} from '../../../lib/model/manifest';
import type { HttpRequest, Target } from '../../../lib/model/request';
import type { RouteTable } from '../../../lib/model/route-table';
import { resolve } from '../../../lib/resolve/route-table';
import { keyMatch } from '../../../lib/routing/carrier';
import { decide } from '../../../lib/routing/decide';
import { specification } from '../../../lib/routing/law';
import { claimsOf } from '../../../lib/verify/claim/claims';
import { possibilities } from '../../../lib/verify/expect/forked-outcome';
import { type States, type StatesRequest, statesOf } from '../../../lib/verify/state/states';
import { manifests } from '../../routes';

function tableOf(objects: readonly Manifest[]): RouteTable {
  return resolve(inventoryOf(objects)).table;
}

export function claim(name: string, more: Partial<Claim> = {}): Claim {
  const owner = { kind: 'Sandbox', name, routingKey: name } as const;
  return { owner, replaced: new Map(), previews: [], ...more };
}

export interface Scene {
  readonly baseline: readonly KubeObject[];
  readonly added: readonly KubeObject[];
  /** @default those that marks tell */
  readonly claims?: readonly Claim[];
  readonly requests?: readonly HttpRequest[];
  readonly config?: Partial<Config>;
  readonly laws?: StatesRequest['laws'];
}

export interface Seen extends States {
  /** How many states were looked at. */
  readonly looked: number;
}

export function look(scene: Scene): Seen {
  const { requests = [], config = {}, laws = [{ law: specification }] } = scene;
  const own = manifests(...scene.baseline);
  const ids = new Set(own.map(({ object }) => idOf(object)));
  const added = manifests(...scene.added);
  const changed = new Set(added.map(({ object }) => idOf(object)).filter((id) => ids.has(id)));
  const baseline = tableOf(own);
  const kept = own.filter(({ object }) => !changed.has(idOf(object)));
  const applied = tableOf([...kept, ...added]);
  let looked = 0;
  const states = statesOf({
    baseline,
    applied,
    claims: scene.claims ?? markedClaims(baseline, applied),
    config: { ...defaultConfig, ...config },
    laws,
    tableOf: (inventory) => resolve(inventory).table,
    isolationOf: (state) => {
      looked += 1;
      return { violations: strayed(baseline, state, requests), undecided: [] };
    },
  });
  return { ...states, looked };
}

function idOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata?.namespace} ${metadata?.name}`;
}

function markedClaims({ inventory }: RouteTable, applied: RouteTable): readonly Claim[] {
  const sets = { baseline: inventory, applied: applied.inventory, sandboxes: [], groups: [] };
  return claimsOf(sets).claims;
}

function strayed(baseline: RouteTable, state: RouteTable, requests: readonly HttpRequest[]) {
  return requests.flatMap((request) => {
    const [expected, actual] = [decide(baseline, request), decide(state, request)];
    const right = possibilities(expected);
    if ([...possibilities(actual)].every((one) => right.has(one))) return [];
    return [{ promise: 'isolation' as const, request, expected, actual, because: 'it strays' }];
  });
}

const gateway: Target = { to: 'gateway', namespace: 'shop', name: 'edge', port: 80 };

export function toService(name: string, port = 80, from = 'shop'): Target {
  return { to: 'service', namespace: 'shop', name, port, from };
}

export function get(path: string, more: Partial<HttpRequest> = {}): HttpRequest {
  const host = 'shop.example.com';
  return { protocol: 'http', target: gateway, method: 'GET', host, path, headers: [], ...more };
}

/** The entry by which a match demands the key, in baggage. */
function keyEntry(key: string): JsonObject {
  const { place: _, ...entry } = keyMatch({ type: 'baggage' }, 'sd-routing-key', key);
  return { ...entry };
}

/** A rule for one path prefix; with a key it demands it. */
export function pathRule(
  path: string,
  backend: JsonObject | string,
  key?: string,
  more: JsonObject = {},
): JsonObject {
  const entries = key === undefined ? {} : { headers: [keyEntry(key)] };
  const ref = typeof backend === 'string' ? { name: backend, port: 80 } : backend;
  const match = { path: { type: 'PathPrefix', value: path }, ...entries };
  return { matches: [match], backendRefs: [ref], ...more };
}

export function inWave(object: KubeObject, wave: number | string): KubeObject {
  const annotations = {
    ...(at(object, ['metadata', 'annotations']) as JsonObject | undefined),
    'argocd.argoproj.io/sync-wave': String(wave),
  };
  return { ...object, metadata: { ...object.metadata, annotations } as ObjectMeta };
}
