// Every selector over pods or Services that an object of the baseline holds, and the namespaces
// that it reaches.
//
// The tables of kinds are selecting-kinds.ts and peer-kinds.ts; selector-index.ts finds the
// selectors that take given labels and ../capture/escape.ts changes a fork's labels until none does
// that must not. Negative or empty selectors of monitors and schedulers were meant for every
// newcomer, so they are no capture; those that draw traffic, budget or ownership always are.

import { canonical } from '../../model/digest';
import { groupKindOf, type Inventory } from '../../model/inventory';
import {
  at,
  type FieldPath,
  groupOf,
  type Json,
  type Manifest,
  textOf,
} from '../../model/manifest';
import { type Selector, selectorOf, selectorOfLabels } from '../../model/selector';
import { podLabelsOf, podTemplateOf, schedulingTerms } from '../pods/template';
import { expressionSelector, keysIn } from './calico-expression';
import { type PeerRow, peerKinds } from './peer-kinds';
import { selectorShapes, unknownKind } from './protecting-kinds';
import { selectingKinds } from './selecting-kinds';
import type { SelectorRole, SelectorRow } from './selector-row';
import {
  ciliumSelection,
  labelledScope,
  ownScope,
  type SelectorScope,
  scopeOf,
} from './selector-scope';

export interface SelectorUse {
  readonly owner: Manifest;
  readonly role: SelectorRole;
  readonly over: 'pods' | 'services';
  readonly scope: SelectorScope;
  readonly selector: Selector;
  /** The field that holds the selector, of a table's kinds. */
  readonly path: FieldPath;
  /** What its kind says of it, where it tells on whom the object acts. */
  readonly row?: SelectorRow;
  /** The same where it names a peer. */
  readonly peer?: PeerRow;
}

const rowsByKind = byKind(selectingKinds);
const peersByKind = byKind(peerKinds);

function byKind<T extends { readonly kinds: readonly string[] }>(rows: readonly T[]) {
  const filed = new Map<string, T[]>();
  for (const row of rows) {
    for (const kind of row.kinds) filed.set(kind, [...(filed.get(kind) ?? []), row]);
  }
  const none: readonly T[] = [];
  // Most objects are of kinds that select nothing: for them nothing is made.
  return (groupKind: string): readonly T[] =>
    filed.get(groupKind) ?? filed.get(`${groupKind.slice(0, groupKind.indexOf('/'))}/*`) ?? none;
}

/** Every selector that an object of the baseline holds, over pods and over Services. */
export function selectorUsesOf(owner: Manifest, inventory: Inventory): readonly SelectorUse[] {
  const uses: SelectorUse[] = [];
  for (const row of rowsOf(owner)) {
    for (const path of placesOf(owner.object, row.at)) {
      const use = rowUse(owner, row, path, inventory);
      if (use !== undefined) uses.push(use);
    }
  }
  return [...uses, ...peerUses(owner, inventory), ...termUses(owner, inventory)];
}

/** The words of each selector of a policy that cannot be read: keys of labels are among them. */
export function unreadSelectorsOf(owner: Manifest): readonly ReadonlySet<string>[] {
  const { object } = owner;
  const kind = groupKindOf(object);
  const [rows, peers] = [rowsByKind(kind), peersByKind(kind)];
  if (rows.length + peers.length === 0) return [];
  const places = [
    ...rows
      .filter(({ role }) => role === 'protects')
      .map(({ at: place, form }) => ({ place, form })),
    ...peers.map((peer) => ({ place: placeOfPeers(peer), form: peer.form })),
  ];
  return places.flatMap(({ place, form }) =>
    placesOf(object, place).flatMap((path) => {
      const value = at(object, path) ?? null;
      if (value === null || readSelector(value, form) !== undefined) return [];
      return [form === 'expression' ? keysIn(textOf(value) ?? '') : wordsIn(canonical(value))];
    }),
  );
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z0-9_./-]+/g) ?? []);
}

/** Groups of Kubernetes itself, whose selecting kinds are all in the table. */
const builtIn = /^(?:|apps|autoscaling|batch|extensions|policy|[a-z0-9.-]+\.k8s\.io)$/;

function rowsOf({ object }: Manifest): readonly SelectorRow[] {
  const known = rowsByKind(groupKindOf(object));
  if (known.length > 0 || builtIn.test(groupOf(object.apiVersion))) return known;
  if (podTemplateOf(object) !== undefined) return [];
  const loss = object.kind.endsWith('Policy') ? {} : { loss: unknownKind };
  const rows = selectorShapes.map(
    (shape): SelectorRow => ({
      kinds: [groupKindOf(object)],
      role: 'protects',
      ...shape,
      empty: 'nothing',
      scope: 'unless-named',
      ...loss,
    }),
  );
  const fits = rows.find((row) => hasLabels(readSelector(at(object, row.at), row.form)));
  return fits === undefined ? [] : [fits];
}

