// Forks as peers in other pods' policies: whom these let in, and whom they let out to.
//
// Such a policy is not copied but added to: `<sandbox>--<policy>--peers` acts on the same pods, in
// the directions in which they are acted on already, with the rules that name the baseline's pods,
// and the fork's in their place. Policies of networks add up, so nothing else changes.
// Neighbours: selected-copies.ts (policies on the fork itself, whose rules name peers too).

import { groupKindOf } from '../../model/inventory';
import {
  at,
  type FieldPath,
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../model/manifest';
import type { Owner } from '../../model/sandbox';
import type { Lost, LostPolicy } from '../protect/lost-policies';
import type { PeerRow } from '../selectors/peer-kinds';
import type { Copied } from './copied';
import { forkPeer, forkSelector } from './fork-selector';
import { policyTypes, policyTypesOf, withNetworkDefaults } from './network-defaults';
import { policyCopy, withAt } from './policy-copy';

/** What is added for the forks that a policy names no longer; nothing where it named none. */
export function peerCopies({ policy, peers }: LostPolicy, owner: Owner): readonly Copied[] {
  const { object } = policy;
  const places = placesOf(peers.filter(isCarried));
  if (places.length === 0) return [];
  const from = withRules(object, places);
  return [{ policy, object: policyCopy({ policy, owner, from, suffix: '--peers' }) }];
}

/** A peer that is in force, and that an addition makes up for. */
function isCarried({ use }: Lost): boolean {
  return use.peer !== undefined && use.peer.loss === undefined && isInForce({ use });
}

/** A NetworkPolicy's rules hold only for the types that it says it is of. */
export function isInForce({ use: { owner, peer } }: Pick<Lost, 'use'>): boolean {
  if (peer === undefined || !groupKindOf(owner.object).endsWith('NetworkPolicy')) return true;
  if (groupOf(owner.object.apiVersion) !== 'networking.k8s.io') return true;
  return policyTypesOf(owner.object).includes(peer.direction);
}

/** One peer to add: to which list of which rule. */
interface PeerPlace {
  readonly row: PeerRow;
  /** The rule's list of peers. */
  readonly list: FieldPath;
  readonly rule: FieldPath;
  readonly added: Json;
}

function placesOf(peers: readonly Lost[]): readonly PeerPlace[] {
  return peers.flatMap(({ fork, use: { owner, peer: row, path } }) => {
    if (row === undefined) return [];
    const depth = row.rules.length + 1;
    const entry = at(owner.object, path.slice(0, depth + 2)) ?? null;
    const added =
      row.pods.length === 0 ? forkSelector('labels', entry, fork) : forkPeer(entry, fork);
    return [{ row, rule: path.slice(0, depth), list: path.slice(0, depth + 1), added }];
  });
}

/** The policy whose rules let the sandbox's forks through beside their baselines. */
export function withPeers(object: KubeObject, peers: readonly Lost[]): KubeObject {
  let full = object;
  for (const { list, added } of placesOf(peers.filter(isCarried))) {
    full = withAt(full, list, [...listOf(at(full, list)), added]);
  }
  return full;
}

const sections: ReadonlySet<string> = new Set(['ingress', 'ingressDeny', 'egress', 'egressDeny']);

/** The policy with these rules alone, and in them these peers alone. */
function withRules(object: KubeObject, places: readonly PeerPlace[]): KubeObject {
  const documents = new Map<string, PeerPlace[]>();
  for (const place of places) {
    const document = place.rule.slice(0, -2).join('\n');
    documents.set(document, [...(documents.get(document) ?? []), place]);
  }
  const { spec: _, specs: __, ...rest } = object;
  const specs: JsonObject[] = [];
  let full: KubeObject = rest as KubeObject;
  for (const own of documents.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const document = first.rule.slice(0, -2);
    const made = documentOf(at(object, document), own);
    if (document[0] === 'specs') specs.push(made);
    else full = { ...full, spec: made };
  }
  return withNetworkDefaults(specs.length === 0 ? full : { ...full, specs });
}

function documentOf(document: Json | undefined, places: readonly PeerPlace[]): JsonObject {
  const kept = Object.entries(isObject(document) ? document : {}).filter(
    ([key]) => !sections.has(key),
  );
  const rules = new Map<string, Map<number, { rule: JsonObject; row: PeerRow; peers: Json[] }>>();
  for (const { row, rule, added } of places) {
    const section = String(rule.at(-2));
    const index = Number(rule.at(-1));
    const list = rules.get(section) ?? new Map();
    rules.set(section, list);
    const value = listOf(at(document, [section]))[index];
    const entry = list.get(index) ?? { rule: isObject(value) ? value : {}, row, peers: [] };
    list.set(index, entry);
    entry.peers.push(added);
  }
  const types = policyTypes.filter((type) => places.some(({ row }) => row.direction === type));
  const made = [...rules].map(([section, list]): [string, Json] => [
    section,
    [...list.values()].map(({ rule, row, peers }) => ({
      ...ruleFor(rule, row),
      [row.side]: peers,
    })),
  ]);
  const isTyped = kept.some(([key]) => key === 'podSelector');
  return {
    ...Object.fromEntries(kept),
    ...(isTyped ? { policyTypes: types } : {}),
    ...Object.fromEntries(made),
  };
}

/** Cilium's other ways to name a peer in the rule are as good as before, and not repeated. */
function ruleFor(rule: JsonObject, { side, pods }: PeerRow): JsonObject {
  if (pods.length > 0) return rule;
  return Object.fromEntries(
    Object.entries(rule).filter(
      ([key]) => key === side || !/^(?:from|to)(?!Ports$|Requires$)/.test(key),
    ),
  );
}
