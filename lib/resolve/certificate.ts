// References to certificates: Secrets that Gateways show, ConfigMaps of authorities to check by.
//
// Secrets are seldom kept with manifests, so one that is not in the input is taken for there; one
// that is, is read. ConfigMaps are kept like all else: one that is not in the input is not there,
// but for those that the cluster makes or fills. A text counts as a certificate by its PEM armour
// alone. A reference that is not permitted is told before what it leads to. Neighbours:
// listener-status.ts, gateway-status.ts, backend-tls-status.ts, ../routing/grant.ts.

import type { Fault } from '../model/condition';
import type { Inventory } from '../model/inventory';
import { at, type FieldPath, isObject, type Json, type Manifest, textOf } from '../model/manifest';
import {
  isPermitted,
  missingGrant,
  type Referent,
  type Referrer,
  referentName,
} from '../routing/grant';

/** A reference, and what stands at either end of it. */
export interface CertificateRef {
  readonly ref: Json;
  readonly path: FieldPath;
  /** What refers. */
  readonly from: Referrer;
}

/** What is wrong with a reference to a Secret with a certificate and its key. */
export function certificateFault(
  certificate: CertificateRef,
  reason: 'InvalidCertificateRef' | 'InvalidClientCertificateRef',
  inventory: Inventory,
): Fault | undefined {
  const to = referentOf(certificate, 'Secret', inventory);
  const { path } = certificate;
  if (!isPermitted(certificate.from, to, inventory))
    return notPermitted(certificate, to, inventory);
  if (to.group !== '' || to.kind !== 'Secret') {
    return {
      reason,
      message: `a certificate cannot be of the kind \`${kindText(to)}\``,
      path,
      hint: 'name a Secret of the type `kubernetes.io/tls`',
    };
  }
  const secret = inventory.find('/Secret', to.namespace, to.name);
  const problem = secret === undefined ? undefined : secretProblem(secret);
  if (problem === undefined) return undefined;
  return {
    reason,
    message: `${referentName(to, inventory)} ${problem}`,
    path,
    hint: 'put a PEM certificate under `tls.crt` and its key under `tls.key`, or leave the Secret out of the input',
  };
}

/** Kinds that hold authorities for some implementations, and cannot be looked into here. */
const otherAuthorities = new Set(['/Secret', 'certificates.k8s.io/ClusterTrustBundle']);

/** What is wrong with a reference to a ConfigMap with authorities. */
export function authorityFault(
  authority: CertificateRef,
  wrongKind: 'InvalidKind' | 'InvalidCACertificateKind',
  inventory: Inventory,
): Fault | undefined {
  const to = referentOf(authority, 'ConfigMap', inventory);
  const { path } = authority;
  if (!isPermitted(authority.from, to, inventory)) return notPermitted(authority, to, inventory);
  if (otherAuthorities.has(`${to.group}/${to.kind}`)) return undefined;
  if (to.group !== '' || to.kind !== 'ConfigMap') {
    return {
      reason: wrongKind,
      message: `authorities cannot be of the kind \`${kindText(to)}\``,
      path,
      hint: 'name a ConfigMap that has them under `ca.crt`',
    };
  }
  const map = inventory.find('/ConfigMap', to.namespace, to.name);
  const problem = to.name === clusterAuthority ? undefined : mapProblem(map);
  if (problem === undefined) return undefined;
  return {
    reason: 'InvalidCACertificateRef',
    message: `${referentName(to, inventory)} ${problem}`,
    path,
    hint:
      map === undefined
        ? 'add the ConfigMap, or name the file that holds it with `--context`'
        : 'put a PEM certificate under `ca.crt`',
  };
}

/** A ConfigMap that the cluster keeps in each namespace. */
const clusterAuthority = 'kube-root-ca.crt';

function referentOf({ ref, from }: CertificateRef, kind: string, inventory: Inventory): Referent {
  const namespace = textOf(at(ref, ['namespace']));
  return {
    group: textOf(at(ref, ['group'])) ?? '',
    kind: textOf(at(ref, ['kind'])) ?? kind,
    namespace: namespace === undefined ? from.namespace : inventory.namespaceKey(namespace),
    name: textOf(at(ref, ['name'])) ?? '',
  };
}

function notPermitted({ from, path }: CertificateRef, to: Referent, inventory: Inventory): Fault {
  return {
    reason: 'RefNotPermitted',
    message: missingGrant(from, to, inventory),
    path,
    hint: 'add the ReferenceGrant, or name the file that holds it with `--context`',
  };
}

function kindText({ group, kind }: Referent): string {
  return group === '' ? kind : `${group}/${kind}`;
}

function secretProblem({ object }: Manifest): string | undefined {
  // Sealed by SOPS: the values are filled in before they are applied.
  if (isObject(object.sops)) return undefined;
  for (const [key, label] of secretKeys) {
    const encoded = textOf(at(object, ['data', key]));
    const text = textOf(at(object, ['stringData', key])) ?? encoded;
    if (text === undefined) return `has no \`${key}\``;
    if (isPlaceholder(text)) continue;
    const plain = text === encoded ? decoded(encoded) : text;
    if (plain === undefined || !hasArmour(plain, label)) return `has no PEM text under \`${key}\``;
  }
  return undefined;
}

const secretKeys = [
  ['tls.crt', 'CERTIFICATE'],
  ['tls.key', 'PRIVATE KEY'],
] as const;

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

/** What tools of GitOps fill in later: SOPS, a vault, a template. */
function isPlaceholder(text: string): boolean {
  return /^\s*(?:ENC\[|<path:|<[\w-]+>|\$\{|\{\{)/.test(text);
}

function decoded(base64: string): string | undefined {
  try {
    return atob(base64.replaceAll(/\s/g, ''));
  } catch {
    return undefined;
  }
}

/** Whether the first PEM block with such a label (`RSA PRIVATE KEY` too) holds anything. */
function hasArmour(text: string, label: string): boolean {
  for (const { 0: armour, 1: kind = '', index } of text.matchAll(
    /-----BEGIN ([A-Z0-9 ]{1,40})-----/g,
  )) {
    if (!kind.endsWith(label)) continue;
    const body = index + armour.length;
    const end = text.indexOf(`-----END ${kind}-----`, body);
    return end > body && /[A-Za-z0-9+/]/.test(text.slice(body, end));
  }
  return false;
}
