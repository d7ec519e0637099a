// All that is the same wherever a promise is looked at: the tables, a settled law, the known keys.
//
// Neighbours: place-contests.ts, entries.ts.

import type { Claim } from '../../model/claim';
import type { Config } from '../../model/config';
import { collect } from '../../model/groups';
import { type Inventory, inventoryOf } from '../../model/inventory';
import type { KubeObject } from '../../model/manifest';
import { type Rule, serviceKeyOf } from '../../model/route';
import type { Candidate, RouteTable } from '../../model/route-table';
import { isSameJson } from '../../model/same-json';
import type { Law } from '../../routing/law';
import type { MatchIndex } from '../../routing/lookup/match-index';
import { Exclusions } from '../expect/exclusion';
import { Keys } from '../search/key-state';
import { Counterparts } from './counterparts';
import type { Kind } from './kind-worlds';
import type { Place } from './place';
import { targetsOf } from './targets';

export interface CourtRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly config: Config;
  /** Settled: every question has one answer. */
  readonly law: Law;
  readonly tableOf: (inventory: Inventory) => RouteTable;
}

export class Court {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly config: Config;
  readonly law: Law;
  readonly keys: Keys;
  readonly exclusions: Exclusions;
  readonly counterparts: Counterparts;
  /** Claims by the key of each Service that they replace. */
  readonly claimsOn: ReadonlyMap<string, readonly Claim[]>;
  readonly #ids = new Map<MatchIndex, number>();
  readonly #met = new Set<string>();
  readonly #touched = new Map<MatchIndex, boolean>();
  /** Whether objects that rules lead to may have changed beside those that sandboxes bring. */
  readonly isMoved: boolean;

  readonly #worlds = new Map<Kind, Sides>();
  readonly #tableOf: CourtRequest['tableOf'];

  constructor({ baseline, applied, claims, config, law, tableOf }: CourtRequest) {
    this.#tableOf = tableOf;
    this.baseline = baseline;
    this.applied = applied;
    this.claims = claims;
    this.config = config;
    this.law = law;
    this.keys = new Keys(claims, config, law);
    this.exclusions = new Exclusions(config, baseline);
    this.counterparts = new Counterparts(baseline, applied);
    const claimsOn = new Map<string, Claim[]>();
    for (const claim of claims) {
      for (const key of claim.replaced.keys()) collect(claimsOn, key, claim);
    }
    this.claimsOn = claimsOn;
    this.isMoved = hasMoved(baseline, applied);
  }

  /** Whether something of these lists is added, taken away, replaced or may do something else. */
  isTouched({ before, after }: { readonly before: Lists; readonly after: Lists }): boolean {
    if (this.isMoved || before.length !== after.length) return true;
    const count = (lists: Lists) => lists.reduce((sum, { all }) => sum + all.length, 0);
    return (
      count(before) !== count(after) ||
      before.some((list) => this.#remembered(list, ({ rule }) => this.#isClaimed(rule))) ||
      after.some((list) => this.#remembered(list, ({ rule }) => !this.counterparts.has(rule)))
    );
  }

  /** Whether some lists are met for the first time, among places that are forked alike. */
  isFirst(lists: Lists, place: Place): boolean {
    const ids = lists.map((list) => {
      const id = this.#ids.get(list) ?? this.#ids.size;
      this.#ids.set(list, id);
      return id;
    });
    const met = `${this.isShut(place)} ${ids.join()}`;
    if (this.#met.has(met)) return false;
    this.#met.add(met);
    return true;
  }

  /** Whether nothing is forked for requests to a Gateway. */
  isShut({ request: { target } }: Place): boolean {
    return target.to === 'gateway' && this.exclusions.isShut(target.namespace, target.name);
  }

  /** Both tables; where one kind of route is taken to be accepted, without those of the other. */
  tablesFor(kind: Kind | undefined): Sides {
    if (kind === undefined) return this;
    const known = this.#worlds.get(kind);
    if (known !== undefined) return known;
    const without = (table: RouteTable) => this.#tableOf(inventoryWithout(kind, table));
    const made = { baseline: without(this.baseline), applied: without(this.applied) };
    this.#worlds.set(kind, made);
    return made;
  }

  #isClaimed(rule: Rule): boolean {
    return targetsOf(rule).some((key) => this.claimsOn.has(key));
  }

  #remembered(list: MatchIndex, holds: (candidate: Candidate) => boolean): boolean {
    const known = this.#touched.get(list);
    if (known !== undefined) return known;
    const answer = list.all.some(({ candidate }) => holds(candidate));
    this.#touched.set(list, answer);
    return answer;
  }
}

type Lists = readonly MatchIndex[];

export interface Sides {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
}

const otherKinds = { http: 'GRPCRoute', grpc: 'HTTPRoute' } as const;

function inventoryWithout(kind: Kind, { inventory }: RouteTable): Inventory {
  const other = otherKinds[kind];
  const manifests = inventory.manifests.filter(({ object }) => object.kind !== other);
  return inventoryOf(manifests, inventory.currentNamespace);
}

/** Kinds of objects, beside routes, that say where requests go. */
const tellingKinds = [
  '/Namespace',
  '/Service',
  'gateway.networking.k8s.io/GatewayClass',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/ListenerSet',
  'gateway.networking.k8s.io/ReferenceGrant',
  'gateway.networking.k8s.io/BackendTLSPolicy',
  '/ConfigMap',
  '/Secret',
] as const;

/** Whether an object that says where requests go is another than before, or new and no fork's Service. */
function hasMoved(baseline: RouteTable, applied: RouteTable): boolean {
  return tellingKinds.some((kind) => {
    let kept = 0;
    for (const { object } of applied.inventory.ofKind(kind)) {
      const own = baseline.inventory.withId(applied.inventory.idOf(object))?.object;
      if (own === undefined) {
        if (kind === '/Service' && isUnused(object, baseline)) continue;
        if (kind === '/ConfigMap' || kind === '/Secret' || kind === '/Namespace') continue;
        return true;
      }
      kept += 1;
      if (!tellsTheSame(own, object)) return true;
    }
    return kept < baseline.inventory.ofKind(kind).length;
  });
}

/** Whether no rule of the baseline names a Service: then it changes the way of no request there. */
function isUnused(service: KubeObject, baseline: RouteTable): boolean {
  return baseline.rulesTo(serviceKeyOf(service, baseline.inventory)).length === 0;
}

/** Whether two objects are one but for what the cluster or a tool writes beside it. */
function tellsTheSame(left: KubeObject, right: KubeObject): boolean {
  if (left === right) return true;
  const { metadata: _, status: __, ...own } = left;
  const { metadata: ___, status: ____, ...other } = right;
  return isSameJson(own, other) && isSameJson(left.metadata?.labels, right.metadata?.labels);
}
