// All label selectors of a baseline, and all pod templates, found by the labels they speak of.
//
// A fork asks only for selectors that could take its labels: each is filed under its rarest
// required label, so thousands of workloads with one label in common cost nothing extra.
// Built once an inventory and passed along. Neighbours: selectors.ts, ../capture/escape.ts.

import { collect } from '../../model/groups';
import {
  groupKindOf,
  type Inventory,
  inOrderOfName,
  type NamespaceKey,
} from '../../model/inventory';
import type { Manifest } from '../../model/manifest';
import { isOurs } from '../../model/marks';
import { namespaceLabels, namespaceNameLabel } from '../../model/namespace';
import {
  type Labels,
  type Requirement,
  type Selector,
  selectorText,
  selects,
} from '../../model/selector';
import { isChild, podLabelsOf, podTemplateOf } from '../pods/template';
import { withoutRevisionTerms } from './revision-label';
import type { SelectorScope } from './selector-scope';
import { type SelectorUse, selectorUsesOf } from './selectors';

export interface SelectorIndex {
  /** The selectors that take an object with these labels in that namespace, by owner. */
  selecting(
    over: SelectorUse['over'],
    namespace: NamespaceKey,
    labels: Labels,
  ): readonly SelectorUse[];
  /** The workloads in a namespace whose pods a selector takes, by kind and name. */
  workloadsSelected(namespace: NamespaceKey, selector: Selector): readonly Manifest[];
}

interface Template {
  readonly owner: Manifest;
  readonly namespace: NamespaceKey;
  readonly labels: Labels;
}

/** The namespace under which selectors over several namespaces are filed. */
const anywhere = '\n';

export function selectorIndexOf(inventory: Inventory): SelectorIndex {
  const uses: SelectorUse[] = [];
  const templates: Template[] = [];
  for (const manifest of inOrderOfName(inventory)) {
    if (isOurs(manifest.object)) continue;
    // A policy over all pods keeps every fork whatever its labels, so nobody needs to ask.
    for (const use of selectorUsesOf(manifest, inventory).map(asWritten)) {
      if (use.role !== 'protects' || use.selector.length > 0) uses.push(use);
    }
    const template = podTemplateOf(manifest.object);
    if (template === undefined || isChild(manifest.object)) continue;
    const namespace = inventory.namespaceOf(manifest.object);
    templates.push({ owner: manifest, namespace, labels: podLabelsOf(template) });
  }
  const filed = fileUses(withoutRepeats(uses));
  const byLabel = fileTemplates(templates);
  return {
    selecting: (over, namespace, labels) => {
      const places = [namespace, anywhere].flatMap(
        (place) => filed.get(fileKey(over, place)) ?? [],
      );
      const keys = places.length === 0 ? [] : keysOf(labels);
      const found: FiledUse[] = [];
      for (const place of places) {
        for (const filedUse of keys.flatMap((key) => place.get(key) ?? [])) {
          const { selector, scope } = filedUse.use;
          const isTaken = selects(selector, labels) && reaches(scope, namespace, inventory);
          if (isTaken) found.push(filedUse);
        }
      }
      return found.sort((left, right) => left.rank - right.rank).map(({ use }) => use);
    },
    workloadsSelected: (namespace, selector) => {
      const candidates = rarestTemplates(byLabel, namespace, selector);
      return candidates.filter(({ labels }) => selects(selector, labels)).map(({ owner }) => owner);
    },
  };
}

/** A Service's selector without what Argo Rollouts puts into it, wherever something is left. */
function asWritten(use: SelectorUse): SelectorUse {
  if (groupKindOf(use.owner.object) !== '/Service') return use;
  const selector = withoutRevisionTerms(use.selector);
  return selector.length === 0 ? use : { ...use, selector };
}

/** Thousands of workloads say the same about placement; once is enough, since nobody is named. */
function withoutRepeats(uses: readonly SelectorUse[]): readonly SelectorUse[] {
  const seen = new Set<string>();
  return uses.filter(({ role, scope, selector }) => {
    if (role !== 'schedules') return true;
    const text = `${JSON.stringify(scope)}\n${selectorText(selector)}`;
    return seen.size < seen.add(text).size;
  });
}

interface FiledUse {
  readonly use: SelectorUse;
  readonly rank: number;
}

/** What a use or an object is filed under: `key=value`, a key alone, or nothing asked. */
function keysOf(labels: Labels): readonly string[] {
  return ['', ...Object.entries(labels).flatMap(([key, value]) => [key, `${key}=${value}`])];
}

function fileKey(over: string, place: string): string {
  return `${over}\n${place}`;
}

function requirementKeys({ key, operator, values }: Requirement): readonly string[] | undefined {
  if (operator === 'In') return [...new Set(values)].map((value) => `${key}=${value}`);
  return operator === 'Exists' ? [key] : undefined;
}

function placesOf(scope: SelectorScope): readonly string[] {
  return scope.in === 'namespaces' ? [...new Set(scope.keys)] : [anywhere];
}

/** The uses by kind of object and namespace, then by what they are filed under. */
type FiledUses = ReadonlyMap<string, ReadonlyMap<string, readonly FiledUse[]>>;

function fileUses(uses: readonly SelectorUse[]): FiledUses {
  const frequency = new Map<string, number>();
  for (const { selector } of uses) {
    for (const key of selector.flatMap((part) => requirementKeys(part) ?? [])) {
      frequency.set(key, (frequency.get(key) ?? 0) + 1);
    }
  }
  const cost = (keys: readonly string[]): number =>
    keys.reduce((sum, key) => sum + (frequency.get(key) ?? 0), 0);
  const filed = new Map<string, Map<string, FiledUse[]>>();
  for (const [rank, use] of uses.entries()) {
    let best: readonly string[] | undefined;
    for (const part of use.selector) {
      const keys = requirementKeys(part);
      if (keys !== undefined && (best === undefined || cost(keys) < cost(best))) best = keys;
    }
    for (const place of placesOf(use.scope)) {
      const drawer = filed.get(fileKey(use.over, place)) ?? new Map<string, FiledUse[]>();
      filed.set(fileKey(use.over, place), drawer);
      for (const key of best ?? ['']) collect(drawer, key, { use, rank });
    }
  }
  return filed;
}

function reaches(scope: SelectorScope, namespace: NamespaceKey, inventory: Inventory): boolean {
  if (scope.in !== 'labelled') return true;
  const known = namespaceLabels(inventory, namespace);
  // A namespace that is not in the input may have any labels: take it for selected, unless
  // its name alone, which Kubernetes makes a label, rules it out.
  if (known !== undefined) return selects(scope.selector, known);
  const byName = scope.selector.filter(({ key }) => key === namespaceNameLabel);
  return namespace === '' || selects(byName, { [namespaceNameLabel]: namespace });
}

type Templates = ReadonlyMap<string, readonly Template[]>;

function fileTemplates(templates: readonly Template[]): Templates {
  const filed = new Map<string, Template[]>();
  for (const template of templates) {
    for (const key of keysOf(template.labels)) {
      collect(filed, `${template.namespace}\n${key}`, template);
    }
  }
  return filed;
}

function rarestTemplates(
  filed: Templates,
  namespace: NamespaceKey,
  selector: Selector,
): readonly Template[] {
  let best: readonly Template[] = filed.get(`${namespace}\n`) ?? [];
  for (const part of selector) {
    const [key, ...others] = requirementKeys(part) ?? [];
    if (key === undefined || others.length > 0) continue;
    const found = filed.get(`${namespace}\n${key}`) ?? [];
    if (found.length < best.length) best = found;
  }
  return best;
}
