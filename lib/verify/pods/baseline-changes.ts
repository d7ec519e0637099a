// What is said where the full set lacks or changes workloads and Services of the baseline.
//
// Routes are compared one request at a time, and a change of theirs is a request that goes
// elsewhere. What answers behind a Service is not compared at all: a proof takes it for what it
// was, and says so where it is not. Neighbours: pod-faults.ts, ../../model/proof.ts (assumptions).

import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import {
  at,
  type FieldPath,
  type Json,
  type KubeObject,
  listOf,
  nameOf,
} from '../../model/manifest';
import { isSameJson } from '../../model/same-json';
import { listText } from '../../model/text-list';
import { byText, compareText } from '../../model/text-order';

/** The most objects that one sentence names. */
const shown = 3;

/** Parts of a Service that say who answers. */
const serviceParts: readonly { readonly path: FieldPath; readonly said: string }[] = [
  { path: ['spec', 'selector'], said: 'selector' },
  { path: ['spec', 'ports'], said: 'ports' },
  { path: ['spec', 'externalName'], said: 'external name' },
];

const templatePaths: readonly FieldPath[] = [
  ['spec', 'template'],
  ['spec', 'jobTemplate', 'spec', 'template'],
];

/** Sentences without full stop, each about all objects that one thing is true of. */
export function baselineChanges(baseline: Inventory, applied: Inventory): readonly string[] {
  const objects = new Map<string, string[]>();
  for (const { object } of baseline.manifests) {
    const what = changeOf(object, () => applied.withId(baseline.idOf(object))?.object);
    if (what !== undefined) collect(objects, what, nameOf(object));
  }
  const sorted = [...objects].sort(byText(([what]) => what));
  return sorted.map(([what, all]) => {
    const names = listText([...all].sort(compareText), shown);
    return what === 'lacks'
      ? `the full set lacks ${names} of the baseline: what requests find there is not compared`
      : `the full set changes the ${what} of ${names}: which pods answer, and how, is not compared`;
  });
}

/** `lacks`, or the part that differs; undefined where nothing that answers requests does. */
function changeOf(before: KubeObject, found: () => KubeObject | undefined): string | undefined {
  const isService = before.kind === 'Service' && before.apiVersion === 'v1';
  const template = templatePaths.find((path) => isTemplate(at(before, path)));
  if (!isService && template === undefined) return undefined;
  const after = found();
  if (after === before) return undefined;
  if (after === undefined) return 'lacks';
  if (template !== undefined) {
    return isSameJson(at(before, template), at(after, template)) ? undefined : 'pod template';
  }
  const changed = serviceParts.filter(({ path }) => !isSameJson(at(before, path), at(after, path)));
  return changed.length === 0 ? undefined : changed.map(({ said }) => said).join(' and ');
}

/** Only what holds containers is a template of pods. */
function isTemplate(value: Json | undefined): boolean {
  return listOf(at(value, ['spec', 'containers'])).length > 0;
}
