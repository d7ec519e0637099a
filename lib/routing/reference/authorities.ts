// References to ConfigMaps of authorities, by which somebody's certificates are checked.
//
// ConfigMaps are kept like all else: one that is not in the input is not there, but for those
// that the cluster makes or fills. A reference that is not permitted is told before what it leads
// to. Neighbours: grant.ts, backend-tls.ts (who asks for backends), ../../resolve/certificate.ts.

import type { Inventory } from '../../model/inventory';
import { at, type Json, type Manifest, textOf } from '../../model/manifest';
import { isPermitted, missingGrant, type Referent, type Referrer, referentName } from './grant';
import { hasArmour, isPlaceholder } from './pem';

export interface AuthorityProblem {
  readonly wrong: 'grant' | 'kind' | 'absence' | 'content';
  /** One sentence without full stop. */
  readonly because: string;
}

/** Kinds that hold authorities for some implementations, and cannot be looked into here. */
const otherAuthorities = new Set(['/Secret', 'certificates.k8s.io/ClusterTrustBundle']);

/** A ConfigMap that the cluster keeps in each namespace. */
const clusterAuthority = 'kube-root-ca.crt';

/** What is wrong with a reference to a ConfigMap with authorities. */
export function authorityProblem(
  ref: Json,
  from: Referrer,
  inventory: Inventory,
): AuthorityProblem | undefined {
  const to = referentOf(ref, 'ConfigMap', from, inventory);
  if (!isPermitted(from, to, inventory)) {
    return { wrong: 'grant', because: missingGrant(from, to, inventory) };
  }
  if (otherAuthorities.has(`${to.group}/${to.kind}`)) return undefined;
  if (to.group !== '' || to.kind !== 'ConfigMap') {
    return { wrong: 'kind', because: `authorities cannot be of the kind \`${kindText(to)}\`` };
  }
  if (to.name === clusterAuthority) return undefined;
  const map = inventory.find('/ConfigMap', to.namespace, to.name);
  const problem = mapProblem(map);
  if (problem === undefined) return undefined;
  const because = `${referentName(to, inventory)} ${problem}`;
  return { wrong: map === undefined ? 'absence' : 'content', because };
}

/** What a reference to a certificate leads to. */
export function referentOf(
  ref: Json,
  kind: string,
  from: Referrer,
  inventory: Inventory,
): Referent {
  const namespace = textOf(at(ref, ['namespace']));
  return {
    group: textOf(at(ref, ['group'])) ?? '',
    kind: textOf(at(ref, ['kind'])) ?? kind,
    namespace: namespace === undefined ? from.namespace : inventory.namespaceKey(namespace),
    name: textOf(at(ref, ['name'])) ?? '',
  };
}

export function kindText({ group, kind }: Referent): string {
  return group === '' ? kind : `${group}/${kind}`;
}

function mapProblem(map: Manifest | undefined): string | undefined {
  if (map === undefined) return 'is not there';
  const { labels = {}, annotations = {} } = map.object.metadata ?? {};
  const marks = [...Object.keys(labels), ...Object.keys(annotations)];
  // `inject-cabundle` and its like: something in the cluster fills it.
  if (marks.some((mark) => mark.includes('inject'))) return undefined;
  const text = textOf(at(map.object, ['data', 'ca.crt']));
  if (text === undefined) return 'has no `ca.crt`';
  if (isPlaceholder(text) || hasArmour(text, 'CERTIFICATE')) return undefined;
  return 'has no PEM text under `ca.crt`';
}
