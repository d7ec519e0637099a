// What is applied with one thing of a sandbox wrong that is more than one rule: objects gone or
// renamed, rules in another order or route, hostnames and parents that are others, keys and
// expressions that are not the sandbox's own.
//
// Neighbours: mutation.ts (one rule spoilt), baseline-mutation.ts, object-change.ts,
// ../properties/proof-mutants.ts (who holds them against proofs).

import { at, isObject, type Json, type JsonObject, listOf, textOf } from '../../lib/model/manifest';
import {
  gone,
  isRoute,
  keysWritten,
  lessOf,
  type Mutation,
  ofSpec,
  renamed,
  replaced,
  rulesOf,
  without,
  withSpec,
} from './object-change';

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
  'a grant removed': ({ baseline, own }) =>
    [...baseline, ...own]
      .filter(({ kind }) => kind === 'ReferenceGrant')
      .map((grant) => [{ of: grant, as: [] }]),
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
};

const nameIn = (place: string) => place.slice(place.indexOf('/') + 1);

/** A route must not name two rules alike. */
function withoutName(rule: Json): Json {
  return lessOf(rule, 'name');
}
