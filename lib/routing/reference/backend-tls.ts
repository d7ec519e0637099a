// Which BackendTLSPolicy applies to a port of a Service.
//
// The law is `BackendTLSPolicySpec.TargetRefs` (GEP-1897): a policy for the port, by its name, goes
// before one for the whole Service; of several for the same target the older goes first, then the
// first by namespace and name, and the others are not accepted. Policies lie in the namespace of
// their Service. Neighbours: ../rank/age.ts, ../../resolve/backend-tls-status.ts.

import type { Inventory } from '../../model/inventory';
import { at, gatewayGroup, type Json, listOf, type Manifest, textOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import { isService, serviceKey } from '../../model/route';
import { type Dated, possiblyFirst } from '../rank/age';
import { authorityProblem } from './authorities';

/** The policies of a Service's port: none, the one that applies, or those of which age decides. */
export function backendTlsPolicies(
  service: Manifest,
  port: number,
  inventory: Inventory,
): readonly Manifest[] {
  const { namespace, name = '' } = service.object.metadata ?? {};
  const key = serviceKey(inventory.namespaceKey(namespace), name);
  const entry = listOf(at(service.object, ['spec', 'ports'])).find(
    (one) => at(one, ['port']) === port,
  );
  const section = textOf(at(entry, ['name']));
  const own = section === undefined ? none : leadersOn(key, section, inventory);
  return [...(own.size > 0 ? own : leadersOn(key, undefined, inventory))];
}

/** Of the policies for one target, the one that goes first, or those of which age decides. */
export function leadersOn(
  service: string,
  section: string | undefined,
  inventory: Inventory,
): ReadonlySet<Manifest> {
  const target = targetsOf(inventory).get(targetKey(service, section));
  if (target === undefined) return none;
  target.leaders ??= new Set(
    possiblyFirst(target.policies, (policy) => datedOf(policy, inventory)),
  );
  return target.leaders;
}

const none: ReadonlySet<Manifest> = new Set();

/**
 * Why nothing that the Service shows can be checked, so that all calls to it fail; undefined where
 * an authority is valid, or the cluster's own are used.
 */
export function lackOfAuthorities(policy: Manifest, inventory: Inventory): string | undefined {
  const namespace = inventory.namespaceOf(policy.object);
  const from = { group: gatewayGroup, kind: 'BackendTLSPolicy', namespace };
  const refs = listOf(at(policy.object, ['spec', 'validation', 'caCertificateRefs']));
  const problems = refs.map((ref) => authorityProblem(ref, from, inventory)?.because);
  const [first] = problems;
  return problems.includes(undefined) ? undefined : first;
}

/** The Service and the port's name that an entry of `targetRefs` is for. */
export function targetOf(
  ref: Json,
  policy: Manifest,
  inventory: Inventory,
): { readonly service: string; readonly name: string; readonly section?: string } | undefined {
  const name = textOf(at(ref, ['name']));
  const kind = { group: textOf(at(ref, ['group'])) ?? '', kind: textOf(at(ref, ['kind'])) ?? '' };
  if (name === undefined || !isService(kind)) return undefined;
  const section = textOf(at(ref, ['sectionName'])) || undefined;
  const service = serviceKey(inventory.namespaceOf(policy.object), name);
  return { service, name, ...(section === undefined ? {} : { section }) };
}

export const backendTlsKind = `${gatewayGroup}/BackendTLSPolicy`;

interface Target {
  readonly policies: Manifest[];
  /** Worked out when it is first asked for. */
  leaders?: ReadonlySet<Manifest>;
}

const targetsOf = remembered((inventory: Inventory): ReadonlyMap<string, Target> => {
  const byTarget = new Map<string, Target>();
  for (const policy of inventory.ofKind(backendTlsKind)) {
    const keys = listOf(at(policy.object, ['spec', 'targetRefs'])).flatMap((ref) => {
      const target = targetOf(ref, policy, inventory);
      return target === undefined ? [] : [targetKey(target.service, target.section)];
    });
    for (const key of new Set(keys)) {
      const target = byTarget.get(key);
      if (target === undefined) byTarget.set(key, { policies: [policy] });
      else target.policies.push(policy);
    }
  }
  return byTarget;
});

function targetKey(service: string, section: string | undefined): string {
  return JSON.stringify([service, section ?? null]);
}

function datedOf({ object }: Manifest, inventory: Inventory): Dated {
  const created = textOf(at(object, ['metadata', 'creationTimestamp']));
  return {
    namespace: inventory.namespaceOf(object),
    name: object.metadata?.name ?? '',
    ...(created === undefined ? {} : { created }),
  };
}
