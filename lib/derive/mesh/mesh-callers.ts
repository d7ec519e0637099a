// Who calls a Service, as far as variables of workloads tell, and is not in the mesh: requests of
// such callers carry the key past every mesh route.
//
// A hint, not a proof: callers that read addresses elsewhere are not seen. The index is made once
// for a run. Neighbours: mesh-membership.ts, mesh-check.ts (who tells), service-host.ts.

import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import { at, type JsonObject, listOf, type Manifest, textOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import type { RouteTable } from '../../model/route-table';
import { containersOf } from '../pods/containers';
import { podTemplateOf } from '../pods/template';
import { membershipOf, membershipOfNamespace } from './mesh-membership';
import { serviceOfHost } from './service-host';

/** Kinds that run pods of callers. */
const workloadKinds = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'argoproj.io/Rollout',
  'batch/Job',
  'batch/CronJob',
];

/** Workloads outside of the mesh by the key of each Service that their variables name. */
export const callersOutside = remembered(({ inventory }: RouteTable) => callersIn(inventory));

function callersIn(inventory: Inventory): ReadonlyMap<string, readonly Manifest[]> {
  const callers = new Map<string, Manifest[]>();
  const outside: { readonly manifest: Manifest; readonly template: JsonObject | undefined }[] = [];
  let isShown = inventory
    .ofKind('/Namespace')
    .some((manifest) => membershipOfNamespace(manifest) === 'in');
  for (const kind of workloadKinds) {
    for (const manifest of inventory.ofKind(kind)) {
      const template = podTemplateOf(manifest.object);
      const membership = membershipOf(template, manifest.object.metadata?.namespace, inventory);
      if (membership === 'in') isShown = true;
      if (membership === 'out') outside.push({ manifest, template });
    }
  }
  // Without any sign the mesh is told elsewhere whom to take.
  if (!isShown) return callers;
  for (const { manifest, template = {} } of outside) {
    for (const service of calledBy(manifest, template, inventory)) {
      collect(callers, service, manifest);
    }
  }
  return callers;
}

function calledBy(
  { object }: Manifest,
  template: JsonObject,
  inventory: Inventory,
): ReadonlySet<string> {
  const home = inventory.namespaceOf(object);
  const called = new Set<string>();
  const variables = containersOf(template).flatMap(({ container }) => listOf(container.env));
  for (const variable of variables) {
    for (const host of hostsIn(textOf(at(variable, ['value'])) ?? '')) {
      const service = serviceOfHost(host, home, inventory);
      if (service !== undefined) called.add(service);
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
