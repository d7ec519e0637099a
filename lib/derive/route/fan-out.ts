// How many rules and matches an owner adds to what each Gateway, and the mesh, has to look through:
// every sandbox brings its own, and none is shared (docs/architecture.md#promises).
//
// Neighbour: account.ts (each derived rule).

import type { SandboxDerivation } from '../../model/derivation';
import { at, type KubeObject, listOf, placeText } from '../../model/manifest';
import { isService, type ParentRef } from '../../model/route';
import { byText } from '../../model/text-order';
import type { Exclusion } from './exclusion';

/** Routes that are attached to the same parents. */
interface Standing {
  readonly twins: { readonly parents: readonly ParentRef[] };
  readonly objects: readonly KubeObject[];
}

/** @param meshRoutes routes for Services that had none */
export function gainsOf(
  standing: readonly Standing[],
  meshRoutes: readonly KubeObject[],
  exclusion: Exclusion,
): SandboxDerivation['gains'] {
  const gains = new Map<string, { rules: number; matches: number }>();
  const gain = (parents: Iterable<string>, objects: readonly KubeObject[]) => {
    const rules = objects.flatMap((object) => listOf(at(object, ['spec', 'rules'])));
    const matches = rules.flatMap((rule) => listOf(at(rule, ['matches']))).length;
    for (const name of parents) {
      const known = gains.get(name) ?? { rules: 0, matches: 0 };
      gains.set(name, { rules: known.rules + rules.length, matches: known.matches + matches });
    }
  };
  for (const { twins, objects } of standing) {
    gain(new Set(twins.parents.flatMap((parent) => nameOfParent(parent, exclusion))), objects);
  }
  if (meshRoutes.length > 0) gain([mesh], meshRoutes);
  return [...gains]
    .map(([parent, gain]) => ({ parent, ...gain }))
    .sort(byText(({ parent }) => parent));
}

const mesh = 'the mesh';

function nameOfParent(parent: ParentRef, exclusion: Exclusion): readonly string[] {
  if (isService(parent)) return [mesh];
  const gateway = exclusion.gatewayOf(parent);
  if (gateway === undefined) return [];
  return [`Gateway ${placeText(gateway.namespace, gateway.name)}`];
}
