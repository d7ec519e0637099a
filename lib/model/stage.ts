// In which of two steps an object of a sandbox is applied: what a fork is and what protects it,
// then the routes that send requests there; taken away in the other order.
//
// A route before its fork answers 503, so routes come last. Policies that name routes or Services
// come with the routes: a controller accepts them only once their target is in use, and a
// delivery that waits for that would wait for ever. Those of Istio and Linkerd, which report no such
// thing, come first. Neighbours: ../derive/write/finish.ts (sync waves), ../adapters/out-folder.ts.

import { at, gatewayGroup, groupOf, type Json, type KubeObject, listOf } from './manifest';

export type Stage = 'forks' | 'routes';

export const stages: readonly Stage[] = ['forks', 'routes'];

const routeGroups: ReadonlySet<string> = new Set([
  gatewayGroup,
  'gateway.networking.x-k8s.io',
  'policy.linkerd.io',
]);

/** Groups whose policies are in force as soon as they are there. */
const immediate: readonly string[] = ['istio.io', 'linkerd.io'];

export function stageOf(object: KubeObject): Stage {
  const group = groupOf(object.apiVersion);
  if (object.kind.endsWith('Route') && routeGroups.has(group)) return 'routes';
  if (immediate.some((one) => group === one || group.endsWith(`.${one}`))) return 'forks';
  return targetRefsOf(object).some(isRouteOrService) ? 'routes' : 'forks';
}

/** What a policy of the Gateway API says that it applies to. */
export function targetRefsOf(object: KubeObject): readonly Json[] {
  const one = at(object, ['spec', 'targetRef']);
  return [...(one === undefined ? [] : [one]), ...listOf(at(object, ['spec', 'targetRefs']))];
}

function isRouteOrService(target: Parameters<typeof at>[0]): boolean {
  const kind = at(target, ['kind']);
  return kind === 'Service' || (typeof kind === 'string' && kind.endsWith('Route'));
}
