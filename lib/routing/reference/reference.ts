// Whether a route's reference to a backend resolves, and if not, why: the condition
// `ResolvedRefs` in the specification's words.
//
// The law is `BackendRef` and `HTTPRouteRule.backendRefs`: a reference that does not resolve keeps
// its share, and that share is answered with an error. What is not allowed is told before what is
// not there, so that nothing of another namespace shows. An object of another kind resolves where
// it is in the input, or where no file would hold it (backend-kinds.ts); a kind of which neither
// the input nor any implementation knows is invalid. ExternalName Services are implementation-
// specific and count as resolved. Neighbours: grant.ts, ../../resolve/status.ts.

import type { UnresolvedReason } from '../../model/decision';
import type { GroupKind, Inventory } from '../../model/inventory';
import { at, gatewayGroup, type Json, listOf, type Manifest, textOf } from '../../model/manifest';
import { type AnyRoute, type BackendRef, isService } from '../../model/route';
import { objectsFrom } from './backend-kinds';
import {
  grantsFor,
  isPermitted,
  missingGrant,
  type Referent,
  type Referrer,
  referentName,
} from './grant';

export type Resolution =
  | {
      readonly resolved: true;
      /** Undefined: another kind than a core Service. */
      readonly service?: Manifest;
    }
  | {
      readonly resolved: false;
      readonly reason: UnresolvedReason;
      /** One sentence without full stop. */
      readonly because: string;
    };

/** @param via in a mesh (a Service as parent) references need no grant: GEP-1294 */
export function resolveReference(
  ref: BackendRef,
  route: AnyRoute,
  via: 'gateway' | 'mesh',
  inventory: Inventory,
): Resolution {
  const invalid = isService(ref) ? undefined : invalidKind(ref);
  if (invalid !== undefined) return invalid;
  const from = referrerOf(route);
  if (via === 'gateway' && !isPermitted(from, referentOf(ref), inventory)) {
    return unresolved('RefNotPermitted', missingGrant(from, ref, inventory));
  }
  if (!isService(ref)) return resolveOther(ref, inventory);
  const service = inventory.find('/Service', ref.namespace, ref.name);
  if (service === undefined) {
    return unresolved('BackendNotFound', `${referentName(ref, inventory)} is not there`);
  }
  return portProblem(service, ref, route, inventory) ?? { resolved: true, service };
}

/** Groups whose kinds are all known: none of them but a Service can be forwarded to. */
function invalidKind({ group, kind, name }: BackendRef): Resolution | undefined {
  const isCore = group === '' || group === 'core';
  if (!isCore && group !== gatewayGroup) return undefined;
  if (isCore && objectsFrom(`/${kind}`, name) !== undefined) return undefined;
  return unresolved(
    'InvalidKind',
    `a route cannot forward to the kind \`${kind}\` of ${isCore ? 'the core group' : gatewayGroup}`,
  );
}

function resolveOther(ref: BackendRef, inventory: Inventory): Resolution {
  const { group, kind, namespace, name } = ref;
  const groupKind: GroupKind = `${group === 'core' ? '' : group}/${kind}`;
  const from = objectsFrom(groupKind, name);
  const isHere = inventory.find(groupKind, namespace, name) !== undefined;
  if (isHere || from === 'cluster' || from === 'nowhere') return { resolved: true };
  if (from === 'files' || inventory.ofKind(groupKind).length > 0) {
    const because = `${referentName(ref, inventory)} of \`${group}\` is not there`;
    return unresolved('BackendNotFound', because);
  }
  return unresolved(
    'InvalidKind',
    `no implementation is known to forward to the kind \`${kind}\` of \`${group}\``,
  );
}

/** The grants that open what a route refers to, by name; within a namespace none is asked for. */
export function routeGrants(
  route: AnyRoute,
  ref: BackendRef,
  inventory: Inventory,
): readonly Manifest[] {
  return grantsFor(referrerOf(route), referentOf(ref), inventory);
}

function referrerOf({ kind, namespace }: AnyRoute): Referrer {
  return { group: gatewayGroup, kind, namespace };
}

/** `core` is an old spelling of the empty group (../../model/route.ts); grants write it empty. */
function referentOf(ref: BackendRef): Referent {
  return isService(ref) ? { ...ref, group: '' } : ref;
}

/** Whether a Service is a name for a host outside of the cluster, which a route may not reach. */
export function isExternalName(service: Manifest): boolean {
  return at(service.object, ['spec', 'type']) === 'ExternalName';
}

function portProblem(
  service: Manifest,
  ref: BackendRef,
  route: AnyRoute,
  inventory: Inventory,
): Resolution | undefined {
  const ports = listOf(at(service.object, ['spec', 'ports']));
  const name = referentName(ref, inventory);
  if (ref.port === undefined) {
    return unresolved('BackendNotFound', `the reference to ${name} names no port`);
  }
  // An ExternalName Service has no need of ports: any is the other host's own.
  if (ports.length === 0 && isExternalName(service)) return undefined;
  const same = ports.filter((entry) => at(entry, ['port']) === ref.port);
  if (same.length === 0) {
    return unresolved('BackendNotFound', `${name} has no port ${ref.port}`);
  }
  const problems = same.map((port) => protocolProblem(port, route));
  const [problem] = problems;
  // One number may stand for several protocols: one of them that serves is enough.
  if (problem === undefined || problems.includes(undefined)) return undefined;
  return unresolved('UnsupportedProtocol', `port ${ref.port} of ${name} ${problem}`);
}

/** GEP-1911: what a route of a kind cannot send to a port, whoever implements it. */
function protocolProblem(port: Json, { kind }: AnyRoute): string | undefined {
  const transport = textOf(at(port, ['protocol'])) ?? 'TCP';
  const wanted = kind === 'UDPRoute' ? 'UDP' : 'TCP';
  if (transport !== wanted)
    return `takes ${transport}, and ${kind === 'HTTPRoute' ? 'an' : 'a'} ${kind} sends ${wanted}`;
  const application = textOf(at(port, ['appProtocol'])) ?? '';
  const isWebSocket = /^kubernetes\.io\/wss?$/.test(application);
  if (kind === 'GRPCRoute' && isWebSocket) {
    return `takes \`${application}\`, and a GRPCRoute sends gRPC`;
  }
  return undefined;
}

function unresolved(reason: UnresolvedReason, because: string): Resolution {
  return { resolved: false, reason, because };
}
