// Creation times that one of two sets of manifests has, for the same objects of the other.
//
// A baseline may be a cluster's dump and what is applied to it plain files: an object that is in both
// stays the one it is, and keeps its age. Neighbours: duplicates.ts, ../pipeline-proof.ts.

import { groupKindOf } from '../model/inventory';
import type { KubeObject, Manifest } from '../model/manifest';

export interface ManifestSets {
  readonly baseline: readonly Manifest[];
  readonly applied: readonly Manifest[];
}

/** @param currentNamespace what the namespace of objects without one is called */
export function withSameAges(
  { baseline, applied }: ManifestSets,
  currentNamespace: string | undefined,
): ManifestSets {
  const idOf = ({ metadata, ...object }: KubeObject) => {
    const { namespace, name = '' } = metadata ?? {};
    const home = namespace === undefined || namespace === currentNamespace ? '' : namespace;
    return `${groupKindOf(object)}\n${home}\n${name}`;
  };
  const agesOf = (manifests: readonly Manifest[]) => {
    const ages = new Map<string, string>();
    for (const { object } of manifests) {
      const created = object.metadata?.creationTimestamp;
      if (typeof created === 'string') ages.set(idOf(object), created);
    }
    return ages;
  };
  const aged = (manifests: readonly Manifest[], ages: ReadonlyMap<string, string>) => {
    if (ages.size === 0) return manifests;
    return manifests.map((manifest) => {
      const { object } = manifest;
      const created = ages.get(idOf(object));
      if (created === undefined || typeof object.metadata?.creationTimestamp === 'string') {
        return manifest;
      }
      const metadata = { ...object.metadata, creationTimestamp: created };
      return { ...manifest, object: { ...object, metadata } };
    });
  };
  const [before, after] = [agesOf(baseline), agesOf(applied)];
  return { baseline: aged(baseline, after), applied: aged(applied, before) };
}
