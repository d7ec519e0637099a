// References to Secrets with a certificate and its key, which somebody shows in a handshake.
//
// Secrets are seldom kept with manifests, so one that is not in the input is taken for there; one
// that is, is read. A reference that is not permitted is told before what it leads to. Neighbours:
// grant.ts, pem.ts, authorities.ts (to check by), ../arena/listener-tls.ts, ../../resolve/certificate.ts.

import type { Inventory } from '../../model/inventory';
import { at, isObject, type Json, type Manifest, textOf } from '../../model/manifest';
import { kindText, referentOf } from './authorities';
import { isPermitted, missingGrant, type Referrer, referentName } from './grant';
import { hasArmour, isPlaceholder } from './pem';

export interface CertificateProblem {
  readonly wrong: 'grant' | 'kind' | 'content';
  /** One sentence without full stop. */
  readonly because: string;
}

/** What is wrong with a reference to a Secret with a certificate and its key. */
export function certificateProblem(
  ref: Json,
  from: Referrer,
  inventory: Inventory,
): CertificateProblem | undefined {
  const to = referentOf(ref, 'Secret', from, inventory);
  if (!isPermitted(from, to, inventory)) {
    return { wrong: 'grant', because: missingGrant(from, to, inventory) };
  }
  if (to.group !== '' || to.kind !== 'Secret') {
    return { wrong: 'kind', because: `a certificate cannot be of the kind \`${kindText(to)}\`` };
  }
  const secret = inventory.find('/Secret', to.namespace, to.name);
  const problem = secret === undefined ? undefined : secretProblem(secret);
  if (problem === undefined) return undefined;
  return { wrong: 'content', because: `${referentName(to, inventory)} ${problem}` };
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
