// Derived objects with one thing wrong, to see whether the check sees it: a rule gone, a header of a
// match gone, a weight or a target that is another one.

import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
  textOf,
} from '../../lib/model/manifest';
import type { Dice } from '../arbitrary/dice';
import type { KeyOwner } from './owners';
import { isKeyed, namesOf, namesOne } from './shields';

/** A place in a derived route that can be spoilt, and the rule as it is then; none: it is gone. */
interface Spoilt {
  readonly rule: number;
  readonly as: Json | undefined;
}

/** All ways of one kind in which a rule can be spoilt. */
type Mutation = (rule: JsonObject, one: KeyOwner) => readonly (Json | undefined)[];

const isOfKey = (entry: Json, { owner }: KeyOwner) =>
  (textOf(at(entry, ['value'])) ?? '').includes(owner.routingKey);

/** Each entry of the matches' headers and parameters taken out, one at a time. */
function withoutEntry(rule: JsonObject, isGone: (entry: Json) => boolean): readonly Json[] {
  return listOf(rule.matches).flatMap((match, place) =>
    (['headers', 'queryParams'] as const).flatMap((field) => {
      const entries = listOf(at(match, [field]));
      return entries.filter(isGone).map((gone) => {
        const kept = entries.filter((entry) => entry !== gone);
        return { ...rule, matches: replaced(rule.matches, place, { [field]: kept }) };
      });
    }),
  );
}

function replaced(list: Json | undefined, place: number, change: JsonObject): Json[] {
  return listOf(list).map((item, index) =>
    index === place && isObject(item) ? { ...item, ...change } : item,
  );
}

function isShield(rule: Json, { owner, forks }: KeyOwner): boolean {
  return isKeyed(rule, owner.routingKey) && !namesOne(rule, namesOf(forks));
}

export const mutations: { readonly [name: string]: Mutation } = {
  'a shield dropped': (rule, one) => (isShield(rule, one) ? [undefined] : []),
  'a rule to a fork dropped': (rule, one) => (isShield(rule, one) ? [] : [undefined]),
  'a key dropped from a match': (rule, one) => withoutEntry(rule, (entry) => isOfKey(entry, one)),
  'a header or parameter dropped from a match': (rule, one) =>
    withoutEntry(rule, (entry) => !isOfKey(entry, one)),
  'a method dropped from a match': (rule) =>
    listOf(rule.matches).flatMap((match, place) => {
      const isThere = typeof at(match, ['method']) === 'string';
      return isThere
        ? [{ ...rule, matches: replaced(rule.matches, place, { method: undefined }) }]
        : [];
    }),
  'a path that is a longer one': (rule) =>
    listOf(rule.matches).flatMap((match, place) => {
      const value = textOf(at(match, ['path', 'value']));
      if (value === undefined || at(match, ['path', 'type']) === 'RegularExpression') return [];
      const path = { type: 'PathPrefix', value: `${value}/never` };
      return [{ ...rule, matches: replaced(rule.matches, place, { path }) }];
    }),
  'a weight changed': (rule) => {
    const refs = listOf(rule.backendRefs);
    if (refs.length < 2) return [];
    return refs.map((ref, place) => {
      const weight = Number(at(ref, ['weight']) ?? 1) * 2 + 1;
      return { ...rule, backendRefs: replaced(refs, place, { weight }) };
    });
  },
  'a backend that is another one': (rule) => {
    const refs = listOf(rule.backendRefs);
    return refs.flatMap((ref, place) =>
      at(ref, ['weight']) === 0
        ? []
        : [{ ...rule, backendRefs: replaced(refs, place, { name: 'mock', namespace: undefined }) }],
    );
  },
  'a filter dropped': (rule) => {
    const filters = listOf(rule.filters);
    return filters.map((gone) => ({
      ...rule,
      filters: filters.filter((filter) => filter !== gone),
    }));
  },
};

export interface Mutant {
  readonly objects: readonly KubeObject[];
  /** The route that is spoilt. */
  readonly route: KubeObject;
}

/** One owner's objects with one thing wrong; undefined where nothing can be wrong in that way. */
export function mutant(
  objects: readonly KubeObject[],
  one: KeyOwner,
  mutation: Mutation,
  dice: Dice,
): Mutant | undefined {
  const places = objects
    .filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute')
    .flatMap((route) =>
      listOf(at(route, ['spec', 'rules'])).flatMap((rule, index) =>
        (isObject(rule) ? mutation(rule, one) : []).map((as) => ({
          route,
          spoilt: { rule: index, as },
        })),
      ),
    );
  if (places.length === 0) return undefined;
  const { route, spoilt } = dice.pick(places);
  const spoiltRoute = withSpoilt(route, spoilt);
  return {
    route,
    objects: objects.flatMap((object) => (object === route ? spoiltRoute : [object])),
  };
}

/** A route whose last rule is gone would have the API's default one: it is gone as well. */
function withSpoilt(route: KubeObject, { rule, as }: Spoilt): KubeObject[] {
  const rules = listOf(at(route, ['spec', 'rules'])).flatMap((each, index) =>
    index === rule ? (as === undefined ? [] : [as]) : [each],
  );
  const { spec } = route;
  return rules.length === 0 || !isObject(spec) ? [] : [{ ...route, spec: { ...spec, rules } }];
}
