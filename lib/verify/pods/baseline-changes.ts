// What is said where the full set lacks or changes workloads and Services of the baseline.
//
// Routes are compared one request at a time, and a change of theirs is a request that goes
// elsewhere. What answers behind a Service is not compared at all: a proof takes it for what it
// was, and says so where it is not. Neighbours: pod-faults.ts, ../../model/proof.ts (assumptions).

import { collect } from '../../model/groups';
import { type Inventory, inOrderOfName } from '../../model/inventory';
import {
  at,
  type FieldPath,
  isObject,
  type Json,
  type KubeObject,
  listOf,
  nameOf,
} from '../../model/manifest';
import { listText } from '../../model/text-list';

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
  for (const { object } of inOrderOfName(baseline)) {
    const what = changeOf(object, applied.withId(applied.idOf(object))?.object);
    if (what !== undefined) collect(objects, what, nameOf(object));
  }
  return [...objects].map(([what, names]) =>
    what === 'lacks'
      ? `the full set lacks ${listText(names, shown)} of the baseline: what requests find there is not compared`
      : `the full set changes the ${what} of ${listText(names, shown)}: which pods answer, and how, is not compared`,
  );
}

/** `lacks`, or the part that differs; undefined where nothing that answers requests does. */
function changeOf(before: KubeObject, after: KubeObject | undefined): string | undefined {
  const isService = before.kind === 'Service' && before.apiVersion === 'v1';
  const template = templatePaths.find((path) => isTemplate(at(before, path)));
  if (!isService && template === undefined) return undefined;
  if (after === undefined) return 'lacks';
  if (template !== undefined) {
    return isSame(at(before, template), at(after, template)) ? undefined : 'pod template';
  }
  const changed = serviceParts.filter(({ path }) => !isSame(at(before, path), at(after, path)));
  return changed.length === 0 ? undefined : changed.map(({ said }) => said).join(' and ');
}

/** Only what holds containers is a template of pods. */
function isTemplate(value: Json | undefined): boolean {
  return listOf(at(value, ['spec', 'containers'])).length > 0;
}

/** Whether two values are one as JSON: order counts in lists, not in objects. */
function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, index) => isSame(one, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}
