// Policies that apply to a baseline route or Service by reference, and so not to what was
// derived from it: a twin without its baseline's policy may be open where that is shut.
//
// Found by the shape of the reference (`targetRef`, `targetRefs`), whatever the policy's kind.
// Neighbour: labels.ts (policies that select pods by label).

import { type Finding, finding } from '../../model/finding';
import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import { at, isObject, type KubeObject, listOf, type Manifest, nameOf } from '../../model/manifest';

export class TargetingPolicies {
  readonly #byTarget = new Map<string, Manifest[]>();

  constructor(readonly inventory: Inventory) {
    for (const manifest of inventory.manifests) {
      const spec = manifest.object.spec;
      if (!isObject(spec)) continue;
      for (const ref of [spec.targetRef, ...listOf(spec.targetRefs)]) {
        if (!isObject(ref) || typeof ref.name !== 'string') continue;
        const namespace =
          typeof ref.namespace === 'string' ? ref.namespace : manifest.object.metadata?.namespace;
        const target = targetId(String(ref.kind), inventory.namespaceKey(namespace), ref.name);
        collect(this.#byTarget, target, manifest);
      }
    }
  }

  /** What is said of a baseline object's policies, where `derived` stands in for it. */
  findings(baseline: KubeObject, derived: KubeObject): readonly Finding[] {
    const { namespace, name = '' } = baseline.metadata ?? {};
    const target = targetId(baseline.kind, this.inventory.namespaceKey(namespace), name);
    return (this.#byTarget.get(target) ?? []).map((policy) =>
      finding('policy-left-behind', {
        message: `${nameOf(policy.object)} applies to ${nameOf(baseline)} and not to ${nameOf(derived)}, which takes its keyed requests`,
        hint: 'add a copy of the policy that names the derived object, under `targetRefs`, to what you apply with the sandbox',
        where: {
          origin: policy.origin,
          path:
            at(policy.object, ['spec', 'targetRef']) === undefined
              ? ['spec', 'targetRefs']
              : ['spec', 'targetRef'],
        },
      }),
    );
  }
}

function targetId(kind: string, namespace: string, name: string): string {
  return `${kind}\n${namespace}\n${name}`;
}
