// What a user should know of rules that lead to forks, though they are written as asked: filters
// that change the header in which the key travels, mirrors that take keyed requests along, and
// backends that stand for a forked Service and that no fork can be put in the place of.
//
// Neighbours: route-notes.ts (who asks), other-backends.ts, route-findings.ts (the rest).

import type { Config } from '../../model/config';
import { type Finding, finding, type Where } from '../../model/finding';
import { at, type Json, type JsonObject, listOf, placeText, textOf } from '../../model/manifest';
import { type BackendRef, type Route, type Rule, ruleText } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { type Owner, ownerText } from '../../model/sandbox';
import { carrierName, keyMatch } from '../../routing/carrier';
import { isForked, type Substitution, substitute } from '../reference/substitution';
import { otherBackends } from './other-backends';

/** A rule of the baseline. */
export interface RulePlace {
  readonly route: Route;
  readonly rule: Rule;
}

export interface RuleNotesRequest {
  readonly owner: Owner;
  readonly config: Config;
}

/** What is said of a rule's filters and mirrors, where it leads to a fork. */
export function ruleNotes(
  place: RulePlace,
  substitution: Substitution,
  request: RuleNotesRequest,
): readonly Finding[] {
  if (!isForked(place.rule, substitution)) return [];
  return [
    ...keyHeaderNotes(place, substitution, request),
    ...mirrorNotes(place, substitution, request),
  ];
}

function whereOf({ route, rule }: RulePlace): Where {
  return { origin: route.manifest.origin, path: ['spec', 'rules', rule.index] };
}

/** What each list of a header modifier does to a header; adding a second value hurts Exact alone. */
const changes = [
  { list: 'set', words: 'sets', ofHeadersAlone: false },
  { list: 'remove', words: 'removes', ofHeadersAlone: false },
  { list: 'add', words: 'adds a value to', ofHeadersAlone: true },
] as const;

function keyHeaderNotes(
  place: RulePlace,
  substitution: Substitution,
  { owner, config }: RuleNotesRequest,
): readonly Finding[] {
  const { rule } = place;
  const onTheWay = listOf(rule.raw.backendRefs).flatMap((raw, index) => {
    const ref = rule.backends[index];
    const isFork = ref !== undefined && substitution(ref) !== undefined;
    return isFork ? listOf(at(raw, ['filters'])) : [];
  });
  const filters = [...listOf(rule.raw.filters), ...onTheWay];
  return config.carriers.flatMap((carrier) => {
    if (carrier.type === 'query') return [];
    const { name } = keyMatch(carrier, config.keyName, owner.routingKey);
    const header = name.toLowerCase();
    const done = changes.find(
      ({ list, ofHeadersAlone }) =>
        (!ofHeadersAlone || carrier.type === 'header') &&
        filters.some((filter) => namesHeader(filter, list, header)),
    );
    if (done === undefined) return [];
    return finding('key-header-changed', {
      message: `${ruleText(place.route, place.rule)} ${done.words} the header \`${header}\`, so a fork behind it does not see the routing key there (${carrierName(carrier)}) and cannot pass it on`,
      hint: 'take the header out of the filter, or let the key travel in a carrier that it leaves alone as well',
      where: whereOf(place),
    });
  });
}

function namesHeader(filter: Json, list: string, header: string): boolean {
  return listOf(at(filter, ['requestHeaderModifier', list])).some((entry) => {
    const name = textOf(entry) ?? textOf(at(entry, ['name']));
    return name?.toLowerCase() === header;
  });
}

/** Mirrors that stay with the baseline: what tests send is mirrored there, too. */
function mirrorNotes(
  place: RulePlace,
  substitution: Substitution,
  { owner, config }: RuleNotesRequest,
): readonly Finding[] {
  const written = substitute(place.rule, substitution, config.weights);
  const mirrored = new Set(mirrorsOf(written));
  const kept = place.rule.filterRefs.filter(
    (ref) => mirrored.has(ref.raw) && substitution(ref) === undefined,
  );
  return [...new Map(kept.map((ref) => [refText(ref), ref])).keys()].map((target) =>
    finding('mirror-kept', {
      message: `${ruleText(place.route, place.rule)} mirrors requests to ${target}, which has no fork in ${ownerText(owner)}: keyed requests are mirrored there as well`,
      hint: 'fork what is behind it where requests of tests must not reach it',
      where: whereOf(place),
    }),
  );
}

function mirrorsOf(raw: JsonObject): readonly Json[] {
  const ofBackends = listOf(raw.backendRefs).flatMap((ref) => listOf(at(ref, ['filters'])));
  return [...listOf(raw.filters), ...ofBackends].flatMap(
    (filter) => at(filter, ['requestMirror', 'backendRef']) ?? [],
  );
}

function refText({ kind, namespace, name }: BackendRef): string {
  return `${kind} ${placeText(namespace, name)}`;
}

export interface OtherBackendsRequest extends RuleNotesRequest {
  readonly table: RouteTable;
  /** Keys of the Services that something stands in for. */
  readonly replaced: Iterable<string>;
  readonly mayFork: (route: Route) => boolean;
}

/** Rules that reach a replaced Service by another name than its own. */
export function otherBackendNotes({
  owner,
  table,
  replaced,
  mayFork,
}: OtherBackendsRequest): readonly Finding[] {
  const index = otherBackends(table);
  return [...replaced].flatMap((service) =>
    (index.get(service) ?? []).flatMap(({ route, rule, ref }) => {
      if (!mayFork(route)) return [];
      const place = { route, rule };
      return finding('backend-not-forked', {
        message: `${ruleText(place.route, place.rule)} refers to ${refText(ref)}, which stands for Service ${service.replace(/^\//, '')}: nothing can be put in its place by name, so requests of ${ownerText(owner)} stay with the baseline there`,
        hint: 'refer to the Service itself where sandboxes are to be reached',
        where: whereOf(place),
      });
    }),
  );
}
