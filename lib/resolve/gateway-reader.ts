// All Gateways with their listeners: those of the input, and those that its routes and
// ListenerSets name and the input does not hold.
//
// Of a Gateway or ListenerSet that is not in the input one listener is assumed for each section
// that routes name, and one without a name where some route names none; they take everything.
// Neighbours: listener-sets.ts, listener-merge.ts, listener-faults.ts, attachment.ts,
// ../model/gateway.ts.

import {
  assumedProtocol,
  type Gateway,
  type Listener,
  type ListenerHolder,
} from '../model/gateway';
import { collect } from '../model/groups';
import type { Inventory, NamespaceKey } from '../model/inventory';
import { gatewayGroup, type Manifest } from '../model/manifest';
import type { AnyRoute, ParentRef } from '../model/route';
import { compareText } from '../model/text-order';
import { anyHost } from '../routing/hostname';
import { isUnusable } from './listener-faults';
import { merge, type Part } from './listener-merge';
import { holderId, holderKindOf, placeText, readListeners } from './listener-reader';
import { readListenerSets } from './listener-sets';

/** What a parentRef to a Gateway or a ListenerSet reaches. */
export interface Holding {
  readonly listeners: readonly Listener[];
  /** Why a ListenerSet of the input has no listeners: no Gateway lets it in. */
  readonly refusal?: string;
}

export interface Gateways {
  /** Sorted by namespace and name. */
  readonly all: readonly Gateway[];
  /** Undefined where a parentRef is to something that does not hold listeners. */
  holdingOf(ref: ParentRef): Holding | undefined;
}

/** A Gateway while its parts are gathered. */
interface Draft {
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly manifest?: Manifest;
  readonly parts: Part[];
  readonly assumed: readonly Listener[];
}

export function readGateways(inventory: Inventory, routes: readonly AnyRoute[]): Gateways {
  const drafts = new Map<string, Draft>();
  const draftOf = (namespace: NamespaceKey, name: string, more: Partial<Draft> = {}): Draft => {
    const id = `${namespace}\n${name}`;
    const draft = drafts.get(id) ?? { namespace, name, parts: [], assumed: [], ...more };
    drafts.set(id, draft);
    return draft;
  };
  for (const manifest of inventory.ofKind(`${gatewayGroup}/Gateway`)) {
    const { namespace: written, name } = manifest.object.metadata ?? {};
    if (name === undefined) continue;
    const namespace = inventory.namespaceKey(written);
    const listeners = readListeners({ kind: 'Gateway', namespace, name, manifest });
    draftOf(namespace, name, { manifest, parts: [{ listeners, time: Number.NEGATIVE_INFINITY }] });
  }
  for (const { holder, listeners } of assumedHoldings(inventory, routes)) {
    draftOf(holder.namespace, nameOfHome(holder), { assumed: listeners });
  }
  const { admitted, refusals } = readListenerSets(inventory);
  for (const { gateway, ...part } of admitted)
    draftOf(gateway.namespace, gateway.name).parts.push(part);
  const all = [...drafts.values()].sort(
    (left, right) =>
      compareText(left.namespace, right.namespace) || compareText(left.name, right.name),
  );
  const gateways = all.map((draft) => withSetsOf(gatewayOf(draft), inventory));
  return new ReadGateways(gateways, refusals);
}

function gatewayOf({ namespace, name, manifest, parts, assumed }: Draft): Gateway {
  const listeners = [...assumed, ...merge(parts)];
  return { namespace, name, ...(manifest === undefined ? {} : { manifest }), listeners };
}

/**
 * What ListenerSets add to a Gateway, out of use where it is not accepted: none of its own
 * listeners can be configured, whatever the sets hold.
 */
function withSetsOf(gateway: Gateway, inventory: Inventory): Gateway {
  const { listeners, manifest } = gateway;
  const own = listeners.filter(({ holder }) => holder.kind === 'Gateway');
  if (manifest === undefined || own.length === listeners.length || own.length === 0) return gateway;
  if (!own.every((listener) => isUnusable(listener, gateway, inventory))) return gateway;
  return {
    ...gateway,
    listeners: listeners.map((listener) =>
      listener.holder.kind === 'Gateway' || listener.state === 'conflicted'
        ? listener
        : { ...listener, state: 'conflicted', reason: 'ParentNotAccepted' },
    ),
  };
}

/** A ListenerSet that is not in the input has a Gateway that nobody knows: one of no name. */
function nameOfHome({ kind, name }: ListenerHolder): string {
  return kind === 'Gateway' ? name : `(${kind} ${name})`;
}

interface Assumed {
  readonly holder: ListenerHolder;
  readonly listeners: readonly Listener[];
}

/** For each parent that routes name and the input does not hold: a listener for each section. */
function assumedHoldings(inventory: Inventory, routes: readonly AnyRoute[]): readonly Assumed[] {
  const sections = new Map<string, { holder: ListenerHolder; names: Set<string> }>();
  for (const { parents } of routes) {
    for (const ref of parents) {
      const kind = holderKindOf(ref);
      const { namespace, name } = ref;
      if (kind === undefined) continue;
      if (isHeld(ref, kind, inventory)) continue;
      const id = placeText({ kind, namespace, name });
      const known = sections.get(id) ?? { holder: { kind, namespace, name }, names: new Set() };
      known.names.add(ref.sectionName ?? '');
      sections.set(id, known);
    }
  }
  return [...sections.values()].map(({ holder, names }) => ({
    holder,
    listeners: [...names].sort().map((name, index) => ({
      holder,
      index,
      name,
      protocol: assumedProtocol,
      hostname: anyHost,
      state: 'valid',
      raw: {},
    })),
  }));
}

/** Under the name that a ListenerSet had at first too: whoever upgrades has both for a while. */
function isHeld(ref: ParentRef, kind: ListenerHolder['kind'], inventory: Inventory): boolean {
  return [`${ref.group}/${ref.kind}`, `${gatewayGroup}/${kind}`].some(
    (known) => inventory.find(known, ref.namespace, ref.name) !== undefined,
  );
}

class ReadGateways implements Gateways {
  readonly #byHolder = new Map<string, Listener[]>();

  constructor(
    readonly all: readonly Gateway[],
    readonly refusals: ReadonlyMap<string, string>,
  ) {
    for (const { listeners } of all) {
      for (const listener of listeners) {
        collect(this.#byHolder, holderId(listener.holder), listener);
      }
    }
  }

  holdingOf(ref: ParentRef): Holding | undefined {
    const kind = holderKindOf(ref);
    if (kind === undefined) return undefined;
    const ids = [placeText(ref), placeText({ ...ref, kind })];
    const listeners = ids.map((id) => this.#byHolder.get(id)).find((found) => found !== undefined);
    if (listeners !== undefined) return { listeners };
    const refusal = ids.map((id) => this.refusals.get(id)).find((found) => found !== undefined);
    return { listeners: [], ...(refusal === undefined ? {} : { refusal }) };
  }
}
