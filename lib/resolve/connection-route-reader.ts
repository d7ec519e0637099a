// One TLSRoute, TCPRoute or UDPRoute object -> the route that the law works on.
//
// Versions v1alpha2 and v1alpha3 are read as v1, but for what v1 no longer takes: several rules,
// of which nothing says which one a connection would follow. A TLSRoute without hostnames, as
// v1alpha2 has them, takes every name. Neighbours: route-reader.ts, reference-reader.ts.

import type { Finding } from '../model/finding';
import type { Inventory } from '../model/inventory';
import { type FieldPath, gatewayGroup, type Json, type Manifest } from '../model/manifest';
import type { BackendRef, ConnectionRoute } from '../model/route';
import { FieldReader } from './field-reader';
import { ReferenceReader } from './reference-reader';
import { createdOf, storedOf } from './stored-object';

const kinds = new Map<string, ConnectionRoute['kind']>([
  ['TLSRoute', 'TLSRoute'],
  ['TCPRoute', 'TCPRoute'],
  ['UDPRoute', 'UDPRoute'],
]);

/** Group and kind of all objects that this file reads. */
export const connectionRouteKinds = [...kinds.keys()].map((kind) => `${gatewayGroup}/${kind}`);

export interface ConnectionRouteReading {
  readonly route?: ConnectionRoute;
  readonly findings: readonly Finding[];
}

export function readConnectionRoute(
  manifest: Manifest,
  inventory: Inventory,
): ConnectionRouteReading {
  const kind = kinds.get(manifest.object.kind);
  if (kind === undefined) return { findings: [] };
  const reader = new FieldReader(manifest);
  const { namespace, name } = manifest.object.metadata ?? {};
  if (name === undefined) {
    reader.report(['metadata', 'name'], 'is missing', 'give the route a name');
    return { findings: reader.findings };
  }
  const raw = storedOf({ ...manifest.object, apiVersion: `${gatewayGroup}/v1` });
  const home = inventory.namespaceKey(namespace);
  const spec = reader.object(raw.spec, ['spec']) ?? {};
  const refs = new ReferenceReader(reader, inventory, home);
  const hostnames = kind === 'TLSRoute' ? reader.list(spec.hostnames, ['spec', 'hostnames']) : [];
  const rules = reader.list(spec.rules, ['spec', 'rules']);
  if (rules.length > 1) {
    reader.report(
      ['spec', 'rules'],
      `has ${rules.length} entries`,
      'keep one rule, v1 takes no more',
    );
  }
  const route: ConnectionRoute = {
    kind,
    namespace: home,
    name,
    parents: refs.parents(spec),
    hostnames: hostnames.flatMap(
      (host, index) => reader.text(host, ['spec', 'hostnames', index]) ?? [],
    ),
    backends: rules.flatMap((rule, index) => backendsOf(rule, ['spec', 'rules', index], refs)),
    ...createdOf(manifest),
    raw,
    manifest,
  };
  return reader.findings.length === 0 ? { route, findings: [] } : { findings: reader.findings };
}

function backendsOf(rule: Json, path: FieldPath, refs: ReferenceReader): readonly BackendRef[] {
  const { reader } = refs;
  return reader
    .list(reader.entry(rule, path)?.backendRefs, [...path, 'backendRefs'])
    .flatMap((ref, index) => refs.backend(ref, [...path, 'backendRefs', index]));
}
