// Objects that a sandbox must not bring, since they would do harm by being there or by going away:
// values of Secrets, which would end up in Git, and a Namespace of the baseline, which is deleted
// with all that it holds once the sandbox is.
//
// Neighbour: extra-resources.ts (the shape of what a sandbox brings).

import { groupKindOf, type Inventory } from '../../model/inventory';
import { isObject, type Json, type KubeObject } from '../../model/manifest';

export interface ExtraProblem {
  /** Completes `ConfigMap shop/mock, which sandbox pr-42 brings, ...`. */
  readonly problem: string;
  readonly hint: string;
}

export function harmProblems(value: Json, inventory: Inventory): readonly ExtraProblem[] {
  if (!isObject(value) || typeof value.apiVersion !== 'string') return [];
  const object = value as KubeObject;
  switch (groupKindOf(object)) {
    case '/Secret':
      return [object.data, object.stringData].some(hasEntries) ? [secretValues] : [];
    case '/Namespace':
      return isOfBaseline(object, inventory) ? [baselineNamespace] : [];
  }
  return [];
}

const secretValues: ExtraProblem = {
  problem: 'has values, which would stand in what is written',
  hint: 'make it in another way (ExternalSecret, SealedSecret), and let the fork read it by name',
};

const baselineNamespace: ExtraProblem = {
  problem: 'holds objects of the baseline, and would be deleted with the sandbox',
  hint: 'take it out, or bring a namespace of another name',
};

function hasEntries(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function isOfBaseline({ metadata }: KubeObject, inventory: Inventory): boolean {
  const name = metadata?.name;
  return typeof name === 'string' && inventory.hasNamespace(inventory.namespaceKey(name));
}
