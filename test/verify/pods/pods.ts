// Workloads and Services in few words, for tests of who answers behind a Service.

import type { Claim } from '../../../lib/model/claim';
import { inventoryOf } from '../../../lib/model/inventory';
import type { Json, JsonObject, KubeObject } from '../../../lib/model/manifest';
import { manifests } from '../../routes';

type Labels = { readonly [key: string]: string };

export function workload(name: string, labels: Labels, more: Partial<KubeObject> = {}): KubeObject {
  const spec = { template: { metadata: { labels }, spec: { containers: [{ name: 'main' }] } } };
  const metadata = { name, namespace: 'shop', ...more.metadata };
  return { apiVersion: 'apps/v1', kind: 'Deployment', spec, ...more, metadata };
}

export function service(
  name: string,
  selector: Json | undefined,
  more: { readonly metadata?: JsonObject; readonly spec?: JsonObject } = {},
): KubeObject {
  const spec = { ...(selector === undefined ? {} : { selector }), ports: [{ port: 80 }] };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', ...more.metadata },
    spec: { ...spec, ...more.spec },
  };
}

export const inventory = (...objects: readonly KubeObject[]) => inventoryOf(manifests(...objects));

/** A sandbox that sends `from` to `to`, Services of the namespace shop. */
export function claim(
  name: string,
  replaced: { readonly [from: string]: string },
  isVirtual = false,
): Claim {
  const how = isVirtual ? { tls: [] } : {};
  const entries = Object.entries(replaced).map(
    ([from, to]) => [`shop/${from}`, { namespace: 'shop', name: to, ...how }] as const,
  );
  return {
    owner: { kind: 'Sandbox', name, routingKey: name },
    replaced: new Map(entries),
    previews: [],
  };
}
