// HTTPRoutes beside GRPCRoutes on one listener: where their hosts overlap one of the two is not
// accepted, the younger. The router itself knows nothing of that, so such routes are left out of
// the world before it is asked. Neighbours: attach.ts, router.ts.

import type { OracleRequest } from './accept';
import { effectiveHostnames, hostOf, isAttached, listenersFor } from './attach';
import { covers } from './hostname';
import type { Ages } from './router';
import type { Route, World } from './world';

interface Standing {
  readonly route: Route;
  readonly hosts: readonly string[];
}

const overlap = (left: Standing, right: Standing) =>
  left.hosts.some((one) => right.hosts.some((other) => covers(one, other) || covers(other, one)));

/** The world without the routes that the listener of a request does not accept. */
export function acceptedWorld(world: World, request: OracleRequest, ages: Ages): World {
  if (!('gateway' in request.to)) return world;
  const { gateway, port } = request.to;
  const [listener] = listenersFor(world, gateway, port, hostOf(request));
  if (listener === undefined) return world;
  const standing = world.routes
    .filter((route) => route.parents.some((one) => isAttached(route, one, gateway, listener)))
    .map((route) => ({ route, hosts: effectiveHostnames(route, listener) }))
    .filter(({ hosts }) => hosts.length > 0)
    .sort((a, b) => ages(a.route) - ages(b.route));
  const kept: Standing[] = [];
  for (const one of standing) {
    const isKept = kept.every((old) => old.route.kind === one.route.kind || !overlap(old, one));
    if (isKept) kept.push(one);
  }
  const gone = new Set(standing.filter((one) => !kept.includes(one)).map(({ route }) => route));
  return gone.size === 0
    ? world
    : { ...world, routes: world.routes.filter((one) => !gone.has(one)) };
}
