// A rule's backendRefs -> who gets which share of its requests.
//
// The law is `BackendRef.weight` and `HTTPRouteRule.backendRefs`: shares by weight, weight 0
// gets nothing, and a reference that does not resolve keeps its share, which is answered with an
// error. Neighbours: reference.ts (what resolves), rule-outcome.ts.

import type { BackendShare, BackendTls } from '../model/decision';
import type { Inventory } from '../model/inventory';
import { at, type Manifest, textOf } from '../model/manifest';
import { type AnyRoute, type BackendRef, isService, serviceKey } from '../model/route';
import { backendTlsPolicies } from './backend-tls';
import { resolveReference } from './reference';

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
    const tls = tlsOf(resolution.service, ref.port, inventory);
    return { share, to: 'backend', ...namesOf(ref), ...(tls.length === 0 ? {} : { tls }) };
  });
  const backends = byRef.filter((one) => one !== undefined);
  const isBroken = backends.every(({ to }) => to === 'error');
  const reasons = new Set(backends.flatMap((one) => (one.to === 'error' ? [one.because] : [])));
  return { backends, byRef, ...(isBroken ? { problem: [...reasons].join('; ') } : {}) };
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

function tlsOf(
  service: Manifest | undefined,
  port: number | undefined,
  inventory: Inventory,
): readonly BackendTls[] {
  if (service === undefined || port === undefined) return [];
  return backendTlsPolicies(service, port, inventory).map(({ object }) => {
    const { namespace, name = '' } = object.metadata ?? {};
    return {
      policy: serviceKey(inventory.namespaceKey(namespace), name),
      hostname: textOf(at(object, ['spec', 'validation', 'hostname'])) ?? '',
    };
  });
}
