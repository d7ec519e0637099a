// Rules of HTTPRoutes: matches that overlap, backends with weights, and every filter that a
// derived rule has to keep. Fields are left out as often as the API allows.

import fc from 'fast-check';
import type { Json, JsonObject } from '../../lib/model/manifest';
import * as universe from './universe';

/** Something with a chance in a hundred, else nothing. */
export function maybe<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: percent, arbitrary },
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
  );
}

/** An object without its absent members. */
export function present(members: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const pathPrefix = fc
  .constantFrom(...universe.prefixes)
  .map((value): JsonObject => ({ type: 'PathPrefix', value }));

const path = fc.oneof(
  { weight: 12, arbitrary: pathPrefix },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...universe.exacts)
      .map((value): JsonObject => ({ type: 'Exact', value })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...universe.expressions)
      .map((value): JsonObject => ({ type: 'RegularExpression', value })),
  },
  { weight: 1, arbitrary: fc.constantFrom<JsonObject>({}, { value: '/a' }) },
);

const valueOrExpression = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...universe.headerValues).map((value) => ({ value })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...universe.headerValues).map((value) => ({ value, type: 'Exact' })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('[12]', '1.*', '.*')
      .map((value) => ({ value, type: 'RegularExpression' })),
  },
);

function valueMatches(names: readonly string[], maxLength: number): fc.Arbitrary<JsonObject[]> {
  return fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...names), valueOrExpression)
      .map(([name, asked]): JsonObject => ({ name, ...asked })),
    { minLength: 1, maxLength, selector: ({ name }) => name },
  );
}

export const headerMatches = valueMatches(universe.headerNames, 2);
const queryMatches = valueMatches(universe.queryNames, 2);

function matchWith(somePath: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      path: maybe(94, somePath),
      method: maybe(18, fc.constantFrom<string>(...universe.methods)),
      headers: maybe(45, headerMatches),
      queryParams: maybe(25, queryMatches),
    })
    .map(present);
}

const matches = fc.oneof(
  { weight: 12, arbitrary: matchWith(path).map((match) => [match]) },
  { weight: 5, arbitrary: fc.array(matchWith(path), { minLength: 2, maxLength: 3 }) },
);

/** Exactly one match by prefix, which ReplacePrefixMatch asks for. */
const oneByPrefix = matchWith(pathPrefix).map((match): JsonObject[] => [
  match.path === undefined ? { ...match, path: { type: 'PathPrefix', value: '/' } } : match,
]);

const headerModifier = fc.constantFrom<JsonObject>(
  {
    type: 'RequestHeaderModifier',
    requestHeaderModifier: { set: [{ name: 'x-set', value: '1' }], remove: ['x-b'] },
  },
  {
    type: 'ResponseHeaderModifier',
    responseHeaderModifier: { add: [{ name: 'x-seen', value: '1' }] },
  },
);

/** A reference to a Service as a route of the given namespace writes it. */
export type RefArbitrary = fc.Arbitrary<JsonObject>;

function mirror(ref: RefArbitrary): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(ref, fc.constantFrom<JsonObject>({}, { percent: 50 }, { fraction: { numerator: 1 } }))
    .map(([backendRef, amount]) => ({
      type: 'RequestMirror',
      requestMirror: { backendRef, ...amount },
    }));
}

const redirect = fc.constantFrom<JsonObject>(
  { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } },
  { type: 'RequestRedirect', requestRedirect: { hostname: 'new.t', statusCode: 301 } },
);

const rewrite = fc.constantFrom<JsonObject>(
  { type: 'URLRewrite', urlRewrite: { hostname: 'inner.t' } },
  { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/f' } } },
);

const rewritePrefix = fc.constantFrom<JsonObject>(
  {
    type: 'URLRewrite',
    urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2' } },
  },
  {
    type: 'URLRewrite',
    urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
  },
);

export function backends(ref: RefArbitrary): fc.Arbitrary<JsonObject[]> {
  const weighted = fc
    .record({
      ref,
      weight: fc.constantFrom(0, 1, 1, 3, 9),
      filters: maybe(
        6,
        fc.oneof(headerModifier, mirror(ref)).map((filter) => [filter]),
      ),
    })
    .map((one) => present({ ...one.ref, weight: one.weight, filters: one.filters }));
  return fc.oneof(
    { weight: 7, arbitrary: ref.map((one) => [one]) },
    { weight: 3, arbitrary: fc.array(weighted, { minLength: 2, maxLength: 3 }) },
  );
}

const timeouts = fc.constantFrom<JsonObject>({ request: '5s' }, { backendRequest: '1s' });

/** What a rule does, with the matches that it may have. */
function rules(ref: RefArbitrary): fc.Arbitrary<JsonObject> {
  const filters = fc
    .tuple(maybe(10, headerModifier), maybe(12, mirror(ref)), maybe(5, rewrite))
    .map((list) => list.filter((filter) => filter !== undefined))
    .map((list) => (list.length === 0 ? undefined : list));
  const plain = fc.record({
    matches: maybe(95, matches),
    filters,
    backendRefs: backends(ref),
    timeouts: maybe(10, timeouts),
  });
  const elsewhere = fc.record({ matches, filters: redirect.map((filter) => [filter]) });
  const withPrefix = fc.record({
    matches: oneByPrefix,
    filters: rewritePrefix.map((filter) => [filter]),
    backendRefs: backends(ref),
  });
  const toNothing = fc.record({ matches });
  return fc
    .oneof(
      { weight: 20, arbitrary: plain },
      { weight: 3, arbitrary: elsewhere },
      { weight: 3, arbitrary: withPrefix },
      { weight: 1, arbitrary: toNothing },
    )
    .map(present);
}

/** As many matches as a rule may have, on paths that no other rule asks for but the last. */
const manyMatches = fc
  .tuple(fc.integer({ min: 33, max: 64 }), matchWith(path))
  .map(([count, last]) => [
    ...Array.from({ length: count - 1 }, (_, index): JsonObject => {
      return { path: { type: 'PathPrefix', value: `/m/${index}` } };
    }),
    last,
  ]);

/** A route's rules: mostly few, at times as many as a route can hold; some with names. */
export function ruleLists(ref: RefArbitrary): fc.Arbitrary<JsonObject[]> {
  const few = fc.array(rules(ref), { minLength: 1, maxLength: 4 });
  const many = fc.array(rules(ref), { minLength: 9, maxLength: 16 });
  const crowded = fc.record({ matches: manyMatches, backendRefs: backends(ref) });
  return fc
    .tuple(
      fc.oneof({ weight: 25, arbitrary: few }, { weight: 1, arbitrary: many }),
      maybe(20, fc.nat({ max: 3 })),
      maybe(2, crowded),
    )
    .map(([list, named, crowd]) => [
      ...list.map((rule, index) => (index === named ? { name: `rule-${index}`, ...rule } : rule)),
      ...(crowd === undefined || list.length > 15 ? [] : [crowd]),
    ]);
}
