// What belongs to the current namespace, under that namespace's name.
//
// Objects without a namespace get the current one when they are applied. Where somebody says what
// it is called, a question about requests is asked as if they spelt it out: so they are found,
// ranked and told by their whole name. Neighbours: address.ts, named.ts, ../../model/inventory.ts
// (deriving leaves namespaces as they were written).

import type { Claim } from '../../model/claim';
import { groupKindOf } from '../../model/inventory';
import { gatewayGroup, isObject, type KubeObject, type Manifest } from '../../model/manifest';
import type { RequestSpec, SpokenName } from '../../model/request-spec';

export interface AtHome {
  readonly manifests: readonly Manifest[];
  readonly requests: readonly RequestSpec[];
}

/** Kinds that have no namespace, as far as they are likely to stand among manifests. */
const clusterScoped: ReadonlySet<string> = new Set([
  ...['Namespace', 'Node', 'PersistentVolume'].map((kind) => `/${kind}`),
  `${gatewayGroup}/GatewayClass`,
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'networking.k8s.io/IngressClass',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/StorageClass',
  ...['Mutating', 'Validating'].map(
    (kind) => `admissionregistration.k8s.io/${kind}WebhookConfiguration`,
  ),
]);

/** @param home what the current namespace is called; undefined: nobody said */
export function atHome(asked: AtHome, home: string | undefined): AtHome {
  if (home === undefined) return asked;
  const manifests = asked.manifests.map((manifest) => placed(manifest, home));
  const own = new Set<string>();
  for (const { object } of manifests) {
    if (object.metadata?.namespace === home) own.add(`${object.kind} ${object.metadata.name}`);
  }
  const spoken = (kind: string, { name, namespace }: SpokenName): SpokenName => {
    const isHome = namespace === '' || (namespace === undefined && own.has(`${kind} ${name}`));
    return isHome
      ? { name, namespace: home }
      : { name, ...(namespace === undefined ? {} : { namespace }) };
  };
  const requests = asked.requests.map((spec) => ({
    ...spec,
    ...(spec.gateway === undefined ? {} : { gateway: spoken('Gateway', spec.gateway) }),
    ...(spec.service === undefined ? {} : { service: spoken('Service', spec.service) }),
    ...(spec.from === '' ? { from: home } : {}),
  }));
  return { manifests, requests };
}

/** The same for what sandboxes are said to replace. */
export function claimsAtHome(claims: readonly Claim[], home: string | undefined): readonly Claim[] {
  if (home === undefined) return claims;
  const placed = <T extends { readonly namespace: string }>(one: T): T =>
    one.namespace === '' ? { ...one, namespace: home } : one;
  return claims.map((claim) => ({
    ...claim,
    replaced: new Map(
      [...claim.replaced].map(([key, to]) => [key.startsWith('/') ? home + key : key, placed(to)]),
    ),
    previews: claim.previews.map(placed),
  }));
}

function placed(manifest: Manifest, namespace: string): Manifest {
  const { object } = manifest;
  if (!isUnplaced(object)) return manifest;
  return { ...manifest, object: { ...object, metadata: { ...object.metadata, namespace } } };
}

function isUnplaced(object: KubeObject): boolean {
  const { kind, metadata } = object;
  // Cluster kinds of others are called so: ClusterRole, ClusterIssuer.
  if (kind.startsWith('Cluster') || clusterScoped.has(groupKindOf(object))) return false;
  return metadata === undefined || (isObject(metadata) && metadata.namespace === undefined);
}
