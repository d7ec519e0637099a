// The twins of one baseline route -> the routes that Gatefork writes beside it.
//
// Twins stay in the baseline's order, so ties inside a route resolve as they did. A route that
// would break a limit is split by carrier: each part then holds the whole order, and the twin of
// a match in one carrier never has to beat another's in a different one (docs/architecture.md).
// Neighbours: twins.ts (which matches), substitution.ts (what a rule forwards to).

import type { Config } from '../../model/config';
import { collect } from '../../model/groups';
import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../model/manifest';
import type { ParentRef, Route, Rule, ValueMatch } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import { limits } from '../../routing/limits';
import { derivedMeta, sourceName } from '../write/owner-meta';
import { shortHash } from '../write/short-name';
import { partName } from './derived-name';
import { type Substitution, substitute } from './substitution';

export interface RouteTwins {
  readonly route: Route;
  readonly parents: readonly ParentRef[];
  /** Twins by carrier, in the order of the configuration. */
  readonly carriers: readonly { readonly key: ValueMatch; readonly twins: readonly Candidate[] }[];
}

export interface DerivedRouteRequest {
  readonly owner: Owner;
  readonly twins: RouteTwins;
  readonly substitution: Substitution;
  readonly weights: Config['weights'];
  /** How many routes the same baseline route has already been split into. */
  readonly partsBefore: number;
  /** The name of the first of so many routes; parts after it get `--02`, `--03`. */
  readonly nameFor: (parts: number) => string | undefined;
}

/** Why a route is not written: even one carrier's twins break a limit, or no name will do. */
export type Unwritten = 'route-limit' | 'name-too-long';

/** One twin as a match of the output. */
interface TwinMatch {
  readonly candidate: Candidate;
  readonly key: ValueMatch;
}

export function derivedRoutes(request: DerivedRouteRequest): readonly KubeObject[] | Unwritten {
  const { carriers } = request.twins;
  const together = [rulesOf(request, carriers.flatMap(matchesOf))];
  const parts = together.every(isWithinLimits)
    ? together
    : carriers.map((carrier) => rulesOf(request, matchesOf(carrier)));
  const filled = parts.filter((rules) => rules.length > 0);
  if (!filled.every(isWithinLimits)) return 'route-limit';
  const { partsBefore } = request;
  const name = request.nameFor(partsBefore + filled.length);
  if (name === undefined) return 'name-too-long';
  return filled.map((rules, index) =>
    routeObject(request, rules, partName(name, partsBefore + index)),
  );
}

function matchesOf({ key, twins }: RouteTwins['carriers'][number]): readonly TwinMatch[] {
  return twins.map((candidate) => ({ candidate, key }));
}

function isWithinLimits(rules: readonly JsonObject[]): boolean {
  const counts = rules.map((rule) => listOf(rule.matches).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    rules.length <= limits.rulesPerRoute &&
    total <= limits.matchesPerRoute &&
    counts.every((count) => count <= limits.matchesPerRule)
  );
}

function rulesOf(request: DerivedRouteRequest, twins: readonly TwinMatch[]): JsonObject[] {
  const names = new Set<string>();
  const byRule = new Map<Rule, TwinMatch[]>();
  for (const twin of twins) collect(byRule, twin.candidate.rule, twin);
  return request.twins.route.rules.flatMap((rule) => {
    const own = byRule.get(rule);
    if (own === undefined) return [];
    own.sort((left, right) => left.candidate.matchIndex - right.candidate.matchIndex);
    const json = withSession(
      substitute(rule, request.substitution, request.weights),
      rule,
      request,
    );
    // ReplacePrefixMatch is allowed beside exactly one match.
    const groups = own.length > 1 && replacesPrefix(rule.raw) ? own.map((twin) => [twin]) : [own];
    return groups.map((group) => ({
      ...json,
      ...uniqueName(rule, names),
      matches: group.map(({ candidate, key }) => twinJson(rule, candidate, key)),
    }));
  });
}

function twinJson(rule: Rule, { matchIndex }: Candidate, key: ValueMatch): JsonObject {
  const match = listOf(rule.raw.matches)[matchIndex];
  const raw = isObject(match) ? match : {};
  const header: JsonObject = { type: key.type, name: key.name, value: key.value };
  return { ...raw, headers: [...listOf(raw.headers), header] };
}

function replacesPrefix(rule: JsonObject): boolean {
  const backendFilters = listOf(rule.backendRefs).flatMap((ref) => listOf(at(ref, ['filters'])));
  return [...listOf(rule.filters), ...backendFilters].some((filter) =>
    ['requestRedirect', 'urlRewrite'].some(
      (kind) => at(filter, [kind, 'path', 'type']) === 'ReplacePrefixMatch',
    ),
  );
}

/** Rule names are unique in a route; a rule that was split counts on. */
function uniqueName(rule: Rule, names: Set<string>): JsonObject {
  const { name } = rule.raw;
  if (typeof name !== 'string') return {};
  let unique = name;
  for (let part = 1; names.has(unique); part += 1) unique = partName(name, part);
  names.add(unique);
  return { name: unique };
}

/** Blocks that name the session from version 1.7 on, where `sessionName` is gone. */
const sessionBlocks = ['cookie', 'header'] as const;

/** A session name of its own, or the cookie would pin one side's clients to the other. */
function withSession(json: JsonObject, rule: Rule, request: DerivedRouteRequest): JsonObject {
  const session = json.sessionPersistence;
  if (!isObject(session)) return json;
  const blocks: { [block: string]: JsonObject } = {};
  for (const block of sessionBlocks) {
    const old = session[block];
    if (isObject(old)) blocks[block] = { ...old, name: sessionName(old.name, rule, request) };
  }
  const own =
    Object.keys(blocks).length > 0
      ? blocks
      : { sessionName: sessionName(session.sessionName, rule, request) };
  return { ...json, sessionPersistence: { ...session, ...own } };
}

function sessionName(
  given: Json | undefined,
  { index }: Rule,
  { owner, twins: { route } }: DerivedRouteRequest,
): string {
  const place = `${route.kind}/${route.namespace}/${route.name}/${index}`;
  // Where the baseline leaves the name to the implementation, each rule has one of its own.
  const base = typeof given === 'string' ? given : `gatefork-${shortHash(place)}`;
  const name = `${base}-${owner.name}`;
  if (name.length <= limits.sessionName) return name;
  const end = `-${shortHash(name)}-${owner.name}`;
  return base.slice(0, limits.sessionName - end.length) + end;
}

function routeObject(
  { owner, twins: { route, parents } }: DerivedRouteRequest,
  rules: readonly JsonObject[],
  name: string,
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
    spec: { ...specFor(route, parents), rules: [...rules] },
  };
}

/** The baseline's spec, attached to these parents alone. */
function specFor(route: Route, parents: readonly ParentRef[]): JsonObject {
  const { parentRefs: _, ...spec } = isObject(route.raw.spec) ? route.raw.spec : {};
  const { useDefaultGateways: __, ...named } = spec;
  const isEveryDefault = route.parents.every((ref) => !ref.isDefault || parents.includes(ref));
  // With the field, all default Gateways would be parents; without it, those that are named.
  const written = isEveryDefault ? parents.filter(({ isDefault }) => !isDefault) : parents;
  return {
    ...(isEveryDefault ? spec : named),
    ...(written.length === 0 ? {} : { parentRefs: written.map(({ raw }): Json => raw) }),
  };
}
