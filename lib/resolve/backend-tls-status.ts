// What a controller writes of BackendTLSPolicies, once for all Gateways that use them.
//
// The law is `BackendTLSPolicySpec` (GEP-1897): of several policies for one target the others than
// the first are not accepted; one whose authorities are all invalid is not, and requests to its
// Service fail. Which authorities a cluster has by itself (`wellKnownCACertificates`) is its own.
// Neighbours: ../routing/reference/backend-tls.ts (which one applies), certificate.ts.

import type { Condition, Fault, Status } from '../model/condition';
import type { Inventory } from '../model/inventory';
import { at, type FieldPath, gatewayGroup, listOf, type Manifest, nameOf } from '../model/manifest';
import {
  backendTlsKind,
  lackOfAuthorities,
  leadersOn,
  targetOf,
} from '../routing/reference/backend-tls';
import { authorityFault } from './certificate';
import { resolvedCondition } from './listener-status';

export function backendTlsStatuses(inventory: Inventory): readonly Status[] {
  return inventory.ofKind(backendTlsKind).map((manifest) => {
    const path: FieldPath = ['spec', 'validation', 'caCertificateRefs'];
    const refs = listOf(at(manifest.object, path));
    const namespace = inventory.namespaceOf(manifest.object);
    const from = { group: gatewayGroup, kind: 'BackendTLSPolicy', namespace };
    const faults = refs.flatMap((ref, index) => {
      const one = { ref, path: [...path, index], from };
      return authorityFault(one, 'InvalidKind', inventory) ?? [];
    });
    const lacksAuthorities = lackOfAuthorities(manifest, inventory) !== undefined;
    const accepted = acceptedOf(manifest, lacksAuthorities, inventory);
    return { manifest, conditions: [accepted, resolvedCondition(faults)] };
  });
}

function acceptedOf(policy: Manifest, lacksAuthorities: boolean, inventory: Inventory): Condition {
  const type = 'Accepted';
  const refs = listOf(at(policy.object, ['spec', 'targetRefs']));
  const faults = refs.flatMap((_, index) => targetFault(policy, index, inventory) ?? []);
  const lost = faults.find(({ status }) => status === 'False');
  if (lost !== undefined) return { type, ...lost };
  if (lacksAuthorities) {
    return {
      type,
      status: 'False',
      reason: 'NoValidCACertificate',
      message: 'no reference to authorities is valid, so requests to the Service fail',
      path: ['spec', 'validation', 'caCertificateRefs'],
      hint: 'mend the references, or use `wellKnownCACertificates`',
    };
  }
  const [open] = faults;
  if (open !== undefined) return { type, ...open };
  return { type, status: 'True', reason: 'Accepted', message: '' };
}

type TargetFault = Fault & { readonly status: 'False' | 'Unknown' };

function targetFault(
  policy: Manifest,
  index: number,
  inventory: Inventory,
): TargetFault | undefined {
  const path = ['spec', 'targetRefs', index];
  const target = targetOf(at(policy.object, path) ?? null, policy, inventory);
  // What other kinds of targets mean is an implementation's to say.
  if (target === undefined) return undefined;
  const { service: key, name, section } = target;
  const home = inventory.namespaceOf(policy.object);
  const service = inventory.find('/Service', home, name);
  const ports = listOf(at(service?.object, ['spec', 'ports']));
  const hasPort = section === undefined || ports.some((port) => at(port, ['name']) === section);
  if (service === undefined || !hasPort) {
    return {
      status: 'False',
      reason: 'TargetNotFound',
      message:
        service === undefined
          ? `there is no Service \`${name}\` in its namespace`
          : `${nameOf(service.object)} has no port of the name \`${section}\``,
      path,
      hint: 'name a Service of the same namespace, and in `sectionName` the name of one of its ports',
    };
  }
  const leaders = leadersOn(key, section, inventory);
  const what = `${nameOf(service.object)}${section === undefined ? '' : ` port \`${section}\``}`;
  // Not all of them: with ages that nobody knows each policy has all the others.
  const [one, two] = leaders;
  const first = one === policy ? two : one;
  if (first === undefined) return undefined;
  const isOpen = leaders.has(policy);
  return {
    status: isOpen ? 'Unknown' : 'False',
    reason: 'Conflicted',
    message: isOpen
      ? `${nameOf(first.object)} is for ${what} as well, and only the older of them counts`
      : `${nameOf(first.object)} is for ${what} as well, and goes first`,
    path,
    hint: 'keep one policy for each port of a Service',
  };
}
