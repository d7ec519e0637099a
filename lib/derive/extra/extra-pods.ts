// Pods that a sandbox brings whole: what draws the baseline's pods must not draw these, or unkeyed
// requests reach them; and what draws a fork's must not either.
//
// Unlike a fork's labels these are the author's own, so none is changed: the finding names the
// selector.
// Neighbours: ../capture/capture.ts (pods of forks), extra-resources.ts.

import { type Finding, finding, type Where } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import { at, isObject, type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import { isOwnMark } from '../../model/marks';
import type { SandboxSpec } from '../../model/sandbox';
import { selectorText } from '../../model/selector';
import { podLabelsOf, podTemplateOf } from '../pods/template';
import type { SelectorIndex } from '../selectors/selector-index';
import type { SelectorUse } from '../selectors/selectors';

export interface ExtraPodRequest {
  readonly sandbox: SandboxSpec;
  readonly where: Where;
  readonly inventory: Inventory;
  readonly selectors: SelectorIndex;
}

export function extraPodFindings(object: KubeObject, request: ExtraPodRequest): readonly Finding[] {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  const { sandbox, where, inventory, selectors } = request;
  // A pod of its own carries the sandbox's labels, and none else of ours (extra-resources.ts).
  const mark = template === object ? undefined : ownMark(template);
  if (mark !== undefined) {
    return [
      finding('extra-resource-invalid', {
        message: `${nameOf(object)}, which sandbox ${sandbox.name} brings, gives its pods the mark \`${mark}\`, by which forks are known`,
        hint: 'take the label out of the pod template',
        where,
        sandbox: sandbox.name,
      }),
    ];
  }
  const namespace = inventory.namespaceOf(object);
  const drawn = selectors
    .selecting('pods', namespace, podLabelsOf(template))
    .filter(({ role }) => role === 'draws');
  return eachOwner(drawn).map(({ owner, selector }) =>
    finding('fork-captured', {
      message: `${nameOf(owner.object)} selects the pods of ${nameOf(object)}, which sandbox ${sandbox.name} brings, by \`${selectorText(selector)}\``,
      hint: 'give the pods other labels',
      where,
      also: [{ origin: owner.origin }],
      sandbox: sandbox.name,
    }),
  );
}

/** A label of ours on the pods: a fork's Service would take them for the fork's. */
function ownMark(template: KubeObject['spec']): string | undefined {
  const labels = at(template, ['metadata', 'labels']);
  if (!isObject(labels)) return undefined;
  return Object.keys(labels).find(isOwnMark);
}

function eachOwner(uses: readonly SelectorUse[]): readonly SelectorUse[] {
  const first = new Map<Manifest, SelectorUse>();
  for (const use of uses) if (!first.has(use.owner)) first.set(use.owner, use);
  return [...first.values()];
}
