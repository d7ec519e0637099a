// ReferenceGrants for forks: a grant that names a baseline Service does not cover its fork.
//
// A reference that the baseline does not grant stays ungranted: the fork answers as its baseline
// would. Mesh routes need no grant (GEP-1294).

import type { Inventory } from '../model/inventory';
import {
  at,
  gatewayGroup,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
} from '../model/manifest';
import type { Route } from '../model/route';
import type { SandboxSpec } from '../model/sandbox';
import { byText } from '../model/text-order';
import { derivedMeta, sourceName } from './sandbox-meta';

interface GrantNeed {
  readonly route: Route;
  /** The fork Service's name, in the grant's own namespace. */
  readonly fork: string;
}

/** The baseline's grants that let a route reach a Service of another namespace, by name. */
export function grantsFor(
  route: Route,
  service: { readonly namespace: string; readonly name: string },
  inventory: Inventory,
): readonly Manifest[] {
  return inventory
    .inNamespace(`${gatewayGroup}/ReferenceGrant`, service.namespace)
    .filter(({ object }) => isFrom(object, route, inventory))
    .filter((grant) => namesService(grant, undefined) || namesService(grant, service.name))
    .sort(byName);
}

/** Whether a grant opens a Service by its name; without a name, whether it opens all. */
export function namesService(grant: Manifest, name: string | undefined): boolean {
  return listOf(at(grant.object, ['spec', 'to'])).some(
    (to) =>
      (at(to, ['group']) ?? '') === '' &&
      at(to, ['kind']) === 'Service' &&
      (at(to, ['name']) || undefined) === name,
  );
}

const byName = byText(({ object }: Manifest) => object.metadata?.name ?? '');

function isFrom(grant: KubeObject, route: Route, inventory: Inventory): boolean {
  return listOf(at(grant, ['spec', 'from'])).some((from) => {
    const namespace = at(from, ['namespace']);
    return (
      at(from, ['group']) === gatewayGroup &&
      at(from, ['kind']) === route.kind &&
      typeof namespace === 'string' &&
      inventory.namespaceKey(namespace) === route.namespace
    );
  });
}

/** A grant for one fork, made from the baseline's grant for the Service that it forks. */
export function forkGrant(
  grant: Manifest,
  need: GrantNeed,
  sandbox: SandboxSpec,
  name: string,
): KubeObject {
  const { object } = grant;
  const from = listOf(at(object, ['spec', 'from'])).filter(
    (entry) => at(entry, ['kind']) === need.route.kind,
  );
  const to: JsonObject = { group: '', kind: 'Service', name: need.fork };
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: derivedMeta({
      sandbox,
      name,
      namespace: object.metadata?.namespace,
      derivedFrom: sourceName(object),
    }),
    spec: { from, to: [to] },
  };
}
