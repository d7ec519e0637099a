// An object as the API server would store it: null fields pruned, then defaults filled in.
//
// Neighbours: null-fields.ts, ../routing/defaults.ts, field-reader.ts (who reads what is stored).

import { at, type KubeObject, type Manifest, textOf } from '../model/manifest';
import { withDefaults } from '../routing/defaults';
import { withoutNullFields } from './null-fields';

/** The object as the API server would store it. */
export function storedOf(object: KubeObject): KubeObject {
  const { spec } = object;
  if (spec === undefined) return withDefaults(object);
  const pruned = withoutNullFields(spec);
  return withDefaults(pruned === spec ? object : { ...object, spec: pruned });
}

/** `metadata.creationTimestamp`, where the input has it: a cluster's own dump. */
export function createdOf(manifest: Manifest): { readonly created?: string } {
  const created = textOf(at(manifest.object, ['metadata', 'creationTimestamp']));
  return created === undefined ? {} : { created };
}
