// What a controller writes of each listener, and what becomes of its TLS.
//
// The law is `ListenerStatus` and `ListenerEntryStatus`: a listener is accepted unless it conflicts
// or its protocol is none; its references are certificates and the authorities that the Gateway
// checks clients by (GEP-91: all of them invalid, and the listener is not accepted). What ports
// and addresses a cluster has to give is not known here. Neighbours: gateway-status.ts,
// certificate.ts, listener-check.ts (kinds of routes).

import type { Condition, Fault, Status } from '../model/condition';
import type { Gateway, Listener } from '../model/gateway';
import type { Inventory } from '../model/inventory';
import {
  at,
  type FieldPath,
  gatewayGroup,
  groupOf,
  type Json,
  listOf,
  type Manifest,
  textOf,
} from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import { anyHost } from '../routing/hostname';
import { authorityFault, certificateFault } from './certificate';
import { kindsOf } from './listener-check';

/** A listener with what is said of it. */
export interface JudgedListener {
  readonly listener: Listener;
  readonly status: Status;
  /** Not accepted, or a reference of its own does not resolve. */
  readonly isInvalid: boolean;
}

/** Judges the listeners of a Gateway, those of its ListenerSets too, in their order. */
export function judgeListeners(gateway: Gateway, table: RouteTable): readonly JudgedListener[] {
  const overlaps = overlapping(gateway.listeners);
  return gateway.listeners.flatMap((listener) => {
    const { manifest } = listener.holder;
    if (manifest === undefined) return [];
    const refs = referenceFaults(listener, manifest, gateway, table.inventory);
    const accepted = acceptedCondition(listener, refs);
    const resolved = resolvedCondition(refs.faults);
    const isInvalid = accepted.status === 'False' || resolved.status === 'False';
    const conditions = [
      accepted,
      programmedCondition(accepted, resolved),
      resolved,
      conflictedCondition(listener),
      ...(overlaps.has(listener) ? [overlapCondition(listener)] : []),
    ];
    const status: Status = {
      manifest,
      part: { listener: listener.name },
      conditions,
      attachedRoutes: new Set(table.attachedTo(listener).map(({ route }) => route)).size,
      supportedKinds: kindsOf(listener).map((kind) => `${gatewayGroup}/${kind}`),
    };
    return [{ listener, status, isInvalid }];
  });
}

function pathOf({ index }: Listener): FieldPath {
  return ['spec', 'listeners', index];
}

interface ReferenceFaults {
  readonly faults: readonly Fault[];
  /** Each reference to authorities is at fault, and there are some. */
  readonly lacksAuthorities: boolean;
  readonly lacksCertificate: boolean;
}

function referenceFaults(
  listener: Listener,
  manifest: Manifest,
  gateway: Gateway,
  inventory: Inventory,
): ReferenceFaults {
  const { holder, protocol, tlsMode } = listener;
  const terminates = protocol === 'HTTPS' || (protocol === 'TLS' && tlsMode === 'Terminate');
  const tls = terminates ? at(listener.raw, ['tls']) : undefined;
  const refs = listOf(at(tls, ['certificateRefs']));
  const from = {
    group: groupOf(manifest.object.apiVersion),
    kind: manifest.object.kind,
    namespace: holder.namespace,
  };
  const certificates = refs.flatMap((ref, index) => {
    const path = [...pathOf(listener), 'tls', 'certificateRefs', index];
    return certificateFault({ ref, path, from }, 'InvalidCertificateRef', inventory) ?? [];
  });
  const authorities = protocol === 'HTTPS' ? authorityRefs(listener, gateway) : [];
  const invalid = authorities.flatMap(({ ref, path }) => {
    const home = { group: gatewayGroup, kind: 'Gateway', namespace: gateway.namespace };
    const one = { ref, path, from: home };
    const fault = authorityFault(one, 'InvalidCACertificateKind', inventory);
    // The field is the Gateway's: an object of another kind has no such place.
    if (fault === undefined) return [];
    return holder.kind === 'Gateway' ? [fault] : [{ ...fault, path: pathOf(listener) }];
  });
  return {
    faults: [...certificates, ...invalid, ...kindFaults(listener)],
    lacksAuthorities: authorities.length > 0 && invalid.length === authorities.length,
    lacksCertificate: terminates && refs.length === 0 && at(tls, ['options']) === undefined,
  };
}

/** What the Gateway checks the clients of a listener by: per port, else by default. */
function authorityRefs({ port }: Listener, { manifest }: Gateway) {
  const frontend: FieldPath = ['spec', 'tls', 'frontend'];
  const own = listOf(at(manifest?.object, [...frontend, 'perPort'])).findIndex(
    (entry) => at(entry, ['port']) === port,
  );
  const place = own < 0 ? ['default'] : ['perPort', own, 'tls'];
  const path = [...frontend, ...place, 'validation', 'caCertificateRefs'];
  return listOf(at(manifest?.object, path)).map((ref: Json, index) => ({
    ref,
    path: [...path, index],
  }));
}

