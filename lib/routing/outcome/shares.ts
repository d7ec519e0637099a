// A rule's backendRefs -> who gets which share of its requests.
//
// The law is `BackendRef.weight` and `HTTPRouteRule.backendRefs`: shares by weight, weight 0
// gets nothing, and a reference that does not resolve keeps its share, which is answered with an
// error. So is a share of a Service whose BackendTLSPolicy has no valid authorities
// (`BackendTLSPolicyValidation.caCertificateRefs`). Neighbours: ../reference/reference.ts (what resolves),
// ../reference/backend-tls.ts, rule-outcome.ts.

import type { BackendShare, BackendTls } from '../../model/decision';
import type { Inventory } from '../../model/inventory';
import { at, type Manifest, nameOf, textOf } from '../../model/manifest';
import { type AnyRoute, type BackendRef, isService, serviceKey } from '../../model/route';
import { backendTlsPolicies, lackOfAuthorities } from '../reference/backend-tls';
import { resolveReference } from '../reference/reference';

export interface Shares {
  readonly backends: readonly BackendShare[];
  /** By the place in `backendRefs`; undefined for what gets nothing. */
  readonly byRef: readonly (BackendShare | undefined)[];
  /** Why no request at all is answered by a backend; undefined where one is. */
  readonly problem?: string;
}

export function sharesOf(
  refs: readonly BackendRef[],
  route: AnyRoute,
  via: 'gateway' | 'mesh',
  inventory: Inventory,
): Shares {
  if (refs.length === 0) return { backends: [], byRef: [], problem: 'the rule has no backendRefs' };
  const total = refs.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) {
    return { backends: [], byRef: [], problem: 'all weights of the rule are 0' };
  }
  const byRef = refs.map((ref): BackendShare | undefined => {
    if (ref.weight === 0) return undefined;
    const share = ref.weight / total;
    const resolution = resolveReference(ref, route, via, inventory);
    if (!resolution.resolved) {
      return { share, to: 'error', reason: resolution.reason, because: resolution.because };
    }
    const policies = policiesOf(resolution.service, ref.port, inventory);
    const lack = via === 'gateway' ? lackIn(policies, route, inventory) : undefined;
    if (lack !== undefined) {
      return { share, to: 'error', reason: 'NoValidCACertificate', because: lack };
    }
    const tls = policies.map((policy) => tlsOf(policy, inventory));
    return { share, to: 'backend', ...namesOf(ref), ...(tls.length === 0 ? {} : { tls }) };
  });
  const backends = byRef.filter((one) => one !== undefined);
  const problem = problemOf(backends);
  return { backends, byRef, ...(problem === undefined ? {} : { problem }) };
}

/** Why none of the backends answers; undefined where one does. */
export function problemOf(backends: readonly BackendShare[]): string | undefined {
  const faults = backends.flatMap((one) => (one.to === 'error' ? [one.because] : []));
  return faults.length < backends.length ? undefined : [...new Set(faults)].join('; ');
}

/** What a reference is called in an outcome. */
export function namesOf(ref: BackendRef) {
  const { group, kind, port } = ref;
  return {
    name: serviceKey(ref.namespace, ref.name),
    ...(isService(ref) ? {} : { other: { group, kind } }),
    ...(port === undefined ? {} : { port }),
  };
}

function policiesOf(
  service: Manifest | undefined,
  port: number | undefined,
  inventory: Inventory,
): readonly Manifest[] {
  if (service === undefined || port === undefined) return [];
  return backendTlsPolicies(service, port, inventory);
}

/** Why calls fail whichever of the policies applies. Connections may pass a Gateway as they are. */
function lackIn(
  policies: readonly Manifest[],
  { kind }: AnyRoute,
  inventory: Inventory,
): string | undefined {
  if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') return undefined;
  const lacks = policies.map((policy) => lackOfAuthorities(policy, inventory));
  const [policy] = policies;
  if (policy === undefined || lacks.includes(undefined)) return undefined;
  return `${nameOf(policy.object)} has no valid authorities: ${lacks[0]}`;
}

function tlsOf({ object }: Manifest, inventory: Inventory): BackendTls {
  const { namespace, name = '' } = object.metadata ?? {};
  return {
    policy: serviceKey(inventory.namespaceKey(namespace), name),
    hostname: textOf(at(object, ['spec', 'validation', 'hostname'])) ?? '',
  };
}
