// What is applied with one thing wrong that is more than one rule: objects gone or renamed, rules
// in another order or route, hostnames and parents that are others, keys and expressions that are
// not the sandbox's own.
//
// Neighbours: mutation.ts (one rule spoilt), ../properties/proof-mutants.ts (who holds both
// against proofs).

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

/** All that is applied. */
export interface AppliedSet {
  readonly baseline: readonly KubeObject[];
  /** Of the owner that is spoilt, and of all others. */
  readonly own: readonly KubeObject[];
  readonly others: readonly KubeObject[];
}

/** What is there instead of an object; nothing where it is gone. */
export interface Change {
  readonly of: KubeObject;
  readonly as: readonly KubeObject[];
}

/** Several objects changed at once. */
type Changes = readonly Change[];

/** All ways of one kind in which what is applied can be spoilt. */
type Mutation = (applied: AppliedSet, one: KeyOwner, keys: readonly string[]) => readonly Changes[];

const isRoute = ({ kind }: KubeObject) => kind === 'HTTPRoute' || kind === 'GRPCRoute';

function withSpec(object: KubeObject, change: JsonObject): KubeObject {
  return { ...object, spec: { ...(isObject(object.spec) ? object.spec : {}), ...change } };
}

const rulesOf = (route: KubeObject) => listOf(at(route, ['spec', 'rules']));

/** Every change of one field of a derived route's spec that the function thinks of. */
function ofSpec(
  field: string,
  change: (list: readonly Json[], route: KubeObject) => readonly (readonly Json[] | undefined)[],
): Mutation {
  return ({ own }) =>
    own
      .filter(isRoute)
      .flatMap((route) =>
        change(listOf(at(route, ['spec', field])), route).map((list) => [
          { of: route, as: [withSpec(route, { [field]: list })] },
        ]),
      );
}

const without = <T>(list: readonly T[], place: number): T[] =>
  list.filter((_, index) => index !== place);

const replaced = <T>(list: readonly T[], place: number, item: T): T[] =>
  list.map((one, index) => (index === place ? item : one));

/** Every object of the owner for which it is so, taken out. */
function gone(isIt: (object: KubeObject) => boolean): Mutation {
  return ({ own }) => own.filter(isIt).map((object) => [{ of: object, as: [] }]);
}

/** Every text of the entries that ask for the owner's key, written in another way. */
function keysWritten(
  write: (text: string, key: string, keys: readonly string[]) => readonly string[],
): Mutation {
  return ({ own }, { owner }, keys) =>
    own.filter(isRoute).flatMap((route) =>
      rulesOf(route).flatMap((rule, place) =>
        listOf(at(rule, ['matches'])).flatMap((match, number) =>
          (['headers', 'queryParams'] as const).flatMap((field) =>
            listOf(at(match, [field])).flatMap((entry, index) => {
              const text = textOf(at(entry, ['value'])) ?? '';
              if (!text.includes(owner.routingKey) || !isObject(entry) || !isObject(match))
                return [];
              return write(text, owner.routingKey, keys).map((value) => {
                const entries = replaced(listOf(match[field]), index, { ...entry, value });
                const matches = replaced(listOf(at(rule, ['matches'])), number, {
                  ...match,
                  [field]: entries,
                });
                const rules = replaced(rulesOf(route), place, { ...(rule as JsonObject), matches });
                return [{ of: route, as: [withSpec(route, { rules })] }];
              });
            }),
          ),
        ),
      ),
    );
}

/** A parentRef without one of its fields. */
function lessOf(ref: Json, field: string): Json {
  const { [field]: _, ...rest } = isObject(ref) ? ref : {};
  return rest;
}

function renamed(object: KubeObject, name: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, name } };
}

