// Gateways through which anybody can send a routing key, where the settings ask to be warned: the
// listeners and hostnames on which derived routes answer, said once for each Gateway.
//
// Stripping the key at such a Gateway does not help: a listener matches before any filter runs. So
// the ways out are to derive nothing for it, and to keep the key from what lies behind.
// Neighbours: ../route/exclusion.ts (what `exposure` says of a Gateway).

import type { Config } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import type { Listener } from '../../model/gateway';
import { placeText } from '../../model/manifest';
import type { ParentRef } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { listText } from '../../model/text-list';
import { compareText } from '../../model/text-order';
import { carrierName } from '../../routing/carrier';
import { anyHost } from '../../routing/hostname';
import type { Exclusion, Place } from '../route/exclusion';

/** What is reached on one Gateway. */
interface Reach {
  readonly gateway: Place;
  readonly hosts: Map<Listener, Set<string>>;
}

/** @param parents parentRefs of the baseline through which derived routes are attached */
export function keyReach(
  parents: Iterable<ParentRef>,
  exclusion: Exclusion,
  { carriers }: Config,
): readonly Finding[] {
  const { table } = exclusion;
  const reached = new Map<string, Reach>();
  for (const [parent, gateway] of warned(parents, exclusion)) {
    const id = `${gateway.namespace}/${gateway.name}`;
    const reach = reached.get(id) ?? { gateway, hosts: new Map() };
    reached.set(id, reach);
    addHosts(reach, parent, table);
  }
  const sorted = [...reached].sort(([left], [right]) => compareText(left, right));
  return sorted.map(([, { gateway, hosts }]) => {
    const object = table.inventory.find(
      'gateway.networking.k8s.io/Gateway',
      gateway.namespace,
      gateway.name,
    );
    const place = placeText(gateway.namespace, gateway.name);
    return finding('key-reachable', {
      message: `whoever reaches Gateway ${place} can ask for a sandbox, with its key in ${carriers.map(carrierName).join(' or ')}: ${listenersText(hosts)}`,
      hint: 'where strangers reach it set `action: ignore` for it under `exposure`, and where sandboxes lie behind it in a mesh let its routes remove the header of the key with a RequestHeaderModifier',
      ...(object === undefined ? {} : { where: { origin: object.origin } }),
    });
  });
}

function* warned(
  parents: Iterable<ParentRef>,
  exclusion: Exclusion,
): Generator<readonly [ParentRef, Place]> {
  for (const parent of new Set(parents)) {
    const gateway = exclusion.gatewayOf(parent);
    if (gateway !== undefined && exclusion.exposureOf(gateway) === 'warn') yield [parent, gateway];
  }
}

function addHosts({ hosts }: Reach, parent: ParentRef, table: RouteTable): void {
  for (const { listener, hosts: common } of table.attachmentOf(parent)?.listeners ?? []) {
    const known = hosts.get(listener) ?? new Set();
    hosts.set(listener, known);
    for (const host of common) known.add(host);
  }
}

/** Hostnames of one listener that are named; of more the number. */
const namedHosts = 5;

function listenersText(hosts: Reach['hosts']): string {
  const texts = [...hosts].map(([{ name }, own]) => {
    const sorted = [...own].sort(compareText);
    const shown = sorted.map((host) => (host === anyHost ? 'any hostname' : `\`${host}\``));
    return `${name === '' ? 'a listener' : `listener ${name}`} for ${listText(shown, namedHosts)}`;
  });
  return texts.sort(compareText).join('; ');
}
