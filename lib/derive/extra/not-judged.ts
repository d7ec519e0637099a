// Objects that a sandbox brings and that may change where requests go: nobody here looks at them.
//
// Told by what they are: routes, Gateways and what belongs to them, the routing kinds of meshes,
// and policies by the shape of their references. Neighbour: extra-resources.ts.

import { type Finding, finding, type Where } from '../../model/finding';
import { groupKindOf } from '../../model/inventory';
import { gatewayGroup, groupOf, type KubeObject, nameOf } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import { targetRefsOf } from '../../model/stage';

/** Groups of routes and Gateways, experimental ones among them. */
const routingGroups: ReadonlySet<string> = new Set([
  gatewayGroup,
  'gateway.networking.x-k8s.io',
  'networking.istio.io',
  'policy.linkerd.io',
  'linkerd.io',
  'traefik.io',
  'projectcontour.io',
]);

/** Kinds beside these groups, and those of the groups that route nothing. */
const routingKinds: ReadonlySet<string> = new Set(['networking.k8s.io/Ingress']);
const harmlessKinds: ReadonlySet<string> = new Set([`${gatewayGroup}/ReferenceGrant`]);

export function notJudged(
  object: KubeObject,
  { sandbox, where }: { readonly sandbox: SandboxSpec; readonly where: Where },
): readonly Finding[] {
  const kind = groupKindOf(object);
  const isRouting =
    routingKinds.has(kind) ||
    (routingGroups.has(groupOf(object.apiVersion)) && !harmlessKinds.has(kind));
  if (!isRouting && targetRefsOf(object).length === 0) return [];
  const does = isRouting ? 'takes requests of the baseline' : 'applies to the baseline';
  return [
    finding('extra-resource-not-judged', {
      message: `${nameOf(object)} of sandbox ${sandbox.name} is written as it stands, and whether it ${does} is not looked at`,
      hint: isRouting
        ? 'let it match nothing that the baseline takes; for a Service elsewhere use `virtual`, for a hostname `previews`'
        : 'let it name nothing of the baseline',
      where,
      sandbox: sandbox.name,
      object: nameOf(object),
    }),
  ];
}
