// One Gateway or ListenerSet object -> its listeners, before any is compared with another.
//
// Neighbours: gateway-reader.ts and listeners.ts (who ask), listener-merge.ts (which of them
// conflict), listener-check.ts (which routes they take).

import { assumedProtocol, type Listener, type ListenerHolder } from '../model/gateway';
import type { Inventory, NamespaceKey } from '../model/inventory';
import {
  at,
  gatewayGroup,
  isObject,
  type JsonObject,
  listOf,
  type Manifest,
  textOf,
} from '../model/manifest';
import type { ParentRef } from '../model/route';
import { anyHost } from '../routing/hostname';
import { storedOf } from './stored-object';

/** A listener of which nobody has said yet whether traffic reaches it. */
export type UnmergedListener = Omit<Listener, 'state' | 'reason'>;

/** Kinds of objects that hold listeners; XListenerSet is what ListenerSet was called at first. */
const holderKinds: readonly {
  readonly group: string;
  readonly kind: string;
  readonly readAs: ListenerHolder['kind'];
}[] = [
  { group: gatewayGroup, kind: 'Gateway', readAs: 'Gateway' },
  { group: gatewayGroup, kind: 'ListenerSet', readAs: 'ListenerSet' },
  { group: 'gateway.networking.x-k8s.io', kind: 'XListenerSet', readAs: 'ListenerSet' },
];

type Kinded = Pick<ParentRef, 'group' | 'kind'>;

/** What a reference is to: a Gateway, a ListenerSet, or undefined where it holds no listeners. */
export function holderKindOf(ref: Kinded): ListenerHolder['kind'] | undefined {
  return holderKinds.find(({ group, kind }) => group === ref.group && kind === ref.kind)?.readAs;
}

/** All ListenerSets of the input, of the name that they had at first too. */
export function listenerSetsOf(inventory: Inventory): readonly Manifest[] {
  return holderKinds.flatMap(({ group, kind, readAs }) =>
    readAs === 'ListenerSet' ? inventory.ofKind(`${group}/${kind}`) : [],
  );
}

/** An object that holds listeners, as messages name it. */
export function placeText({
  kind,
  namespace,
  name,
}: Pick<ParentRef, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** What tells one holder from all others: by its own kind, which may be one of old. */
export function holderId(holder: ListenerHolder): string {
  return placeText({ ...holder, kind: holder.manifest?.object.kind ?? holder.kind });
}

/** `Gateway edge/public listener https`. */
export function listenerName({ holder, name }: UnmergedListener): string {
  return name === '' ? placeText(holder) : `${placeText(holder)} listener ${name}`;
}

/** The Gateway that a ListenerSet belongs to; undefined where it names none. */
export function gatewayOfSet(
  { object }: Manifest,
  inventory: Inventory,
): { readonly namespace: NamespaceKey; readonly name: string } | undefined {
  const ref = at(object, ['spec', 'parentRef']);
  const name = textOf(at(ref, ['name']));
  const group = textOf(at(ref, ['group'])) ?? gatewayGroup;
  const kind = textOf(at(ref, ['kind'])) ?? 'Gateway';
  if (name === undefined || holderKindOf({ group, kind }) !== 'Gateway') return undefined;
  const namespace = textOf(at(ref, ['namespace'])) ?? object.metadata?.namespace;
  return { namespace: inventory.namespaceKey(namespace), name };
}

/** The spec with the API server's defaults; a version or kind of old has those of v1. */
export function holderSpec(kind: ListenerHolder['kind'], { object }: Manifest): JsonObject {
  const { spec } = storedOf({ ...object, kind, apiVersion: `${gatewayGroup}/v1` });
  return isObject(spec) ? spec : {};
}

/** Protocols that hostnames mean nothing to. */
const hostless = new Set(['TCP', 'UDP']);

/** The Gateway API's own; a name with a domain before it is an implementation's to spell. */
const coreProtocol = /^(?:https?|tls|tcp|udp)$/i;

/** In the API's spelling: case does not count, and the CRDs' rules take `https` for HTTPS. */
function protocolIn({ protocol }: JsonObject): string {
  const written = textOf(protocol) ?? 'HTTP';
  // No listener of the input may pass for one that is assumed.
  if (coreProtocol.test(written) || written === assumedProtocol) return written.toUpperCase();
  return written;
}

export function readListeners(
  holder: ListenerHolder & { readonly manifest: Manifest },
): readonly UnmergedListener[] {
  const { listeners } = holderSpec(holder.kind, holder.manifest);
  return listOf(listeners).flatMap((raw, index) => {
    if (!isObject(raw)) return [];
    const protocol = protocolIn(raw);
    const hostname = hostless.has(protocol) ? undefined : textOf(raw.hostname)?.toLowerCase();
    const tlsMode = at(raw, ['tls', 'mode']);
    return {
      holder,
      index,
      name: textOf(raw.name) ?? String(index),
      ...(typeof raw.port === 'number' ? { port: raw.port } : {}),
      protocol,
      hostname: hostname || anyHost,
      ...(tlsMode === 'Terminate' || tlsMode === 'Passthrough' ? { tlsMode } : {}),
      raw,
    };
  });
}
