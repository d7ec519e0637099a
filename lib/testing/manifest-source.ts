// Manifests as a test has them: text, what cdk8s synthesizes, what was read before.
//
// Neighbours: where-to.ts, prove.ts (who ask), misused.ts.

import { finding, UsageError } from '../model/finding';
import { isObject, type KubeObject, type Manifest } from '../model/manifest';
import { readManifests } from '../pipeline';
import { refuse } from './misused';

/** YAML or JSON text; or objects, as `Testing.synth(chart)` gives them or as `readManifests` does. */
export type ManifestSource = string | readonly unknown[];

/** INVARIANT: a memo of a pure function: tests ask many times about one text. */
const lastRead = new Map<string, readonly Manifest[]>();

export function manifestsOf(source: ManifestSource): readonly Manifest[] {
  if (typeof source === 'string') {
    const known = lastRead.get(source);
    if (known !== undefined) return known;
    const { manifests, findings } = readManifests(source, 'manifests');
    refuse(findings);
    // The name of a file, as a rule, which is YAML and holds no object.
    if (manifests.length === 0) throw noManifests('the text holds no objects');
    lastRead.clear();
    lastRead.set(source, manifests);
    return manifests;
  }
  if (!Array.isArray(source)) throw noManifests('the manifests are neither a text nor a list');
  return source.flatMap((value, index) => manifestsIn(value, index));
}

const whatToGive = 'give objects, as Testing.synth(chart) returns them, or the text of their YAML';

function noManifests(message: string): UsageError {
  return new UsageError(finding('object-invalid', { message, hint: whatToGive }));
}

/** An object, a manifest, or a `List` of objects. */
function manifestsIn(value: unknown, index: number): readonly Manifest[] {
  if (isManifest(value)) return [value];
  const origin = { from: 'construct', path: `manifests[${index}]` } as const;
  if (!isKubeObject(value)) {
    throw new UsageError(
      finding('object-invalid', {
        message: 'a value without `apiVersion` and `kind` is no Kubernetes object',
        hint: whatToGive,
        where: { origin },
      }),
    );
  }
  if (value.kind !== 'List' || !Array.isArray(value.items)) return [{ object: value, origin }];
  return (value.items as readonly unknown[]).flatMap((item) => manifestsIn(item, index));
}

function isKubeObject(value: unknown): value is KubeObject {
  return isObject(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

function isManifest(value: unknown): value is Manifest {
  return isObject(value) && isKubeObject(value.object) && isObject(value.origin);
}
