// ReferenceGrants that no reference of the input needs, though what they are for is there.
//
// The law is GEP-709. A grant is looked at where the input holds objects of a kind and namespace
// that it opens something to: of others nobody knows what they refer to. Neighbours: lint.ts,
// ../routing/reference/grant.ts (the law).

import { type Finding, finding } from '../model/finding';
import type { Inventory } from '../model/inventory';
import {
  at,
  gatewayGroup,
  groupOf,
  type Json,
  listOf,
  type Manifest,
  nameOf,
  textOf,
} from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import { certificateRefs, clientAuthorityRefs } from '../routing/arena/listener-tls';
import { grantsFor, type Referent, type Referrer } from '../routing/reference/grant';

/** Kinds whose references are all read here. */
const readKinds: ReadonlySet<string> = new Set([
  'Gateway',
  'ListenerSet',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
]);

export function grantFindings(table: RouteTable): readonly Finding[] {
  const { inventory } = table;
  const grants = inventory.ofKind(`${gatewayGroup}/ReferenceGrant`);
  if (grants.length === 0) return [];
  const used = new Set<Manifest>();
  for (const [from, to] of references(table)) {
    if (from.namespace === to.namespace) continue;
    for (const grant of grantsFor(from, to, inventory)) used.add(grant);
  }
  return grants.flatMap((grant) => {
    if (used.has(grant) || !isForKnown(grant, inventory)) return [];
    return finding('grant-unused', {
      message: `${nameOf(grant.object)} opens what no object of the input refers to`,
      hint: 'remove the grant, or correct the kinds, namespaces and names that it is for',
      where: { origin: grant.origin, path: ['spec'] },
      object: nameOf(grant.object),
    });
  });
}

function isForKnown({ object }: Manifest, inventory: Inventory): boolean {
  const from = listOf(at(object, ['spec', 'from']));
  const kindOf = (entry: Json) => textOf(at(entry, ['kind'])) ?? '';
  const areRead = from.every(
    (entry) => at(entry, ['group']) === gatewayGroup && readKinds.has(kindOf(entry)),
  );
  if (!areRead) return false;
  return from.some((entry) => {
    const namespace = inventory.namespaceKey(textOf(at(entry, ['namespace'])));
    return inventory.inNamespace(`${gatewayGroup}/${kindOf(entry)}`, namespace).length > 0;
  });
}

function* references(table: RouteTable): Generator<readonly [Referrer, Referent]> {
  for (const { kind, namespace, rules } of table.routes) {
    const from = { group: gatewayGroup, kind, namespace };
    for (const { backends, filterRefs } of rules) {
      for (const to of [...backends, ...filterRefs]) yield [from, to];
    }
  }
  for (const { kind, namespace, backends } of table.connectionRoutes) {
    const from = { group: gatewayGroup, kind, namespace };
    for (const to of backends) yield [from, to];
  }
  for (const gateway of table.gateways) {
    const all = gateway.listeners.flatMap((listener) => [
      ...certificateRefs(listener),
      ...clientAuthorityRefs(listener, gateway),
    ]);
    for (const { ref, from } of all) yield [from, referentOf(ref, from, table.inventory)];
    const { manifest, namespace } = gateway;
    if (manifest === undefined) continue;
    const own = at(manifest.object, ['spec', 'tls', 'backend', 'clientCertificateRef']);
    const from = { group: groupOf(manifest.object.apiVersion), kind: 'Gateway', namespace };
    if (own !== undefined) yield [from, referentOf(own, from, table.inventory)];
  }
}

function referentOf(ref: Json, from: Referrer, inventory: Inventory): Referent {
  const namespace = textOf(at(ref, ['namespace']));
  return {
    group: textOf(at(ref, ['group'])) ?? '',
    kind: textOf(at(ref, ['kind'])) ?? 'Secret',
    namespace: namespace === undefined ? from.namespace : inventory.namespaceKey(namespace),
    name: textOf(at(ref, ['name'])) ?? '',
  };
}