function hasLabels(found: Selector | undefined): boolean {
  return found !== undefined && found.length > 0;
}

/** The places that a path with `*` for each entry of a list leads to. */
function placesOf(value: Json | undefined, path: FieldPath): readonly FieldPath[] {
  const star = path.indexOf('*');
  if (star < 0) return at(value, path) === undefined ? [] : [path];
  const head = path.slice(0, star);
  const list = at(value, head);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: Json, index) =>
    placesOf(entry, path.slice(star + 1)).map((rest) => [...head, index, ...rest]),
  );
}

function readSelector(value: Json | undefined, form: SelectorRow['form']): Selector | undefined {
  switch (form) {
    case 'map':
      return selectorOfLabels(value);
    case 'labels':
      return selectorOf(value);
    case 'expression':
      return expressionSelector(textOf(value) ?? '');
  }
}

function isCilium({ object }: Manifest): boolean {
  return groupOf(object.apiVersion) === 'cilium.io';
}

function rowUse(
  owner: Manifest,
  row: SelectorRow,
  path: FieldPath,
  inventory: Inventory,
): SelectorUse | undefined {
  const { object } = owner;
  const read = readSelector(at(object, path), row.form);
  if (read === undefined) return undefined;
  const scope = scopeOf(object, row, path, inventory);
  const found = isCilium(owner)
    ? ciliumSelection(read, scope, inventory)
    : { selector: read, scope };
  if (found === undefined || (found.selector.length === 0 && row.empty === 'nothing')) {
    return undefined;
  }
  // apps and policy v1: everything; the old policy/v1beta1 let an empty selector select nothing.
  if (found.selector.length === 0 && object.apiVersion === 'policy/v1beta1') return undefined;
  return { owner, role: row.role, over: row.over ?? 'pods', ...found, path, row };
}

/** Pods that a policy of networks lets in or lets out to: a fork is a peer too. */
function peerUses(owner: Manifest, inventory: Inventory): readonly SelectorUse[] {
  return peersByKind(groupKindOf(owner.object)).flatMap((peer) =>
    placesOf(owner.object, placeOfPeers(peer)).flatMap((path): SelectorUse[] => {
      const read = readSelector(at(owner.object, path), peer.form);
      const found = read && peerSelection(owner, read, { peer, path }, inventory);
      return found === undefined
        ? []
        : [{ owner, role: 'protects', over: 'pods', ...found, path, peer }];
    }),
  );
}

function placeOfPeers({ rules, side, isList, pods }: PeerRow): FieldPath {
  return [...rules, '*', side, ...(isList ? ['*'] : []), ...pods];
}

function peerSelection(
  owner: Manifest,
  read: Selector,
  { peer, path }: { readonly peer: PeerRow; readonly path: FieldPath },
  inventory: Inventory,
): Pick<SelectorUse, 'selector' | 'scope'> | undefined {
  const { object } = owner;
  const isNamespaced = object.metadata?.namespace !== undefined;
  const isClusterWide = /^(?:Cilium)?(?:Clusterwide|Cluster|Admin|BaselineAdmin|Global)/;
  const own: SelectorScope =
    !isNamespaced && isClusterWide.test(object.kind) ? { in: 'all' } : ownScope(object, inventory);
  if (isCilium(owner)) return ciliumSelection(read, own, inventory);
  // Calico names namespaces by an expression of its own, which is left open here.
  const isElsewhere =
    peer.form === 'expression' &&
    at(object, [...path.slice(0, -1), 'namespaceSelector']) !== undefined;
  if (isElsewhere) return { selector: read, scope: { in: 'all' } };
  const holder = at(object, path.slice(0, -1)) ?? null;
  return { selector: read, scope: labelledScope(holder, own, inventory) };
}

/** Terms by which a workload's pods are placed near other pods, or away from them. */
function termUses(owner: Manifest, inventory: Inventory): readonly SelectorUse[] {
  const own = ownScope(owner.object, inventory);
  const template = podTemplateOf(owner.object);
  const uses: SelectorUse[] = [];
  for (const term of schedulingTerms(template?.spec)) {
    const found = selectorOf(term.labelSelector);
    if (found === undefined) continue;
    const scope = labelledScope(term, own, inventory);
    uses.push({ owner, role: 'schedules', over: 'pods', scope, selector: found, path: [] });
  }
  if (
    groupKindOf(owner.object) === '/ReplicationController' &&
    template !== undefined &&
    at(owner.object, ['spec', 'selector']) === undefined
  ) {
    // A ReplicationController without a selector gets its template's labels.
    const selector = selectorOfLabels(podLabelsOf(template)) ?? [];
    uses.push({ owner, role: 'draws', over: 'pods', scope: own, selector, path: [] });
  }
  return uses;
}
