// What a controller writes of each listener, and what becomes of its TLS.
//
// The law is `ListenerStatus` and `ListenerEntryStatus`: a listener is accepted unless it conflicts
// or its protocol is none; its references are certificates and the authorities that the Gateway
// checks clients by (GEP-91: all of them invalid, and the listener is not accepted). What ports
// and addresses a cluster has to give is not known here. Neighbours: gateway-status.ts,
// listener-faults.ts, listener-check.ts (kinds of routes).

import type { Condition, Fault, Status } from '../model/condition';
import type { Gateway, Listener } from '../model/gateway';
import { gatewayGroup } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import { anyHost } from '../routing/hostname';
import { kindsOf } from './listener-check';
import { isUnusable, pathOf, type ReferenceFaults, referenceFaults } from './listener-faults';

/** A listener with what is said of it. */
export interface JudgedListener {
  readonly listener: Listener;
  readonly status: Status;
  /** Not accepted, or nothing of what it refers to can be used. */
  readonly isInvalid: boolean;
}

/** Judges the listeners of a Gateway, those of its ListenerSets too, in their order. */
export function judgeListeners(gateway: Gateway, table: RouteTable): readonly JudgedListener[] {
  const overlaps = overlapping(gateway.listeners);
  return gateway.listeners.flatMap((listener) => {
    const { manifest } = listener.holder;
    if (manifest === undefined) return [];
    const refs = referenceFaults(listener, gateway, table.inventory);
    const accepted = acceptedCondition(listener, refs);
    const resolved = resolvedCondition(refs.faults);
    const isInvalid = isUnusable(listener, gateway, table.inventory);
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

/** Reasons why a listener is not valid that come from another one. */
const conflicts: ReadonlySet<string> = new Set(['HostnameConflict', 'ProtocolConflict']);

function acceptedCondition(listener: Listener, refs: ReferenceFaults): Condition {
  const { state, reason = 'Invalid' } = listener;
  const type = 'Accepted';
  const path = pathOf(listener);
  if (state === 'open') {
    return { type, status: 'Unknown', reason, message: conflictText(listener), path };
  }
  if (reason === parentFault.reason) return { type, status: 'False', ...parentFault };
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

/** What becomes of a ListenerSet, and of all that it adds, where its Gateway is not accepted. */
export const parentFault: Fault = {
  reason: 'ParentNotAccepted',
  message: 'its Gateway is not accepted',
  path: ['spec', 'parentRef'],
  hint: 'mend what is said of the Gateway',
};

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
