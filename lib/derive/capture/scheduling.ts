// The fork's own terms of affinity and topology spread, where they speak of its own pods.
//
// A baseline that keeps its replicas apart by `app=cart` has a fork that does the same by
// `app=cart-pr-42`. Terms about other workloads' pods stay as they are.
// Neighbour: escape.ts decides which labels change.

import { isObject, type Json, type JsonObject, listOf } from '../../model/manifest';
import { type Labels, selectorOf, selects } from '../../model/selector';
import { withSchedulingTerms } from '../pods/template';

export interface LabelChange {
  /** The pods' labels before the change. */
  readonly labels: Labels;
  /** What became of each changed label; undefined: dropped. */
  readonly changed: ReadonlyMap<string, string | undefined>;
  /** The fork's own selector, for terms whose label was dropped. */
  readonly marks: Labels;
  /** The fork's namespace, for terms that list namespaces. */
  readonly namespace: string | undefined;
}

export function withOwnTerms(podSpec: JsonObject, change: LabelChange): JsonObject {
  if (change.changed.size === 0) return podSpec;
  return withSchedulingTerms(podSpec, (term) => {
    const selector = selectorOf(term.labelSelector);
    const elsewhere = listOf(term.namespaces).length > 0 && !includes(term, change.namespace);
    const isAboutItself = selector !== undefined && selects(selector, change.labels);
    if (elsewhere || !isAboutItself || !isObject(term.labelSelector)) return term;
    return { ...term, labelSelector: changedSelector(term.labelSelector, change) };
  });
}

function changedSelector(labelSelector: JsonObject, change: LabelChange): JsonObject {
  const { labels, changed, marks } = change;
  const { matchLabels, matchExpressions, ...rest } = labelSelector;
  const pairs = new Map<string, Json | undefined>(
    isObject(matchLabels) ? Object.entries(matchLabels) : [],
  );
  const addMarks = (): void => {
    for (const [key, value] of Object.entries(marks)) pairs.set(key, value);
  };
  for (const key of [...pairs.keys()]) {
    if (!changed.has(key)) continue;
    const value = changed.get(key);
    if (value !== undefined) pairs.set(key, value);
    else {
      pairs.delete(key);
      addMarks();
    }
  }
  const expressions = listOf(matchExpressions).flatMap((expression) => {
    if (!isObject(expression) || typeof expression.key !== 'string') return [expression];
    const { key, operator, values } = expression;
    if (!changed.has(key) || (operator !== 'In' && operator !== 'Exists')) return [expression];
    const value = changed.get(key);
    if (value === undefined) {
      addMarks();
      return [];
    }
    if (operator === 'Exists') return [expression];
    return [
      { ...expression, values: listOf(values).map((old) => (old === labels[key] ? value : old)) },
    ];
  });
  return {
    ...rest,
    ...(pairs.size === 0 ? {} : { matchLabels: Object.fromEntries(pairs) }),
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
  };
}

function includes(term: JsonObject, namespace: string | undefined): boolean {
  return namespace !== undefined && listOf(term.namespaces).includes(namespace);
}
