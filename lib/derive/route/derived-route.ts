// The twins of one baseline route -> the routes that Gatefork writes beside it.
//
// Twins stay in the baseline's order, so ties inside a route resolve as they did; where the limits
// of the API ask for several routes, route-parts.ts says which twin goes where.
// Neighbours: ../twin/twins.ts (which matches), ../reference/substitution.ts (what a rule forwards
// to), ../names/session-name.ts, ../names/derived-name.ts.

import type { Config } from '../../model/config';
import { canonical } from '../../model/digest';
import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../model/manifest';
import { sourceName } from '../../model/marks';
import type { ParentRef, Route, Rule } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import type { KeyMatch } from '../../routing/carrier';
import type { Order } from '../../routing/rank/order';
import { partName, RuleNames } from '../names/derived-name';
import { withSession } from '../names/session-name';
import { type Substitution, substitute } from '../reference/substitution';
import { derivedMeta } from '../write/owner-meta';
import { mostParts, type PartRule, partsOf } from './route-parts';

export interface RouteTwins {
  readonly route: Route;
  readonly parents: readonly ParentRef[];
  /** Twins by carrier, in the order of the configuration. */
  readonly carriers: readonly { readonly key: KeyMatch; readonly twins: readonly Candidate[] }[];
}

export interface DerivedRouteRequest {
  readonly owner: Owner;
  readonly twins: RouteTwins;
  readonly substitution: Substitution;
  readonly weights: Config['weights'];
  /** The orders under which no split may change who wins. */
  readonly orders: readonly Order[];
  /** How many routes the same baseline route has already been split into. */
  readonly partsBefore: number;
  /** The name of the first of so many routes; parts after it get `--02`, `--03`. */
  readonly nameFor: (parts: number) => string | undefined;
}

/** Why a route is not written: no split keeps both limits and order, or no name will do. */
export type Unwritten = 'route-limit' | 'name-too-long';

export function derivedRoutes(request: DerivedRouteRequest): readonly KubeObject[] | Unwritten {
  const parts = partsOf({ carriers: request.twins.carriers, orders: request.orders });
  const { partsBefore, owner } = request;
  if (parts === undefined || partsBefore + parts.length > mostParts) return 'route-limit';
  const { route, parents } = request.twins;
  const name = request.nameFor(partsBefore + parts.length);
  if (name === undefined) return 'name-too-long';
  return parts.map((part, index) => {
    const spec = { ...specFor(route, parents), rules: rulesOf(request, part) };
    return routeObject(owner, route, partName(name, partsBefore + index), spec);
  });
}

function rulesOf(request: DerivedRouteRequest, part: readonly PartRule<KeyMatch>[]) {
  const names = new RuleNames(request.twins.route);
  const written = new Map<Rule, JsonObject>();
  return part.map(({ rule, matches }): JsonObject => {
    const json = written.get(rule) ?? ruleJson(request, rule);
    written.set(rule, json);
    return {
      ...json,
      ...names.next(rule),
      matches: matches.map(({ candidate, key }) => twinJson(rule, candidate, key)),
    };
  });
}

function ruleJson({ owner, twins, substitution, weights }: DerivedRouteRequest, rule: Rule) {
  const json = substitute(rule, substitution, weights);
  return withSession(json, { owner, route: twins.route, rule });
}

function twinJson(rule: Rule, { matchIndex }: Candidate, key: KeyMatch): JsonObject {
  const match = listOf(rule.raw.matches)[matchIndex];
  const raw = isObject(match) ? match : {};
  const { place, ...entry } = key;
  return { ...raw, [place]: [...listOf(raw[place]), entry] };
}

/** A route of the owner's, made from one of the baseline. */
export function routeObject(
  owner: Owner,
  route: Route,
  name: string,
  spec: JsonObject,
): KubeObject {
  const { object } = route.manifest;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: derivedMeta({
      owner,
      name,
      namespace: object.metadata?.namespace,
      derivedFrom: sourceName(object),
      ...(object.metadata === undefined ? {} : { from: object.metadata }),
    }),
    spec,
  };
}

/** The baseline's spec, attached to these parents alone. */
export function specFor(route: Route, parents: readonly ParentRef[]): JsonObject {
  const { parentRefs: _, ...spec } = isObject(route.raw.spec) ? route.raw.spec : {};
  const { useDefaultGateways: __, ...named } = spec;
  const isEveryDefault = route.parents.every((ref) => !ref.isDefault || parents.includes(ref));
  // With the field, all default Gateways would be parents; without it, those that are named.
  const written = isEveryDefault ? parents.filter(({ isDefault }) => !isDefault) : parents;
  return {
    ...(isEveryDefault ? spec : named),
    ...(written.length === 0 ? {} : { parentRefs: distinct(written) }),
  };
}

/** A parentRef that stands twice says nothing more, and no API server takes it. */
function distinct(parents: readonly ParentRef[]): readonly Json[] {
  return [...new Map(parents.map(({ raw }) => [canonical(raw), raw])).values()];
}
