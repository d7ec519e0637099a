// Faults of references to certificates: Secrets that Gateways show, ConfigMaps of authorities to
// check by, in the specification's reasons and with a hint.
//
// What is wrong with a reference is the law's to say, which decides by it too: this file only words
// it. Neighbours: ../routing/reference/certificates.ts, ../routing/reference/authorities.ts, listener-faults.ts,
// gateway-status.ts, backend-tls-status.ts.

import type { Fault } from '../model/condition';
import type { Inventory } from '../model/inventory';
import type { TlsRef } from '../routing/arena/listener-tls';
import { type AuthorityProblem, authorityProblem } from '../routing/reference/authorities';
import { type CertificateProblem, certificateProblem } from '../routing/reference/certificates';

/** What is wrong with a reference to a Secret with a certificate and its key. */
export function certificateFault(
  { ref, path, from }: TlsRef,
  wrongCertificate: 'InvalidCertificateRef' | 'InvalidClientCertificateRef',
  inventory: Inventory,
): Fault | undefined {
  const problem = certificateProblem(ref, from, inventory);
  if (problem === undefined) return undefined;
  const { wrong, because: message } = problem;
  const reason = wrong === 'grant' ? 'RefNotPermitted' : wrongCertificate;
  return { reason, message, path, hint: certificateHints[wrong] };
}

const grantHint = 'add the ReferenceGrant, or name the file that holds it with `--context`';

const certificateHints: Readonly<Record<CertificateProblem['wrong'], string>> = {
  grant: grantHint,
  kind: 'name a Secret of the type `kubernetes.io/tls`',
  content:
    'put a PEM certificate under `tls.crt` and its key under `tls.key`, or leave the Secret out of the input',
};

const authorityHints: Readonly<Record<AuthorityProblem['wrong'], string>> = {
  grant: grantHint,
  kind: 'name a ConfigMap that has them under `ca.crt`',
  absence: 'add the ConfigMap, or name the file that holds it with `--context`',
  content: 'put a PEM certificate under `ca.crt`',
};

/** What is wrong with a reference to a ConfigMap with authorities. */
export function authorityFault(
  { ref, path, from }: TlsRef,
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
