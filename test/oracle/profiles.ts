// How each implementation that deriving knows orders matches and reads header lines, from what is
// published of it. Where nobody has looked, any of the orders. Neighbours: order.ts, accept.ts.

import { type Reading, readings } from './accept';
import { furtherOrders, type Order, orders, traefik } from './order';

export interface ProfileLaw {
  readonly orders: readonly Order[];
  readonly readings: readonly Reading[];
}

function law(orderNames: readonly string[], lines: readonly Reading['lines'][]): ProfileLaw {
  const known = [...orders, ...furtherOrders, traefik];
  return {
    orders: orderNames.map((name) => {
      const found = known.find((order) => order.name === name);
      if (found === undefined) throw new Error(`no order is called ${name}`);
      return found;
    }),
    readings: readings.filter((reading) => lines.includes(reading.lines)),
  };
}

/** Envoy joined lines up to 1.38 and looks at each since 1.39. */
const envoy = ['joined', 'each-line'] as const;
const any = orders.map(({ name }) => name);

const laws: ReadonlyMap<string, ProfileLaw> = new Map([
  ['specification', law(['specification'], ['joined', 'each-line', 'pieces'])],
  ['istio', law(['istio'], envoy)],
  ['envoy-gateway', law(['envoy-gateway'], envoy)],
  ['calico', law(['envoy-gateway'], envoy)],
  ['cilium', law(['cilium', 'contour'], envoy)],
  ['contour', law(['contour'], envoy)],
  ['kgateway', law(['kgateway'], envoy)],
  ['kuma', law(['kuma', 'aws'], envoy)],
  ['airlock', law(any, envoy)],
  ['linkerd', law(['linkerd'], ['each-line'])],
  ['agentgateway', law(['agentgateway'], ['each-line'])],
  ['nginx-gateway-fabric', law(['nginx-gateway-fabric'], ['pieces'])],
  ['kong', law(['kong'], ['joined'])],
  ['aws', law(['aws'], ['each-line'])],
  ['gke', law(any, ['joined'])],
  ['traefik', law(['traefik'], ['each-line'])],
]);

/** Throws for a profile that nobody has looked at here: one that deriving takes must be known. */
export function lawOf(profile: string): ProfileLaw {
  const found = laws.get(profile);
  if (found === undefined) throw new Error(`the oracle does not know the profile ${profile}`);
  return found;
}
