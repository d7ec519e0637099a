// Who calls a Service, as far as variables of workloads tell, and is not in the mesh: requests of
// such callers carry the key past every mesh route.
//
// A hint, not a proof: callers that read addresses elsewhere are not seen. The index is made once
// for a run. Neighbours: mesh-membership.ts, mesh-check.ts (who tells), service-host.ts.

import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import { at, type FieldPath, type Json, listOf, type Manifest, textOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import type { RouteTable } from '../../model/route-table';
import { containerLists } from '../pods/containers';
import { membershipOf, membershipOfNamespace } from './mesh-membership';
import { serviceOfHost } from './service-host';

const template: FieldPath = ['spec', 'template'];

/** Kinds that run pods, and where their template stands. */
const workloadKinds: readonly { readonly kind: string; readonly pods: FieldPath }[] = [
  { kind: 'apps/Deployment', pods: template },
  { kind: 'apps/StatefulSet', pods: template },
  { kind: 'apps/DaemonSet', pods: template },
  { kind: 'argoproj.io/Rollout', pods: template },
  { kind: 'batch/Job', pods: template },
  { kind: 'batch/CronJob', pods: ['spec', 'jobTemplate', ...template] },
];

/** Workloads outside of the mesh by the key of each Service that their variables name. */
export const callersOutside = remembered(({ inventory }: RouteTable) => callersIn(inventory));

function callersIn(inventory: Inventory): ReadonlyMap<string, readonly Manifest[]> {
  const callers = new Map<string, Manifest[]>();
  const outside: { readonly manifest: Manifest; readonly pods: Json | undefined }[] = [];
  let isShown = inventory
    .ofKind('/Namespace')
    .some((manifest) => membershipOfNamespace(manifest) === 'in');
  for (const { kind, pods: path } of workloadKinds) {
    for (const manifest of inventory.ofKind(kind)) {
      const pods = at(manifest.object, path);
      const membership = membershipOf(pods, manifest.object.metadata?.namespace, inventory);
      if (membership === 'in') isShown = true;
      if (membership === 'out') outside.push({ manifest, pods });
    }
  }
  // Without any sign the mesh is told elsewhere whom to take.
  if (!isShown) return callers;
  for (const { manifest, pods } of outside) {
    for (const service of calledBy(manifest, pods, inventory)) collect(callers, service, manifest);
  }
  return callers;
}

function calledBy(
  { object }: Manifest,
  pods: Json | undefined,
  inventory: Inventory,
): ReadonlySet<string> {
  const home = inventory.namespaceOf(object);
  const called = new Set<string>();
  for (const list of containerLists) {
    for (const container of listOf(at(pods, ['spec', list]))) {
      for (const variable of listOf(at(container, ['env']))) {
        for (const host of hostsIn(textOf(at(variable, ['value'])) ?? '')) {
          const service = serviceOfHost(host, home, inventory);
          if (service !== undefined) called.add(service);
        }
      }
    }
  }
  return called;
}

/** Hosts in a value: with a dot, behind `://` or before a port; a bare word may be anything. */
function hostsIn(value: string): readonly string[] {
  const pieces = value.split(/[\s,;'"|/@=?&]+/);
  return pieces.flatMap((piece, index) => {
    const [host = '', port = ''] = piece.split(':', 2);
    if (!/^[a-z0-9][a-z0-9.-]*$/i.test(host)) return [];
    const isBehindScheme = (pieces[index - 1] ?? '').endsWith(':');
    return isBehindScheme || /^\d+$/.test(port) || host.includes('.') ? [host] : [];
  });
}