/** Kinds of the Gateway API that the listener's protocol cannot carry; others are not judged. */
function kindFaults(listener: Listener): readonly Fault[] {
  const taken = new Set<string>(kindsOf(listener));
  return listOf(at(listener.raw, ['allowedRoutes', 'kinds'])).flatMap((entry, index) => {
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

/** Reasons why a listener is not valid that come from another one. */
const conflicts: ReadonlySet<string> = new Set(['HostnameConflict', 'ProtocolConflict']);

function acceptedCondition(listener: Listener, refs: ReferenceFaults): Condition {
  const { state, reason = 'Invalid' } = listener;
  const type = 'Accepted';
  const path = pathOf(listener);
  if (state === 'open') {
    return { type, status: 'Unknown', reason, message: conflictText(listener), path };
  }
  if (state === 'conflicted') {
    const fault = conflicts.has(reason) ? conflictFault(listener, reason) : ownFault(listener);
    return { type, status: 'False', ...fault };
  }
  if (refs.lacksAuthorities) {
    return {
      type,
      status: 'False',
      reason: 'NoValidCACertificate',
      message: 'no reference to authorities that clients are checked by is valid',
      path,
      hint: 'mend the references below `spec.tls.frontend` of the Gateway',
    };
  }
  if (refs.lacksCertificate) {
    return {
      type,
      status: 'Unknown',
      reason: 'Invalid',
      message: 'it terminates TLS and names no certificate',
      path,
      hint: 'give it `tls.certificateRefs`, unless your implementation finds certificates elsewhere',
    };
  }
  return { type, status: 'True', reason: 'Accepted', message: '' };
}

/** What is wrong with a listener by itself. */
function ownFault(listener: Listener): Fault {
  const { reason = 'Invalid', protocol } = listener;
  if (reason !== 'UnsupportedProtocol') {
    return { reason, message: 'it has no port', path: pathOf(listener), hint: 'give it a port' };
  }
  return {
    reason,
    message: `there is no protocol \`${protocol}\`, and implementations write a domain before theirs`,
    path: [...pathOf(listener), 'protocol'],
    hint: 'use one of HTTP, HTTPS, TLS, TCP and UDP',
  };
}

function conflictFault(listener: Listener, reason: string): Fault {
  return {
    reason,
    message: conflictText(listener),
    path: pathOf(listener),
    hint: 'give each listener of a port a hostname of its own, or another port; TCP and UDP need a port to themselves',
  };
}

/** What nothing in the files speaks against. */
export function programmedCondition(accepted: Condition, resolved?: Condition): Condition {
  const type = 'Programmed';
  if (accepted.status === 'False') return { ...accepted, type };
  if (resolved?.status === 'False') {
    const message = 'a reference does not resolve';
    return { type, status: 'False', reason: 'Invalid', message };
  }
  if (accepted.status === 'Unknown') {
    return { type, status: 'Unknown', reason: 'Pending', message: accepted.message };
  }
  return { type, status: 'True', reason: 'Programmed', message: '' };
}

/** `ResolvedRefs` of any object, with the first fault's reason; the others go along. */
export function resolvedCondition(faults: readonly Fault[]): Condition {
  const type = 'ResolvedRefs';
  const [first, ...also] = faults;
  if (first === undefined) return { type, status: 'True', reason: 'ResolvedRefs', message: '' };
  return { type, status: 'False', ...first, ...(also.length === 0 ? {} : { also }) };
}

function conflictText({ hostname, port, reason, state }: Listener): string {
  const what =
    reason === 'HostnameConflict'
      ? `another listener of port ${port} has the hostname \`${hostname}\` as well`
      : `another listener of port ${port} has a protocol that cannot share it`;
  return state === 'open' ? `${what}, and the older of two ListenerSets stays` : what;
}

function conflictedCondition(listener: Listener): Condition {
  const { state, reason = '' } = listener;
  const type = 'Conflicted';
  if (state === 'valid' || !conflicts.has(reason)) {
    return { type, status: 'False', reason: 'NoConflicts', message: '' };
  }
  const status = state === 'open' ? 'Unknown' : 'True';
  return { type, status, ...conflictFault(listener, reason) };
}

function overlapCondition(listener: Listener): Condition {
  return {
    type: 'OverlappingTLSConfig',
    status: 'True',
    reason: 'OverlappingHostnames',
    message: `another HTTPS listener of port ${listener.port} covers hosts of \`${listener.hostname}\``,
    path: pathOf(listener),
    hint: 'use certificates that cover no hosts of other listeners, so that clients do not share connections between them',
  };
}

/** HTTPS listeners of one port that have hosts in common, by walking up from each name. */
function overlapping(listeners: readonly Listener[]): ReadonlySet<Listener> {
  const found = new Set<Listener>();
  const byHost = new Map<string, Listener>();
  const keyOf = (port: number | undefined, host: string) => `${port} ${host}`;
  const https = listeners.filter(
    ({ protocol, state }) => protocol === 'HTTPS' && state === 'valid',
  );
  for (const listener of https) byHost.set(keyOf(listener.port, listener.hostname), listener);
  for (const listener of https) {
    for (const host of widerHosts(listener.hostname)) {
      const wider = byHost.get(keyOf(listener.port, host));
      if (wider !== undefined) found.add(listener).add(wider);
    }
  }
  return found;
}

/** Wildcards that cover a hostname, and `*`; at most one for each label. */
function widerHosts(hostname: string): readonly string[] {
  if (hostname === anyHost) return [];
  const labels = hostname.slice(0, longestHostname).split('.');
  const wider = labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
  return [...wider.filter((host) => host !== hostname), anyHost];
}

/** No host is longer, and the work grows with the square of the length. */
const longestHostname = 253;
