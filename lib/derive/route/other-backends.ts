// Backends of other kinds that stand for a Service: a fork of it is not put in their place, since
// no name of a Service stands in such a reference (a core Service alone can be forked by name).
//
// What each kind says is a table; the index over all routes is made once for a run, when the first
// owner asks. Neighbours: rule-notes.ts (who tells), ../../routing/reference/backend-kinds.ts.

import { collect } from '../../model/groups';
import type { GroupKind, Inventory, NamespaceKey } from '../../model/inventory';
import { at, isObject, type Json, listOf, type Manifest, textOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import { type BackendRef, isService, type Route, type Rule, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { serviceOfHost } from '../mesh/service-host';
import { referencesOf } from '../reference/fork-references';

/** A rule that reaches a Service by another name. */
export interface OtherBackend {
  readonly route: Route;
  readonly rule: Rule;
  readonly ref: BackendRef;
}

interface Reading {
  readonly kinds: readonly GroupKind[];
  /** Services that such a backend stands for, by their keys. */
  services(ref: BackendRef, object: Manifest | undefined, inventory: Inventory): readonly string[];
}

/** The Service of the same name: what a controller makes one from is called as it. */
const namesake: Reading['services'] = ({ namespace, name }, _, inventory) =>
  inventory.find('/Service', namespace, name) === undefined ? [] : [serviceKey(namespace, name)];

const hostsIn =
  (hosts: (object: Manifest | undefined, ref: BackendRef) => readonly (Json | undefined)[]) =>
  (ref: BackendRef, object: Manifest | undefined, inventory: Inventory): readonly string[] =>
    hosts(object, ref).flatMap((host) => {
      const text = textOf(host);
      return text === undefined ? [] : (serviceOfHost(text, ref.namespace, inventory) ?? []);
    });

const readings: readonly Reading[] = [
  {
    kinds: [
      'multicluster.x-k8s.io/ServiceImport',
      'net.gke.io/ServiceImport',
      'application-networking.k8s.aws/ServiceImport',
      'kuma.io/MeshService',
    ],
    services: namesake,
  },
  {
    kinds: ['networking.istio.io/Hostname'],
    services: hostsIn((_, { name }) => [name]),
  },
  {
    kinds: ['gateway.envoyproxy.io/Backend'],
    services: hostsIn((object) =>
      listOf(at(object?.object, ['spec', 'endpoints'])).map((one) => at(one, ['fqdn', 'hostname'])),
    ),
  },
  {
    kinds: ['gateway.kgateway.dev/Backend'],
    services: hostsIn((object) =>
      listOf(at(object?.object, ['spec', 'static', 'hosts'])).map((one) => at(one, ['host'])),
    ),
  },
  {
    kinds: [
      'inference.networking.k8s.io/InferencePool',
      'inference.networking.x-k8s.io/InferencePool',
    ],
    services: (_, object, inventory) =>
      object === undefined ? [] : poolServices(object, inventory),
  },
];

const readingOf: ReadonlyMap<GroupKind, Reading> = new Map(
  readings.flatMap((reading) => reading.kinds.map((kind) => [kind, reading] as const)),
);

/** Services that select the pods of a pool: all that one asks for the other asks for as well. */
function poolServices({ object }: Manifest, inventory: Inventory): readonly string[] {
  const selector =
    at(object, ['spec', 'selector', 'matchLabels']) ?? at(object, ['spec', 'selector']);
  const namespace = inventory.namespaceOf(object);
  return inventory.inNamespace('/Service', namespace).flatMap((service) => {
    const own = at(service.object, ['spec', 'selector']);
    const { name } = service.object.metadata ?? {};
    const isAlike = covers(own, selector) || covers(selector, own);
    return isAlike && name !== undefined ? [serviceKey(namespace, name)] : [];
  });
}

function covers(wide: Json | undefined, narrow: Json | undefined): boolean {
  if (!isObject(wide) || !isObject(narrow)) return false;
  const asked = Object.entries(wide);
  return asked.length > 0 && asked.every(([key, value]) => at(narrow, [key]) === value);
}

/** Rules that reach a Service through a backend of another kind, by the Service's key. */
export const otherBackends = remembered(indexOf);

function indexOf({ routes, inventory }: RouteTable): ReadonlyMap<string, readonly OtherBackend[]> {
  const found = new Map<string, OtherBackend[]>();
  const read = new Map<string, readonly string[]>();
  const servicesOf = (ref: BackendRef, namespace: NamespaceKey): readonly string[] => {
    const kind = `${ref.group}/${ref.kind}`;
    const id = `${kind}\n${namespace}\n${ref.name}`;
    const known = read.get(id);
    if (known !== undefined) return known;
    const object = inventory.find(kind, namespace, ref.name);
    const services = readingOf.get(kind)?.services(ref, object, inventory) ?? [];
    read.set(id, services);
    return services;
  };
  for (const route of routes) {
    for (const rule of route.rules) {
      const reached = new Set<string>();
      for (const ref of referencesOf(rule)) {
        if (isService(ref)) continue;
        for (const service of servicesOf(ref, ref.namespace)) {
          if (reached.has(service)) continue;
          reached.add(service);
          collect(found, service, { route, rule, ref });
        }
      }
    }
  }
  return found;
}
