// Whose pods answer behind a Service: the suite names backends by a prefix of the pod's name,
// and a pod is named after its Deployment.

import { at, isObject, type KubeObject } from '../../lib/model/manifest';
import type { RouteTable } from '../../lib/model/route-table';

/** Deployments that a Service selects, by name; `service` is `namespace/name`. */
export function deploymentsBehind(table: RouteTable, service: string): readonly string[] {
  const [namespace = '', name = ''] = service.split('/');
  const object = table.inventory.find('/Service', namespace, name)?.object;
  if (object === undefined) return [];
  return table.inventory
    .inNamespace('apps/Deployment', namespace)
    .filter((deployment) => isSelected(object, deployment.object))
    .map((deployment) => deployment.object.metadata?.name ?? '');
}

function isSelected(service: KubeObject, deployment: KubeObject): boolean {
  const selector = at(service, ['spec', 'selector']);
  const labels = at(deployment, ['spec', 'template', 'metadata', 'labels']);
  if (!isObject(selector) || !isObject(labels)) return false;
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
