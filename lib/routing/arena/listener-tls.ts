// Whether a handshake with a listener that terminates TLS can succeed at all.
//
// The law is `ListenerTLSConfig.CertificateRefs` and, for clients, `FrontendTLSValidation` (GEP-91).
// One certificate that may be good is enough, and so is one valid reference to authorities. A
// listener that names no certificate may find one elsewhere. Neighbours: ../reference/certificates.ts,
// ../reference/authorities.ts, gateway-arena.ts and ../outcome/connection.ts (who ask), ../../resolve/listener-faults.ts.

import type { Gateway, Listener } from '../../model/gateway';
import type { Inventory } from '../../model/inventory';
import { at, type FieldPath, gatewayGroup, groupOf, type Json, listOf } from '../../model/manifest';
import { authorityProblem } from '../reference/authorities';
import { certificateProblem } from '../reference/certificates';
import type { Referrer } from '../reference/grant';

/** A reference, and what stands at either end of it. */
export interface TlsRef {
  readonly ref: Json;
  /** From the root of what refers. */
  readonly path: FieldPath;
  /** What refers. */
  readonly from: Referrer;
}

export function terminatesTls({ protocol, tlsMode }: Listener): boolean {
  return protocol === 'HTTPS' || (protocol === 'TLS' && tlsMode === 'Terminate');
}

/** The certificates of a listener that terminates TLS. */
export function certificateRefs(listener: Listener): readonly TlsRef[] {
  const { holder, index, raw } = listener;
  if (!terminatesTls(listener) || holder.manifest === undefined) return [];
  const { apiVersion, kind } = holder.manifest.object;
  const from = { group: groupOf(apiVersion), kind, namespace: holder.namespace };
  const path: FieldPath = ['tls', 'certificateRefs'];
  return listOf(at(raw, path)).map((ref, place) => ({
    ref,
    path: ['spec', 'listeners', index, ...path, place],
    from,
  }));
}

/** What the Gateway checks the clients of a listener by: per port, else by default. */
export function clientAuthorityRefs(
  { port, protocol }: Listener,
  { manifest, namespace }: Gateway,
): readonly TlsRef[] {
  if (protocol !== 'HTTPS') return [];
  const frontend: FieldPath = ['spec', 'tls', 'frontend'];
  const own = listOf(at(manifest?.object, [...frontend, 'perPort'])).findIndex(
    (entry) => at(entry, ['port']) === port,
  );
  const place = own < 0 ? ['default'] : ['perPort', own, 'tls'];
  const path = [...frontend, ...place, 'validation', 'caCertificateRefs'];
  const from = { group: gatewayGroup, kind: 'Gateway', namespace };
  return listOf(at(manifest?.object, path)).map((ref, index) => ({
    ref,
    path: [...path, index],
    from,
  }));
}

/**
 * What keeps every client from getting through the handshake, said of the listener: `has no …`;
 * undefined where one may, or where the listener terminates no TLS.
 */
export function handshakeProblem(
  listener: Listener,
  gateway: Gateway,
  inventory: Inventory,
): string | undefined {
  const known = problems.get(inventory) ?? new WeakMap<Listener, string | undefined>();
  problems.set(inventory, known);
  if (known.has(listener)) return known.get(listener);
  const problem = lackIn(listener, gateway, inventory);
  known.set(listener, problem);
  return problem;
}

/** Every listener belongs to one Gateway, and inventories never change. */
const problems = new WeakMap<Inventory, WeakMap<Listener, string | undefined>>();

function lackIn(listener: Listener, gateway: Gateway, inventory: Inventory): string | undefined {
  const certificates = allFail(
    certificateRefs(listener).map(({ ref, from }) => certificateProblem(ref, from, inventory)),
  );
  if (certificates !== undefined) return `has no certificate to show: ${certificates}`;
  const authorities = allFail(
    clientAuthorityRefs(listener, gateway).map(({ ref, from }) =>
      authorityProblem(ref, from, inventory),
    ),
  );
  if (authorities === undefined) return undefined;
  return `has no authorities to check clients by: ${authorities}`;
}

/** The first problem, where there is one for each of at least one reference. */
function allFail(each: readonly ({ readonly because: string } | undefined)[]): string | undefined {
  return each.includes(undefined) ? undefined : each[0]?.because;
}