export const objectMutations: { readonly [name: string]: Mutation } = {
  'a match removed': ofSpec('rules', (rules) =>
    rules.flatMap((rule, place) => {
      const matches = listOf(at(rule, ['matches']));
      if (matches.length < 2 || !isObject(rule)) return [];
      return matches.map((_, index) =>
        replaced<Json>(rules, place, { ...rule, matches: without(matches, index) }),
      );
    }),
  ),
  'rules reordered': ofSpec('rules', (rules) =>
    rules.slice(1).map((rule, place) => {
      const swapped = replaced(rules, place, rule);
      return replaced(swapped, place + 1, rules[place] ?? rule);
    }),
  ),
  'a rule written twice': ofSpec('rules', (rules) =>
    rules.map((rule) => [...rules, withoutName(rule)]),
  ),
  'a rule moved into another route': ({ own }) => {
    const routes = own.filter(isRoute);
    return routes.flatMap((from) =>
      routes
        .filter((to) => to !== from && to.kind === from.kind)
        .flatMap((to) =>
          rulesOf(from).map((rule, place) => {
            const left = without(rulesOf(from), place);
            return [
              { of: from, as: left.length === 0 ? [] : [withSpec(from, { rules: left })] },
              { of: to, as: [withSpec(to, { rules: [...rulesOf(to), withoutName(rule)] })] },
            ];
          }),
        ),
    );
  },
  'a hostname widened': ofSpec('hostnames', (names) => [
    ...(names.length === 0 ? [] : [undefined]),
    ...names.flatMap((name, place) => {
      const text = textOf(name) ?? '';
      const [, rest = ''] = /^[^.]+\.(.+)$/.exec(text) ?? [];
      return rest === '' ? [] : [replaced<Json>(names, place, `*.${rest}`)];
    }),
  ]),
  'a hostname narrowed': ofSpec('hostnames', (names) => [
    ...(names.length === 0 ? [['a.t']] : []),
    ...(names.length < 2 ? [] : names.map((_, place) => without(names, place))),
    ...names.flatMap((name, place) => {
      const text = textOf(name) ?? '';
      return text.startsWith('*') ? [replaced<Json>(names, place, `x${text.slice(1)}`)] : [];
    }),
  ]),
  'a section or port dropped from a parentRef': ofSpec('parentRefs', (refs) =>
    refs.flatMap((ref, place) =>
      ['sectionName', 'port'].flatMap((field) =>
        at(ref, [field]) === undefined ? [] : [replaced(refs, place, lessOf(ref, field))],
      ),
    ),
  ),
  'a section or port added to a parentRef': ofSpec('parentRefs', (refs) =>
    refs.flatMap((ref, place) =>
      isObject(ref) && ref.port === undefined
        ? [replaced<Json>(refs, place, { ...ref, port: 80 })]
        : [],
    ),
  ),
  'a parentRef removed': ofSpec('parentRefs', (refs) =>
    refs.length < 2 ? [] : refs.map((_, place) => without(refs, place)),
  ),
  'a grant removed': gone(({ kind }) => kind === 'ReferenceGrant'),
  'a fork Service removed': gone(({ kind }) => kind === 'Service'),
  'a derived route removed': gone(isRoute),
  'a derived route renamed': ({ own }) =>
    own
      .filter(isRoute)
      .flatMap((route) => ['0', 'zz'].map((name) => [{ of: route, as: [renamed(route, name)] }])),
  'a key that is another one': keysWritten((text, key, keys) =>
    [...keys.filter((other) => other !== key), 'unknown'].map((other) => text.replace(key, other)),
  ),
  'an expression without its anchors': keysWritten((text, key) => {
    if (!text.startsWith('^')) return [];
    const bare = text.replace(/^\^\(\.\*[,;]\)\?/, '').replace(/\(\[?[,;]+\]?\.\*\)\?\$$/, '');
    return [text.slice(1, -1), `.*${bare}.*`, `.*${key}.*`, `^${bare}$`];
  }),
  'a path that is a wider one': ofSpec('rules', (rules) =>
    rules.flatMap((rule, place) =>
      listOf(at(rule, ['matches'])).flatMap((match, index) => {
        const value = textOf(at(match, ['path', 'value'])) ?? '';
        const type = textOf(at(match, ['path', 'type']));
        const isPlain = type === 'Exact' || type === 'PathPrefix';
        if (!isObject(rule) || !isObject(match) || !isPlain) return [];
        const upper = value.replace(/\/[^/]*\/?$/, '') || '/';
        const wider = type === 'Exact' ? [value, upper] : value === '/' ? [] : [upper];
        return wider.map((prefix) => {
          const path = { type: 'PathPrefix', value: prefix };
          const matches = replaced<Json>(listOf(rule.matches), index, { ...match, path });
          return replaced<Json>(rules, place, { ...rule, matches });
        });
      }),
    ),
  ),
  'a header added to a match': ofSpec('rules', (rules) =>
    rules.flatMap((rule, place) =>
      listOf(at(rule, ['matches'])).flatMap((match, index) => {
        const headers = listOf(at(match, ['headers']));
        const isThere = headers.some((one) => textOf(at(one, ['name']))?.toLowerCase() === 'x-a');
        if (isThere || !isObject(rule) || !isObject(match)) return [];
        const more = [...headers, { name: 'x-a', value: '1' }];
        const matches = replaced<Json>(listOf(rule.matches), index, { ...match, headers: more });
        return [replaced<Json>(rules, place, { ...rule, matches })];
      }),
    ),
  ),
  'a fork whose baseline is kept': ({ own }, { forks }) => {
    const names = new Map([...forks].map(([from, { service }]) => [nameIn(service), nameIn(from)]));
    return own.filter(isRoute).flatMap((route) =>
      rulesOf(route).flatMap((rule, place) =>
        listOf(at(rule, ['backendRefs'])).flatMap((ref, index) => {
          const name = names.get(textOf(at(ref, ['name'])) ?? '');
          if (name === undefined || !isObject(ref) || !isObject(rule)) return [];
          const refs = replaced<Json>(listOf(rule.backendRefs), index, { ...ref, name });
          const rules = replaced<Json>(rulesOf(route), place, { ...rule, backendRefs: refs });
          return [[{ of: route, as: [withSpec(route, { rules })] }]];
        }),
      ),
    );
  },
  'a timeout that is another one': ofSpec('rules', (rules, { kind }) =>
    (kind === 'HTTPRoute' ? rules : []).map((rule, place) =>
      replaced<Json>(rules, place, { ...(rule as JsonObject), timeouts: { request: '77s' } }),
    ),
  ),
  'a route of the baseline removed': ({ baseline }) =>
    baseline.filter(isRoute).map((route) => [{ of: route, as: [] }]),
  'a rule of the baseline removed': ({ baseline }) =>
    baseline.filter(isRoute).flatMap((route) => {
      const rules = rulesOf(route);
      if (rules.length < 2) return [];
      return rules.map((_, place) => [
        { of: route, as: [withSpec(route, { rules: without(rules, place) })] },
      ]);
    }),
};

const nameIn = (place: string) => place.slice(place.indexOf('/') + 1);

/** A route must not name two rules alike. */
function withoutName(rule: Json): Json {
  return lessOf(rule, 'name');
}

/** One of the ways, by chance; undefined where nothing can be wrong in that way. */
export function spoiltSet(
  applied: AppliedSet,
  one: KeyOwner,
  {
    mutation,
    keys,
    dice,
  }: { readonly mutation: Mutation; readonly keys: readonly string[]; readonly dice: Dice },
): readonly KubeObject[] | undefined {
  const ways = mutation(applied, one, keys);
  if (ways.length === 0) return undefined;
  const changes = dice.pick(ways);
  const { baseline, own, others } = applied;
  return [...baseline, ...own, ...others].flatMap(
    (object) => changes.find(({ of }) => of === object)?.as ?? [object],
  );
}
