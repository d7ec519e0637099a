// The labels of a fork's pods and Services: the baseline's, changed as little as it takes
// that no baseline selector draws the fork in.
//
// One label is changed at a time, `<value>` to `<value>-<sandbox>`, or dropped where a
// selector asks for the key alone. Selectors that leave no choice go first; among choices
// the one that no policy loses the fork by, then the one that escapes most selectors.
// INVARIANT: a label only goes from kept to changed to dropped, so the search ends.
// Neighbours: ../selectors/selector-index.ts (which selectors take labels), capture.ts (what is
// said).

import type { NamespaceKey } from '../../model/inventory';
import { type Labels, selects } from '../../model/selector';
import { forkLabelValue } from '../names/fork-name';
import type { SelectorIndex } from '../selectors/selector-index';
import type { SelectorUse } from '../selectors/selectors';

export interface EscapeRequest {
  readonly over: SelectorUse['over'];
  readonly namespace: NamespaceKey;
  /** The labels as copied and patched. */
  readonly labels: Labels;
  /** Our own labels, which no choice may change. */
  readonly marks: Labels;
  readonly sandbox: string;
  readonly selectors: SelectorIndex;
}

export interface Escape {
  /** The labels to write, our own among them. */
  readonly labels: Labels;
  /** What became of each label that was changed; undefined: dropped. */
  readonly changed: ReadonlyMap<string, string | undefined>;
  /** Selectors that still take the fork and must not. */
  readonly captured: readonly SelectorUse[];
  /** Selectors that took the labels as they were. */
  readonly before: readonly SelectorUse[];
  /** Selectors that take the labels to write. */
  readonly after: readonly SelectorUse[];
}

interface Change {
  readonly key: string;
  /** Undefined: the label is dropped. */
  readonly value: string | undefined;
}

/** Labels by which pods are injected or given an identity: changing one changes the pod. */
const kept = [
  'istio.io/',
  'sidecar.istio.io/',
  'linkerd.io/',
  'config.linkerd.io/',
  'azure.workload.identity/',
  'vault.hashicorp.com/',
] as const;

/** Changes labels until no selector draws the fork, or tells which ones still do. */
export function escapeCapture(request: EscapeRequest): Escape {
  const { labels, marks } = request;
  const changed = new Map<string, string | undefined>();
  const before = selecting(request, { ...labels, ...marks });
  let current = labels;
  let after = before;
  for (;;) {
    const change = nextChange(request, { current, after, changed });
    if (change === undefined) break;
    changed.set(change.key, change.value);
    current = withChange(current, change);
    after = selecting(request, { ...current, ...marks });
  }
  const captured = after.filter(({ role }) => role === 'draws');
  return { labels: { ...current, ...marks }, changed, captured, before, after };
}

interface State {
  readonly current: Labels;
  readonly after: readonly SelectorUse[];
  readonly changed: ReadonlyMap<string, string | undefined>;
}

function selecting(
  { selectors, over, namespace }: EscapeRequest,
  labels: Labels,
): readonly SelectorUse[] {
  return selectors.selecting(over, namespace, labels);
}

function nextChange(request: EscapeRequest, state: State): Change | undefined {
  return (
    bestChange(request, state, ['draws', 'observes']) ??
    // Placement is the least of all cares: it may cost no policy.
    bestChange(request, state, ['schedules'])
  );
}

function bestChange(
  request: EscapeRequest,
  state: State,
  roles: readonly SelectorUse['role'][],
): Change | undefined {
  const choices = state.after
    .filter(({ role }) => roles.includes(role))
    .map((use) => changesThatEscape(use, request, state))
    .filter((changes) => changes.length > 0);
  const fewest = choices.reduce((least, { length }) => Math.min(least, length), Infinity);
  const candidates = new Map<string, Change>();
  for (const changes of choices) {
    if (changes.length > fewest) continue;
    for (const change of changes) candidates.set(`${change.key}=${change.value ?? ''}`, change);
  }
  let best: { readonly change: Change; readonly cost: Cost } | undefined;
  for (const change of candidates.values()) {
    const cost = costOf(change, request, state);
    if (roles.includes('schedules') && (cost[0] > 0 || cost[1] > 0)) continue;
    if (best === undefined || isLess(cost, best.cost)) best = { change, cost };
  }
  return best?.change;
}

/** What changing one label does: new captures, policies lost or gained, captures left, the key. */
type Cost = readonly [number, number, number, string];

function costOf(change: Change, request: EscapeRequest, { current, after }: State): Cost {
  const then = selecting(request, { ...withChange(current, change), ...request.marks });
  const now = new Set(after);
  const remaining = new Set(then);
  const drawn = then.filter((use) => use.role === 'draws' && !now.has(use)).length;
  const lost = after.filter((use) => use.role === 'protects' && !remaining.has(use)).length;
  const gained = then.filter((use) => use.role === 'protects' && !now.has(use)).length;
  const left = then.filter(({ role }) => role === 'draws' || role === 'observes').length;
  return [drawn, lost + gained, left, change.key];
}

function isLess(left: Cost, right: Cost): boolean {
  for (const [index, value] of left.entries()) {
    const other = right[index];
    if (other !== undefined && value !== other) return value < other;
  }
  return false;
}

function changesThatEscape(
  use: SelectorUse,
  { marks, labels, sandbox }: EscapeRequest,
  { current, changed }: State,
): readonly Change[] {
  const changes: Change[] = [];
  const keys = new Set(use.selector.map(({ key }) => key));
  for (const key of keys) {
    const original = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (original === undefined || Object.hasOwn(marks, key)) continue;
    if (!Object.hasOwn(current, key) || kept.some((prefix) => key.startsWith(prefix))) continue;
    const options: Change[] = [{ key, value: undefined }];
    if (!changed.has(key)) options.unshift({ key, value: forkLabelValue(original, sandbox) });
    const freed = options.find(
      (change) => !selects(use.selector, { ...withChange(current, change), ...marks }),
    );
    if (freed !== undefined) changes.push(freed);
  }
  return changes;
}

/** The labels in their old order. */
function withChange(labels: Labels, { key, value }: Change): Labels {
  const entries = Object.entries(labels).flatMap(([other, old]): readonly [string, string][] => {
    if (other !== key) return [[other, old]];
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}
