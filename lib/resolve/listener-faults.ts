// What is wrong with the references of a listener, and whether nothing is left to configure.
//
// The law is `ListenerStatus.SupportedKinds`, `ListenerTLSConfig` and GEP-91. Of each sort of
// reference (certificates, authorities, kinds of routes) one that is good is enough. Neighbours:
// listener-status.ts (who words it), gateway-reader.ts (whose Gateways stand or fall by it),
// ../routing/arena/listener-tls.ts (what decides the same of requests).

import type { Fault } from '../model/condition';
import type { Gateway, Listener } from '../model/gateway';
import type { Inventory } from '../model/inventory';
import { at, type FieldPath, gatewayGroup, listOf, textOf } from '../model/manifest';
import {
  certificateRefs,
  clientAuthorityRefs,
  handshakeProblem,
  terminatesTls,
} from '../routing/arena/listener-tls';
import { authorityFault, certificateFault } from './certificate';
import { kindsOf } from './listener-check';

export interface ReferenceFaults {
  readonly faults: readonly Fault[];
  /** Each reference to authorities is at fault, and there are some. */
  readonly lacksAuthorities: boolean;
  /** It terminates TLS and names no certificate. */
  readonly lacksCertificate: boolean;
}

export function pathOf({ index }: Pick<Listener, 'index'>): FieldPath {
  return ['spec', 'listeners', index];
}

export function referenceFaults(
  listener: Listener,
  gateway: Gateway,
  inventory: Inventory,
): ReferenceFaults {
  const refs = certificateRefs(listener);
  const certificates = refs.flatMap(
    (one) => certificateFault(one, 'InvalidCertificateRef', inventory) ?? [],
  );
  const authorities = clientAuthorityRefs(listener, gateway);
  const invalid = authorities.flatMap((one) => {
    const fault = authorityFault(one, 'InvalidCACertificateKind', inventory);
    // The field is the Gateway's: an object of another kind has no such place.
    if (fault === undefined) return [];
    return listener.holder.kind === 'Gateway' ? [fault] : [{ ...fault, path: pathOf(listener) }];
  });
  const hasOptions = at(listener.raw, ['tls', 'options']) !== undefined;
  return {
    faults: [...certificates, ...invalid, ...kindFaults(listener)],
    lacksAuthorities: authorities.length > 0 && invalid.length === authorities.length,
    lacksCertificate: terminatesTls(listener) && refs.length === 0 && !hasOptions,
  };
}

/** Not accepted, or without a certificate or a kind of route that could be used. */
export function isUnusable(listener: Listener, gateway: Gateway, inventory: Inventory): boolean {
  if (listener.state === 'conflicted') return true;
  if (handshakeProblem(listener, gateway, inventory) !== undefined) return true;
  const faults = kindFaults(listener).length;
  return faults > 0 && faults === askedKinds(listener).length;
}

function askedKinds({ raw }: Listener) {
  return listOf(at(raw, ['allowedRoutes', 'kinds']));
}

/** Kinds of the Gateway API that the listener's protocol cannot carry; others are not judged. */
function kindFaults(listener: Listener): readonly Fault[] {
  const taken = new Set<string>(kindsOf(listener));
  return askedKinds(listener).flatMap((entry, index) => {
    const kind = textOf(at(entry, ['kind'])) ?? '';
    const group = textOf(at(entry, ['group'])) ?? gatewayGroup;
    if (group !== gatewayGroup || taken.has(kind)) return [];
    return {
      reason: 'InvalidRouteKinds',
      message: `a listener for ${listener.protocol} takes no \`${kind}\``,
      path: [...pathOf(listener), 'allowedRoutes', 'kinds', index],
      hint: 'name kinds of routes that the protocol can carry, or none for all of them',
    };
  });
}
