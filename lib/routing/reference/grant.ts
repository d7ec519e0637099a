// Whether a ReferenceGrant lets an object of one namespace refer to an object of another.
//
// The law is GEP-709: a grant lies in the namespace that is referred to, and opens each pair of
// one of its `from` entries (group, kind, namespace) and one of its `to` entries (group, kind, and
// a name or all). Grants add up, none takes back what another gives, kinds do not stand for each
// other, and nothing has to be granted within a namespace. All versions of the kind say the same.
// Neighbours: reference.ts (who asks for routes), ../../resolve/certificate.ts (for Secrets).

import type { Inventory, NamespaceKey } from '../../model/inventory';
import { at, gatewayGroup, type Json, listOf, type Manifest, textOf } from '../../model/manifest';
import { remembered } from '../../model/memo';
import { byText } from '../../model/text-order';

/** The kind and namespace of what refers; its name plays no part. */
export interface Referrer {
  readonly group: string;
  readonly kind: string;
  readonly namespace: NamespaceKey;
}

/** What is referred to. */
export interface Referent extends Referrer {
  readonly name: string;
}

/** Whether a reference may be made: within a namespace always, else by a grant. */
export function isPermitted(from: Referrer, to: Referent, inventory: Inventory): boolean {
  return from.namespace === to.namespace || opening(from, to, inventory).next().done === false;
}

/** The grants that open a reference, by name. */
export function grantsFor(from: Referrer, to: Referent, inventory: Inventory): readonly Manifest[] {
  return [...new Set(opening(from, to, inventory))].sort(byName);
}

/** One by one, and one that opens both a name and all of its kind twice. */
function* opening(from: Referrer, to: Referent, inventory: Inventory): Generator<Manifest> {
  const { byFrom, byTo } = grantIndexOf(inventory);
  const given = byFrom.get(fromKey(to.namespace, from.group, from.kind, from.namespace));
  if (given === undefined) return;
  for (const name of [undefined, to.name]) {
    const opened = byTo.get(toKey(to.namespace, to.group, to.kind, name));
    if (opened === undefined) continue;
    const [fewer, more] = given.size < opened.size ? [given, opened] : [opened, given];
    for (const grant of fewer) if (more.has(grant)) yield grant;
  }
}

/** Whether a grant opens all objects of a kind, and not by their names. */
export function opensAll(
  grant: Manifest,
  { group, kind }: Pick<Referrer, 'group' | 'kind'>,
): boolean {
  return listOf(at(grant.object, ['spec', 'to'])).some(
    (to) => groupIn(to) === group && at(to, ['kind']) === kind && nameIn(to) === undefined,
  );
}

/** Why a reference may not be made, as a sentence. */
export function missingGrant(from: Referrer, to: Referent, inventory: Inventory): string {
  return `no ReferenceGrant in ${namespaceText(to.namespace, inventory)} opens ${referentName(to, inventory)} to ${from.kind}s of ${namespaceText(from.namespace, inventory)}`;
}

/** What is referred to, as messages name it: `Service shop/cart`. */
export function referentName({ kind, namespace, name }: Referent, inventory: Inventory): string {
  const home = namespace === '' ? inventory.currentNamespace : namespace;
  return `${kind} ${home === undefined ? '' : `${home}/`}${name}`;
}

/** A namespace as sentences have it; the current one may have no name. */
export function namespaceText(namespace: NamespaceKey, inventory: Inventory): string {
  const name = namespace === '' ? inventory.currentNamespace : namespace;
  return name === undefined ? 'the current namespace' : `namespace ${name}`;
}

const byName = byText(({ object }: Manifest) => object.metadata?.name ?? '');

interface GrantIndex {
  /** By the grant's namespace and an entry of `from`. */
  readonly byFrom: ReadonlyMap<string, ReadonlySet<Manifest>>;
  /** By the grant's namespace and an entry of `to`. */
  readonly byTo: ReadonlyMap<string, ReadonlySet<Manifest>>;
}

const grantIndexOf = remembered((inventory: Inventory): GrantIndex => {
  const byFrom = new Map<string, Set<Manifest>>();
  const byTo = new Map<string, Set<Manifest>>();
  for (const grant of inventory.ofKind(`${gatewayGroup}/ReferenceGrant`)) {
    const home = inventory.namespaceOf(grant.object);
    for (const from of listOf(at(grant.object, ['spec', 'from']))) {
      const namespace = textOf(at(from, ['namespace']));
      const kind = textOf(at(from, ['kind']));
      if (namespace === undefined || kind === undefined) continue;
      add(byFrom, fromKey(home, groupIn(from), kind, inventory.namespaceKey(namespace)), grant);
    }
    for (const to of listOf(at(grant.object, ['spec', 'to']))) {
      const kind = textOf(at(to, ['kind']));
      if (kind !== undefined) add(byTo, toKey(home, groupIn(to), kind, nameIn(to)), grant);
    }
  }
  return { byFrom, byTo };
});

function add(sets: Map<string, Set<Manifest>>, key: string, grant: Manifest): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([grant]));
  else set.add(grant);
}

function fromKey(home: NamespaceKey, group: string, kind: string, namespace: NamespaceKey): string {
  return JSON.stringify([home, group, kind, namespace]);
}

function toKey(home: NamespaceKey, group: string, kind: string, name: string | undefined): string {
  return JSON.stringify([home, group, kind, name ?? null]);
}

function groupIn(entry: Json): string {
  return textOf(at(entry, ['group'])) ?? '';
}

/** An empty name is none: all of the kind. */
function nameIn(to: Json): string | undefined {
  return textOf(at(to, ['name'])) || undefined;
}
