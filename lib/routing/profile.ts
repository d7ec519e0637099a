// Implementations of the Gateway API as data: which order each ranks matches by.
//
// Sources are named in order.ts and docs/architecture.md#profiles. An implementation that is
// not listed has an order that nobody here has looked at, or one that is not lexicographic.

import { everyOrder, type Order, orders } from './order';

const profiles = {
  specification: [orders.specification],
  istio: [orders.regexLast],
  aws: [orders.regexLast],
  kgateway: [orders.regexBetween],
  contour: [orders.regexBetween],
  kong: [orders.regexBetween],
  cilium: [orders.specification],
  kuma: [orders.specification],
  agentgateway: [orders.specification],
  'envoy-gateway': [orders.envoyGateway],
  linkerd: [orders.linkerd],
} as const satisfies Record<string, readonly Order[]>;

export const profileNames = Object.keys(profiles) as readonly string[];

/** The orders that a list of profiles asks for; every known one where the list is empty. */
export function ordersOf(names: readonly string[]): readonly Order[] {
  if (names.length === 0) return everyOrder;
  const asked = new Set<Order>();
  for (const name of names) {
    if (!Object.hasOwn(profiles, name)) continue;
    for (const order of profiles[name as keyof typeof profiles]) asked.add(order);
  }
  return [...asked];
}
