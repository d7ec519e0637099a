// Label selectors with the meaning that Kubernetes gives them: a conjunction of requirements.
//
// The law is `metav1.LabelSelector`: an empty selector selects everything, an absent one
// nothing (kinds that say otherwise do so in ../derive/selectors/selecting-kinds.ts), and NotIn holds
// for an object without the label. Neighbour: ownership.ts.

import { isObject, type Json, listOf, textOf } from './manifest';

export interface Labels {
  readonly [key: string]: string;
}

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** All requirements hold; none at all selects everything. */
export type Selector = readonly Requirement[];

/** The entries of a labels map that are text; nothing else can be a label. */
export function labelsOf(map: Json | undefined): Labels {
  if (!isObject(map)) return {};
  const entries: [string, string][] = [];
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string') entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

/** A selector written as a plain map of labels; undefined where it is none the API server takes. */
export function selectorOfLabels(map: Json | undefined): Selector | undefined {
  if (!isObject(map)) return undefined;
  const selector: Requirement[] = [];
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string') return undefined;
    selector.push({ key, operator: 'In', values: [value] });
  }
  return selector;
}

/** A `LabelSelector`; undefined where it is absent or none that the API server takes. */
export function selectorOf(labelSelector: Json | undefined): Selector | undefined {
  if (!isObject(labelSelector)) return undefined;
  const { matchLabels, matchExpressions } = labelSelector;
  const selector = selectorOfLabels(matchLabels ?? {});
  if (selector === undefined) return undefined;
  const requirements = [...selector];
  for (const expression of listOf(matchExpressions)) {
    const requirement = requirementOf(expression);
    if (requirement === undefined) return undefined;
    requirements.push(requirement);
  }
  return requirements;
}

function requirementOf(expression: Json): Requirement | undefined {
  if (!isObject(expression)) return undefined;
  const key = textOf(expression.key);
  const { operator } = expression;
  if (key === undefined) return undefined;
  const values = listOf(expression.values).filter((value) => typeof value === 'string');
  switch (operator) {
    case 'In':
    case 'NotIn':
      return { key, operator, values };
    case 'Exists':
    case 'DoesNotExist':
      return { key, operator, values: [] };
  }
  return undefined;
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

export function selects(selector: Selector, labels: Labels): boolean {
  return selector.every((requirement) => holds(requirement, labels));
}

/** The selector as `kubectl get -l` takes it; `everything` where nothing is asked. */
export function selectorText(selector: Selector): string {
  if (selector.length === 0) return 'everything';
  return selector.map(requirementText).join(',');
}

function requirementText({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
