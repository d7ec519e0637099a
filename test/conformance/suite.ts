// The Gateway API's conformance data as this project's values: a case names manifests and what
// was changed since; here they become a route table, as a cluster would hold the objects.
//
// Placeholders are filled, what the suite itself creates is added, and every object without a
// creation time gets one: objects are applied a second apart, in order. Neighbours:
// request-case.ts and status-case.ts (what a line asks), provided.ts (what the suite creates).

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { inventoryOf } from '../../lib/model/inventory';
import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Manifest,
  nameOf,
} from '../../lib/model/manifest';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { readManifests } from '../../lib/yaml/read';
import { certificate, controllerName, gatewayClassName, provided } from './provided';

const folder = resolvePath(__dirname, '../../../shared/conformance');

export const isPresent = existsSync(folder);

export interface Mutation {
  readonly verb: 'Create' | 'Patch' | 'Delete';
  readonly object: KubeObject;
}

/** What the lines of both files have in common. */
export interface SuiteCase {
  readonly id: string;
  readonly test: string;
  /** The base first, then the test's own. */
  readonly manifests: readonly string[];
  readonly mutations?: readonly Mutation[];
}

export function readCases<C extends SuiteCase>(file: string): readonly C[] {
  if (!isPresent) return [];
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as C);
}

const placeholders: readonly (readonly [string, string])[] = [
  ['{GATEWAY_CLASS_NAME}', gatewayClassName],
  ['{GATEWAY_CONTROLLER_NAME}', controllerName],
  ['PLACEHOLDER_UNUSABLE_ADDRS', '198.51.100.1'],
  ['PLACEHOLDER_USABLE_ADDRS', '192.0.2.1'],
];

function filled(value: Json): Json {
  if (typeof value === 'string') {
    if (value.startsWith('made:')) return certificate;
    return placeholders.reduce((text, [from, to]) => text.replaceAll(from, to), value);
  }
  if (Array.isArray(value)) return value.map(filled);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, inner === undefined ? inner : filled(inner)]),
  );
}

/** The objects of one file, in order. */
const filesRead = new Map<string, readonly Manifest[]>();

function manifestsOf(file: string): readonly Manifest[] {
  const known = filesRead.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(folder, 'manifests', file), 'utf8');
  const { manifests, findings, skipped } = readManifests(text, file);
  if (findings.length > 0 || skipped > 0) throw new Error(`${file} is not read as it stands`);
  filesRead.set(file, manifests);
  return manifests;
}

const firstApplied = Date.UTC(2026, 0, 1);

/** Objects in the order in which a cluster saw them, the changes of the case done. */
function applied({ manifests, mutations = [] }: SuiteCase): Manifest[] {
  const objects = new Map<string, Manifest>();
  let clock = 0;
  const put = ({ object, origin }: Manifest) => {
    const whole = filled(object) as KubeObject;
    const id = nameOf(whole);
    const before = objects.get(id)?.object.metadata?.creationTimestamp;
    clock += 1;
    const now = new Date(firstApplied + clock * 1000).toISOString().replace('.000', '');
    const created = whole.metadata?.creationTimestamp ?? before ?? now;
    const metadata = { ...whole.metadata, creationTimestamp: created };
    objects.set(id, { object: { ...whole, metadata }, origin });
  };
  const add = (object: KubeObject, file: string) =>
    put({ object, origin: { from: 'file', file, document: clock } });
  for (const object of provided) add(object, 'provided');
  for (const file of manifests) for (const manifest of manifestsOf(file)) put(manifest);
  for (const { verb, object } of mutations) {
    const isThere = objects.has(nameOf(object));
    if (isThere !== (verb !== 'Create')) throw new Error(`${verb} of ${nameOf(object)}`);
    if (verb === 'Delete') objects.delete(nameOf(object));
    else add(object, 'mutation');
  }
  return [...objects.values()];
}

/** Tables by all that they depend on: hundreds of cases share some sixty of them. */
const tables = new Map<string, RouteTable>();

/** The table of a case; its objects may come in any order. */
export function tableOf(one: SuiteCase, order: 'forwards' | 'backwards' = 'forwards'): RouteTable {
  const key = JSON.stringify([order, one.manifests, one.mutations ?? []]);
  const known = tables.get(key);
  if (known !== undefined) return known;
  const objects = order === 'forwards' ? applied(one) : applied(one).reverse();
  const { table, findings } = resolve(inventoryOf(objects));
  const [error] = findings.filter(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(`${one.id}: ${error.message}`);
  tables.set(key, table);
  return table;
}

export type Named = JsonObject & { readonly namespace: string; readonly name: string };
