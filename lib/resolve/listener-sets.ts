// ListenerSets -> the listeners that each adds to its Gateway, in order of precedence: by age,
// then namespace and name; those whose age is not known come last.
//
// The law is `Gateway.spec.allowedListeners`, which lets in nobody where it says nothing. A Gateway
// that is not in the input is taken to let in all. Neighbours: gateway-reader.ts, listener-merge.ts.

import type { Inventory, NamespaceKey } from '../model/inventory';
import { at, gatewayGroup, type Manifest, nameOf } from '../model/manifest';
import { byText } from '../model/text-order';
import { secondOf } from '../routing/rank/age';
import type { Part } from './listener-merge';
import {
  gatewayOfSet,
  holderId,
  holderSpec,
  listenerSetsOf,
  readListeners,
} from './listener-reader';
import { letsIn } from './namespace-rule';
import { createdOf } from './stored-object';

interface GatewayPlace {
  readonly namespace: NamespaceKey;
  readonly name: string;
}

export interface ListenerSets {
  readonly admitted: readonly (Part & { readonly gateway: GatewayPlace })[];
  /** Why a ListenerSet is not let in, by `holderId`. */
  readonly refusals: ReadonlyMap<string, string>;
}

export function readListenerSets(inventory: Inventory): ListenerSets {
  const admitted: (Part & { readonly gateway: GatewayPlace; readonly name: string })[] = [];
  const refusals = new Map<string, string>();
  for (const manifest of listenerSetsOf(inventory)) {
    const { namespace: written, name } = manifest.object.metadata ?? {};
    if (name === undefined) continue;
    const namespace = inventory.namespaceKey(written);
    const holder = { kind: 'ListenerSet', namespace, name, manifest } as const;
    const gateway = gatewayOfSet(manifest, inventory);
    const refusal = refusalOf(manifest, namespace, gateway, inventory);
    if (refusal !== undefined) refusals.set(holderId(holder), refusal);
    if (gateway === undefined || refusal !== undefined) continue;
    const time = secondOf(createdOf(manifest));
    admitted.push({
      gateway,
      name: `${namespace}\n${name}`,
      time,
      listeners: readListeners(holder),
    });
  }
  const age = ({ time = Number.POSITIVE_INFINITY }: Part) => time;
  const sorted = admitted
    .sort(byText(({ name }) => name))
    .sort((left, right) => (age(left) === age(right) ? 0 : age(left) < age(right) ? -1 : 1));
  return { admitted: sorted, refusals };
}

function refusalOf(
  manifest: Manifest,
  namespace: NamespaceKey,
  place: GatewayPlace | undefined,
  inventory: Inventory,
): string | undefined {
  const set = nameOf(manifest.object);
  if (place === undefined) return `${set} names no Gateway`;
  const gateway = inventory.find(`${gatewayGroup}/Gateway`, place.namespace, place.name);
  if (gateway === undefined) return undefined;
  const rule = at(holderSpec('Gateway', gateway), ['allowedListeners', 'namespaces']);
  const isAdmitted = letsIn(
    { rule, fallback: 'None', home: place.namespace },
    namespace,
    inventory,
  );
  return isAdmitted ? undefined : `${nameOf(gateway.object)} does not let in ${set}`;
}
