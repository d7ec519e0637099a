// What the input holds besides Gateway API objects that decides where requests go in a mesh, by
// the Service that it speaks of: Linkerd's ServiceProfiles, Istio's VirtualServices and Sidecars.
//
// Indexes are made once for a run, when the first owner asks, so that an owner looks at its own
// Services only. Neighbours: mesh-check.ts (who tells), service-host.ts.

import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import { at, listOf, type Manifest, textOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import type { RouteTable } from '../../model/route-table';
import { serviceOfHost } from './service-host';

export interface MeshSigns {
  /** By the Service's key; the profile's name is the host of its Service. */
  readonly profiles: ReadonlyMap<string, readonly Manifest[]>;
  /** VirtualServices for clients in the mesh, by the Service's key. */
  readonly virtualServices: ReadonlyMap<string, readonly Manifest[]>;
  /** VirtualServices for clients in the mesh whose host is a wildcard, by what follows the `*`. */
  readonly wildcards: ReadonlyMap<string, readonly Manifest[]>;
  /** Sidecars that let their clients see a Service by its name, and so no fork of it. */
  readonly sidecars: ReadonlyMap<string, readonly Manifest[]>;
}

export const meshSigns = remembered((table: RouteTable): MeshSigns => {
  const { inventory } = table;
  return {
    profiles: profilesIn(inventory),
    ...virtualServicesIn(inventory),
    sidecars: sidecarsIn(inventory),
  };
});

/** A profile stands in the namespace of its Service or of a client, and is called by the host. */
function profilesIn(inventory: Inventory): MeshSigns['profiles'] {
  const profiles = new Map<string, Manifest[]>();
  for (const manifest of inventory.ofKind('linkerd.io/ServiceProfile')) {
    const { namespace, name = '' } = manifest.object.metadata ?? {};
    const service = serviceOfHost(name, inventory.namespaceKey(namespace), inventory);
    if (service !== undefined) collect(profiles, service, manifest);
  }
  return profiles;
}

/** Where a VirtualService does not say for which gateways it is, it is for the mesh. */
function isForMesh({ object }: Manifest): boolean {
  const gateways = listOf(at(object, ['spec', 'gateways']));
  return gateways.length === 0 || gateways.includes('mesh');
}

function virtualServicesIn(inventory: Inventory): Pick<MeshSigns, 'virtualServices' | 'wildcards'> {
  const virtualServices = new Map<string, Manifest[]>();
  const wildcards = new Map<string, Manifest[]>();
  for (const manifest of inventory.ofKind('networking.istio.io/VirtualService')) {
    if (!isForMesh(manifest)) continue;
    const home = inventory.namespaceOf(manifest.object);
    const services = new Set<string>();
    const suffixes = new Set<string>();
    for (const host of hostsOf(manifest)) {
      if (host.startsWith('*')) suffixes.add(host.slice(1));
      else services.add(serviceOfHost(host, home, inventory) ?? '');
    }
    for (const service of services) if (service !== '') collect(virtualServices, service, manifest);
    for (const suffix of suffixes) collect(wildcards, suffix, manifest);
  }
  return { virtualServices, wildcards };
}

function hostsOf({ object }: Manifest): readonly string[] {
  return listOf(at(object, ['spec', 'hosts'])).flatMap((host) => textOf(host) ?? []);
}

/** `namespace/host` of an egress listener; `.` is the Sidecar's own namespace, `*` any. */
interface Visible {
  readonly namespace: string;
  readonly host: string;
}

/**
 * A wildcard lets a fork be seen with its baseline, since both are in one namespace and their
 * hosts differ in the first label alone; a name lets nothing else be seen.
 */
function sidecarsIn(inventory: Inventory): MeshSigns['sidecars'] {
  const sidecars = new Map<string, Manifest[]>();
  for (const manifest of inventory.ofKind('networking.istio.io/Sidecar')) {
    const home = manifest.object.metadata?.namespace ?? '';
    const visible = visibleIn(manifest, home);
    const open = new Set(visible.flatMap(({ namespace, host }) => openings(namespace, host)));
    const hidden = new Set<string>();
    for (const { namespace, host } of visible) {
      if (host.startsWith('*')) continue;
      const from = namespace === '*' || namespace === '' ? '' : inventory.namespaceKey(namespace);
      const service = serviceOfHost(host, from, inventory);
      if (service === undefined) continue;
      const [own = ''] = service.split('/');
      const places = [namespace, '*', own === '' ? (inventory.currentNamespace ?? '') : own];
      if (!isOpen(open, places, host)) hidden.add(service);
    }
    for (const service of hidden) collect(sidecars, service, manifest);
  }
  return sidecars;
}

function visibleIn({ object }: Manifest, home: string): readonly Visible[] {
  return listOf(at(object, ['spec', 'egress'])).flatMap((egress) =>
    listOf(at(egress, ['hosts'])).flatMap((entry) => {
      const [namespace, host, ...more] = (textOf(entry) ?? '').split('/');
      if (namespace === undefined || host === undefined || more.length > 0) return [];
      return { namespace: namespace === '.' ? home : namespace, host: host.toLowerCase() };
    }),
  );
}

function openings(namespace: string, host: string): readonly string[] {
  return host.startsWith('*') ? [`${namespace}/${host.slice(1)}`] : [];
}

/** Whether a wildcard of the same Sidecar covers a host's neighbours. */
function isOpen(open: ReadonlySet<string>, places: readonly string[], host: string): boolean {
  const labels = host.split('.');
  const suffixes = ['', ...labels.map((_, index) => `.${labels.slice(index + 1).join('.')}`)];
  return suffixes.some((suffix) => places.some((place) => open.has(`${place}/${suffix}`)));
}
