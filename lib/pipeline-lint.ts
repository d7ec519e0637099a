// What the law says of the objects that the API server takes: status, and what is broken without
// any status saying so. A part of the journey of pipeline-validation.ts.
//
// Objects of the route table that the API server would refuse are left out, and not told again:
// what names them is answered as if they were in another file.

import { lint } from './lint/lint';
import { type Finding, isError } from './model/finding';
import { inventoryOf } from './model/inventory';
import { gatewayGroup, groupOf, type Manifest, nameOf } from './model/manifest';
import type { Origin } from './model/origin';
import { resolve } from './resolve/route-table';
import { statusFindings, statusOf } from './resolve/status';

export interface LawInput {
  readonly manifests: readonly Manifest[];
  /** Objects that are looked at and that nothing is said of. */
  readonly context: readonly Manifest[];
  /** What the API server would refuse of them. */
  readonly refused: readonly Finding[];
  /** Names of profiles whose reported support is looked at. */
  readonly profiles: readonly string[];
}

export function lawFindings({
  manifests,
  context,
  refused,
  profiles,
}: LawInput): readonly Finding[] {
  const all = [...manifests, ...context];
  const taken = once(withoutRefused(all, refused));
  const inventory = inventoryOf(taken);
  const { table, findings, connectionFindings } = resolve(inventory);
  const read = [...findings, ...connectionFindings];
  const isWhole = taken.length === once(all).length && !read.some(isError);
  const told = [
    ...read,
    ...statusFindings(statusOf(table), inventory),
    ...lint({ table, profiles, isWhole }),
  ];
  if (context.length === 0) return told;
  const own = new Set(manifests.map(({ origin }) => origin));
  return told.filter(({ where }) => where === undefined || own.has(where.origin));
}

/** Kinds that the route table is made of; of all others what is there is read as far as it goes. */
const tableKinds: ReadonlySet<string> = new Set([
  'Gateway',
  'ListenerSet',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
]);

function withoutRefused(
  manifests: readonly Manifest[],
  refused: readonly Finding[],
): readonly Manifest[] {
  const names = new Map<Origin, Set<string>>();
  for (const one of refused) {
    if (!isError(one) || one.where === undefined || one.object === undefined) continue;
    const { origin } = one.where;
    names.set(origin, (names.get(origin) ?? new Set()).add(one.object));
  }
  return manifests.filter(({ object, origin }) => {
    const isOfTable = groupOf(object.apiVersion) === gatewayGroup && tableKinds.has(object.kind);
    return !isOfTable || names.get(origin)?.has(nameOf(object)) !== true;
  });
}

/** Of objects that are there several times the first. */
function once(manifests: readonly Manifest[]): readonly Manifest[] {
  const { idOf } = inventoryOf(manifests);
  const seen = new Set<string>();
  return manifests.filter(({ object }) => {
    const id = idOf(object);
    return !seen.has(id) && seen.add(id);
  });
}
