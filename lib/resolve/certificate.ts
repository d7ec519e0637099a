// References to certificates: Secrets that Gateways show, ConfigMaps of authorities to check by.
//
// Secrets are seldom kept with manifests, so one that is not in the input is taken for there; one
// that is, is read. A reference that is not permitted is told before what it leads to. Neighbours:
// listener-status.ts, gateway-status.ts, backend-tls-status.ts, ../routing/grant.ts,
// ../routing/authorities.ts (what is wrong with authorities).

import type { Fault } from '../model/condition';
import type { Inventory } from '../model/inventory';
import { at, type FieldPath, isObject, type Json, type Manifest, textOf } from '../model/manifest';
import {
  type AuthorityProblem,
  authorityProblem,
  kindText,
  referentOf,
} from '../routing/authorities';
import { isPermitted, missingGrant, type Referrer, referentName } from '../routing/grant';
import { hasArmour, isPlaceholder } from '../routing/pem';

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
  const { ref, path, from } = certificate;
  const to = referentOf(ref, 'Secret', from, inventory);
  if (!isPermitted(from, to, inventory)) {
    const message = missingGrant(from, to, inventory);
    return { reason: 'RefNotPermitted', message, path, hint: grantHint };
  }
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

const grantHint = 'add the ReferenceGrant, or name the file that holds it with `--context`';

const authorityHints: Readonly<Record<AuthorityProblem['wrong'], string>> = {
  grant: grantHint,
  kind: 'name a ConfigMap that has them under `ca.crt`',
  absence: 'add the ConfigMap, or name the file that holds it with `--context`',
  content: 'put a PEM certificate under `ca.crt`',
};

/** What is wrong with a reference to a ConfigMap with authorities. */
export function authorityFault(
  { ref, path, from }: CertificateRef,
  wrongKind: 'InvalidKind' | 'InvalidCACertificateKind',
  inventory: Inventory,
): Fault | undefined {
  const problem = authorityProblem(ref, from, inventory);
  if (problem === undefined) return undefined;
  const { wrong, because: message } = problem;
  const reasons = { grant: 'RefNotPermitted', kind: wrongKind } as const;
  const reason = wrong === 'grant' || wrong === 'kind' ? reasons[wrong] : 'InvalidCACertificateRef';
  return { reason, message, path, hint: authorityHints[wrong] };
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

function decoded(base64: string): string | undefined {
  try {
    return atob(base64.replaceAll(/\s/g, ''));
  } catch {
    return undefined;
  }
}
