// Which routes a listener takes: the checks of attachment, each once, in the order in which a
// route gets further by passing them. Where no listener takes a route, the reason is that of the
// check at which the best of them failed.
//
// The law is `AllowedRoutes`, `ParentReference` and `Listener.Hostname` of the Gateway API.
// Neighbours: attachment.ts (every route, with reasons), listeners.ts (where matches compete).

import { type AcceptedReason, assumedProtocol } from '../model/gateway';
import type { Inventory } from '../model/inventory';
import { at, gatewayGroup, listOf, textOf } from '../model/manifest';
import type { AnyRoute, ParentRef } from '../model/route';
import { intersectHostnames } from '../routing/hostname';
import { listenerName, placeText, type UnmergedListener } from './listener-reader';
import { letsIn } from './namespace-rule';

const anyKind = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

type RouteKind = AnyRoute['kind'];

interface KindRule {
  readonly kinds: readonly RouteKind[];
  /** Taken where `allowedRoutes.kinds` asks for them: the specification leaves them open. */
  readonly askedFor?: readonly RouteKind[];
}

const kindsByProtocol = new Map<string, KindRule>([
  ['HTTP', { kinds: ['HTTPRoute', 'GRPCRoute'] }],
  ['HTTPS', { kinds: ['HTTPRoute', 'GRPCRoute'] }],
  ['TLS', { kinds: ['TLSRoute'] }],
  ['TLS Terminate', { kinds: ['TLSRoute'], askedFor: ['TCPRoute'] }],
  ['TCP', { kinds: ['TCPRoute'] }],
  ['UDP', { kinds: ['UDPRoute'] }],
  [assumedProtocol, { kinds: anyKind }],
]);

/** Protocols of implementations, `example.com/name`, may take every kind. */
function isOfImplementation(protocol: string): boolean {
  return protocol.includes('/');
}

/** Whether the Gateway API, or an implementation, has a protocol of this name. */
export function isKnownProtocol(protocol: string): boolean {
  return isOfImplementation(protocol) || kindsByProtocol.get(protocol) !== undefined;
}

/** Kinds that a listener takes: those of its protocol, less those that it does not ask for. */
export function kindsOf({ protocol, tlsMode, raw }: UnmergedListener): readonly RouteKind[] {
  const exact = protocol === 'TLS' && tlsMode === 'Terminate' ? 'TLS Terminate' : protocol;
  const { kinds, askedFor = [] }: KindRule = kindsByProtocol.get(exact) ?? {
    kinds: isOfImplementation(protocol) ? anyKind : [],
  };
  const asked = listOf(at(raw, ['allowedRoutes', 'kinds']));
  if (asked.length === 0) return kinds;
  return [...kinds, ...askedFor].filter((kind) =>
    asked.some(
      (one) =>
        at(one, ['kind']) === kind && (textOf(at(one, ['group'])) ?? gatewayGroup) === gatewayGroup,
    ),
  );
}

interface Check {
  readonly reason: AcceptedReason;
  holds(listener: UnmergedListener, route: AnyRoute, ref: ParentRef, inventory: Inventory): boolean;
  /** Why it does not, of the listener that got as far as this. */
  because(listener: UnmergedListener, route: AnyRoute, ref: ParentRef): string;
}

/** All but the hostname, whose outcome is more than yes or no: see `commonHosts`. */
export const checks: readonly Check[] = [
  {
    reason: 'NoMatchingParent',
    holds: (listener, _, { sectionName }) =>
      sectionName === undefined || listener.name === sectionName,
    because: ({ holder }, _, { sectionName }) =>
      `no listener of ${placeText(holder)} is called \`${sectionName}\``,
  },
  {
    reason: 'NoMatchingParent',
    holds: ({ port, protocol }, _, ref) =>
      ref.port === undefined || port === ref.port || protocol === assumedProtocol,
    because: ({ holder, name }, _, { sectionName, port }) =>
      sectionName === undefined
        ? `no listener of ${placeText(holder)} has port ${port}`
        : `listener ${name} of ${placeText(holder)} does not have port ${port}`,
  },
  {
    reason: 'NotAllowedByListeners',
    holds: (listener, { kind }) => kindsOf(listener).includes(kind),
    because: (listener, { kind }) => `${listenerName(listener)} takes no ${kind}`,
  },
  {
    reason: 'NotAllowedByListeners',
    holds: ({ holder, protocol, raw }, { namespace }, _, inventory) =>
      protocol === assumedProtocol ||
      letsIn(
        {
          rule: at(raw, ['allowedRoutes', 'namespaces']),
          fallback: 'Same',
          home: holder.namespace,
        },
        namespace,
        inventory,
      ),
    because: (listener, { namespace }) =>
      `${listenerName(listener)} takes no routes of ${
        namespace === '' ? 'the current namespace' : `namespace ${namespace}`
      }`,
  },
];

/** Section, port, kind and namespace; hostnames are for `commonHosts`. */
export function takes(
  listener: UnmergedListener,
  route: AnyRoute,
  ref: ParentRef,
  inventory: Inventory,
): boolean {
  return checks.every((check) => check.holds(listener, route, ref, inventory));
}

/** The hosts that a listener and a route both cover, each once; none: it does not take the route. */
export function commonHosts(listenerHost: string, route: AnyRoute): readonly string[] {
  if (route.hostnames.length === 0) return [listenerHost];
  const common = new Set<string>();
  for (const hostname of route.hostnames) {
    const host = intersectHostnames(listenerHost, hostname.toLowerCase());
    if (host !== undefined) common.add(host);
  }
  return [...common];
}
