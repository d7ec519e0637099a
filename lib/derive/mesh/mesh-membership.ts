// Which workloads of the input are in a mesh: by the labels and annotations of their pods, else by
// those of their namespace.
//
// A namespace that the input does not hold says nothing, and neither does an input without any
// sign of injection: a mesh may be told elsewhere to take all. Neighbours: mesh-callers.ts.

import type { Inventory } from '../../model/inventory';
import { at, type JsonObject, type Manifest } from '../../model/manifest';

export type Membership = 'in' | 'out' | 'unknown';

interface Sign {
  readonly in: 'labels' | 'annotations';
  readonly key: string;
  /** Values that take pods into the mesh; every value that is not in `out` where none is told. */
  readonly values?: readonly string[];
  readonly out?: readonly string[];
}

const ofPods: readonly Sign[] = [
  { in: 'labels', key: 'sidecar.istio.io/inject', values: ['true'], out: ['false'] },
  { in: 'annotations', key: 'sidecar.istio.io/inject', values: ['true'], out: ['false'] },
  { in: 'labels', key: 'istio.io/rev' },
  { in: 'labels', key: 'istio.io/dataplane-mode', values: ['ambient'], out: ['none'] },
  {
    in: 'annotations',
    key: 'linkerd.io/inject',
    values: ['enabled', 'ingress'],
    out: ['disabled'],
  },
  { in: 'labels', key: 'kuma.io/sidecar-injection', values: ['enabled'], out: ['disabled'] },
];

const ofNamespaces: readonly Sign[] = [
  { in: 'labels', key: 'istio-injection', values: ['enabled'], out: ['disabled'] },
  ...ofPods.filter(({ key }) => key !== 'sidecar.istio.io/inject'),
];

function membershipBy(signs: readonly Sign[], metadata: JsonObject['']): Membership {
  for (const { in: map, key, values, out = [] } of signs) {
    const held = at(metadata, [map, key]);
    if (held === undefined || held === null) continue;
    const text = String(held);
    if (out.includes(text)) return 'out';
    if (values === undefined || values.includes(text)) return 'in';
  }
  return 'unknown';
}

/** What a pod template and its namespace say; a namespace of the input that says nothing is out. */
export function membershipOf(
  pods: JsonObject[''],
  namespace: string | undefined,
  inventory: Inventory,
): Membership {
  const own = membershipBy(ofPods, at(pods, ['metadata']));
  if (own !== 'unknown') return own;
  const home = inventory.namespaceObject(inventory.namespaceKey(namespace));
  if (home === undefined) return 'unknown';
  const said = membershipOfNamespace(home);
  return said === 'unknown' ? 'out' : said;
}

export function membershipOfNamespace({ object }: Manifest): Membership {
  return membershipBy(ofNamespaces, object.metadata);
}
