// All objects of a baseline, found by kind, namespace and name.
//
// Objects without a namespace belong to one unnamed current namespace, whose key is ''.
// Where the current namespace is given a name, objects that spell it out have that key too.

import { collect } from './groups';
import { gatewayGroup, groupOf, type KubeObject, type Manifest } from './manifest';
import { byText } from './text-order';

/** Group and kind as one word: `apps/Deployment`, `/Service`. */
export type GroupKind = string;

/** A namespace's key: its name, or '' for the unnamed current namespace. */
export type NamespaceKey = string;

export interface Inventory {
  readonly manifests: readonly Manifest[];
  /** What the current namespace is called, where somebody said so. */
  readonly currentNamespace?: string;
  namespaceKey(namespace: string | undefined): NamespaceKey;
  /** The key of the namespace that an object is in. */
  namespaceOf(object: KubeObject): NamespaceKey;
  /** What tells an object from all others: kind, namespace and name. */
  idOf(object: KubeObject): string;
  withId(id: string): Manifest | undefined;
  /** The Namespace object behind a key. */
  namespaceObject(key: NamespaceKey): Manifest | undefined;
  find(kind: GroupKind, namespace: NamespaceKey, name: string): Manifest | undefined;
  /** Objects of one kind in one namespace, in input order. */
  inNamespace(kind: GroupKind, namespace: NamespaceKey): readonly Manifest[];
  /** Objects of one kind in all namespaces, in input order. */
  ofKind(kind: GroupKind): readonly Manifest[];
  /** Whether any object is in a namespace. */
  hasNamespace(key: NamespaceKey): boolean;
}

/** Cluster-scoped kinds that are looked up here: a namespace on them means nothing. */
const clusterScoped: ReadonlySet<GroupKind> = new Set([
  '/Namespace',
  `${gatewayGroup}/GatewayClass`,
]);

export function groupKindOf(object: KubeObject): GroupKind {
  return `${groupOf(object.apiVersion)}/${object.kind}`;
}

export function inventoryOf(manifests: readonly Manifest[], currentNamespace?: string): Inventory {
  const byKind = new Map<GroupKind, Manifest[]>();
  const byNamespace = new Map<string, Manifest[]>();
  const byName = new Map<string, Manifest>();
  const namespaces = new Set<NamespaceKey>();
  const namespaceKey = (namespace: string | undefined): NamespaceKey =>
    namespace === undefined || namespace === currentNamespace ? '' : namespace;
  const namespaceOf = ({ metadata }: KubeObject): NamespaceKey => namespaceKey(metadata?.namespace);
  const placeOf = (object: KubeObject): string => {
    const kind = groupKindOf(object);
    return `${kind}\n${clusterScoped.has(kind) ? '' : namespaceOf(object)}`;
  };
  // One text for each object, so that looking it up again does not read it again.
  const ids = new Map<KubeObject, string>();
  const idOf = (object: KubeObject): string =>
    ids.get(object) ?? `${placeOf(object)}\n${object.metadata?.name ?? ''}`;
  for (const manifest of manifests) {
    const place = placeOf(manifest.object);
    const id = `${place}\n${manifest.object.metadata?.name ?? ''}`;
    ids.set(manifest.object, id);
    collect(byKind, groupKindOf(manifest.object), manifest);
    collect(byNamespace, place, manifest);
    byName.set(id, manifest);
    namespaces.add(namespaceOf(manifest.object));
  }
  return {
    manifests,
    ...(currentNamespace === undefined ? {} : { currentNamespace }),
    namespaceKey,
    namespaceOf,
    idOf,
    withId: (id) => byName.get(id),
    namespaceObject: (key) => {
      const name = key === '' ? currentNamespace : key;
      return name === undefined ? undefined : byName.get(`/Namespace\n\n${name}`);
    },
    find: (kind, namespace, name) => byName.get(`${kind}\n${namespace}\n${name}`),
    inNamespace: (kind, namespace) => byNamespace.get(`${kind}\n${namespace}`) ?? [],
    ofKind: (kind) => byKind.get(kind) ?? [],
    hasNamespace: (key) => namespaces.has(key),
  };
}

/** The manifests by kind, namespace and name, whatever the order of the input. */
export function inOrderOfName({ manifests, idOf }: Inventory): readonly Manifest[] {
  const keyed = manifests.map((manifest) => ({ manifest, key: idOf(manifest.object) }));
  return keyed.sort(byText(({ key }) => key)).map(({ manifest }) => manifest);
}
