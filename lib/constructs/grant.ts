// ReferenceGrants that backends and certificates of other namespaces ask for: one for each
// namespace that refers, and object that it reaches, however many objects and charts take part.

import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type BackendObject, backendNameOf } from './backend-object';
import { misuse } from './misuse';
import type { ObjectName } from './reference';
import { isApiObject, isServiceLike } from './reference';
import { ReferenceGrant } from './reference-grant';

/** The grants of each construct tree, by the namespaces and the object that they join. */
const grantsOfTree = new WeakMap<IConstruct, Map<string, ReferenceGrant>>();

/** Writes the grant in the backend's namespace, unless the route lives there itself. */
export function grantBackend(route: ApiObject, target: BackendObject): void {
  const from = route.metadata.namespace;
  const object = backendNameOf(route, target);
  const { group, kind, name, namespace } = object;
  if (from === namespace) return;
  if (from === undefined || namespace === undefined) {
    const nameless = from === undefined ? `the ${route.kind}` : `${kind} ${name}`;
    throw misuse(route, {
      message: `a ReferenceGrant needs both namespaces, and ${nameless} has none`,
      hint: 'give its chart or its metadata a namespace',
    });
  }
  const grants = grantsOf(route.node.root);
  const key = [from, namespace, group, kind, name].join('/');
  const known = grants.get(key);
  if (known !== undefined) {
    known.addFrom(route);
    return;
  }
  grants.set(key, newGrant(route, target, { ...object, namespace }));
}

function grantsOf(root: IConstruct): Map<string, ReferenceGrant> {
  const known = grantsOfTree.get(root);
  if (known !== undefined) return known;
  const grants = new Map<string, ReferenceGrant>();
  grantsOfTree.set(root, grants);
  return grants;
}

function newGrant(
  route: ApiObject,
  target: BackendObject,
  { group, kind, name, namespace }: ObjectName & { readonly namespace: string },
): ReferenceGrant {
  // Namespaces and Services have no dots in their names, and kinds neither: no two grants share one.
  const isService = group === '' && kind === 'Service';
  const parts = [route.metadata.namespace, name, ...(isService ? [] : [kind.toLowerCase()])];
  const grantName = parts.join('.');
  return new ReferenceGrant(chartFor(route, target), `grant-${namespace}.${grantName}`, {
    metadata: { name: grantName, namespace },
    from: [route],
    to: [{ group, kind, name }],
  });
}

/** The chart that the backend is in, since its owner is who grants; else the route's. */
function chartFor(route: ApiObject, target: BackendObject): Chart {
  if (isApiObject(target)) return target.chart;
  if (!isServiceLike(target)) return route.chart;
  return Chart.of(target);
}
