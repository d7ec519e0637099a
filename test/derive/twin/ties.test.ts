// Routes that tie: pairs as long as somebody may read them, beyond that crowds of which each is
// told once.

import { expect, test } from 'vitest';
import { Seniority } from '../../../lib/derive/twin/seniority';
import { Ties, tiedRoutes } from '../../../lib/derive/twin/ties';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import type { Route, Rule } from '../../../lib/model/route';
import type { Candidate } from '../../../lib/model/route-table';
import { deriving, gateway, httpMatch, route, workload } from '../../routes';

function candidate(name: string, created?: string): Candidate {
  const one = { kind: 'HTTPRoute', namespace: 'shop', name, ...(created ? { created } : {}) };
  return { route: one as Route, rule: {} as Rule, match: httpMatch('/'), matchIndex: 0 };
}

const named = (index: number) => candidate(`r-${String(index).padStart(4, '0')}`);
const ages = new Seniority(true);

test('a pair is listed once, the first by name on the left', () => {
  const ties = new Ties(ages);
  const [a, b, c] = [candidate('a'), candidate('b'), candidate('c')];
  ties.add(b, a);
  ties.add(a, b);
  ties.add(a, c);
  expect(ties.pairs.map(({ left, right }) => [left.route.name, right.route.name])).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ]);
  expect([ties.has(b.route, a.route), ties.has(b.route, c.route)]).toEqual([true, false]);
  expect(ties.crowds).toEqual([]);
});

test('ages tell which of a pair comes first', () => {
  const [a, b] = [candidate('a', '2024-01-01T00:00:00Z'), candidate('b', '2020-01-01T00:00:00Z')];
  const first = (left: Candidate, right: Candidate, seniority = ages) => {
    const ties = new Ties(seniority);
    ties.add(left, right);
    return ties.pairs[0]?.first;
  };
  expect(first(a, b)).toBe('right');
  expect(first(candidate('a', '2020-01-01T00:00:00Z'), b)).toBe('left');
  expect(first(candidate('a'), b)).toBeUndefined();
  expect(first(a, b, new Seniority(false))).toBeUndefined();
});

test('of one age in two namespaces, names decide where all ways to compare them agree', () => {
  const created = '2020-01-01T00:00:00Z';
  const placed = (namespace: string, name: string) =>
    ({ kind: 'HTTPRoute', namespace, name, created }) as unknown as Route;
  expect(ages.of(placed('a', 'x'), placed('b', 'a'))).toBe('before');
  expect(ages.of(placed('b', 'a'), placed('a', 'x'))).toBe('after');
  // `n-b/x` stands before `n/x` as one text, and behind it namespace by namespace.
  expect(ages.of(placed('n', 'x'), placed('n-b', 'x'))).toBeUndefined();
  expect(ages.of(placed('', 'x'), placed('n', 'x'))).toBeUndefined();
});

test('what goes beyond the listed pairs is joined to crowds', () => {
  const ties = new Ties(ages);
  const all = Array.from({ length: 60 }, (_, index) => named(index));
  for (const left of all) for (const right of all) if (left !== right) ties.add(left, right);
  expect(ties.pairs).toHaveLength(1000);
  for (const left of all) {
    for (const right of all)
      if (left !== right) expect(ties.has(left.route, right.route)).toBe(true);
  }
  const [crowd, ...more] = ties.crowds;
  expect(more).toEqual([]);
  const names = crowd?.members.map((one) => one.route.name) ?? [];
  expect(names).toEqual([...names].sort());
  expect(tiedRoutes({ ties: ties.pairs, crowds: ties.crowds }).size).toBe(60);
});

test('crowds that never met stay apart, and one tie joins them', () => {
  const ties = new Ties(ages);
  const left = Array.from({ length: 50 }, (_, index) => named(index));
  for (const one of left) for (const other of left) if (one !== other) ties.add(one, other);
  const [a, b, c, d] = [named(900), named(901), named(902), named(903)];
  ties.add(a, b);
  ties.add(c, d);
  const sizes = () => ties.crowds.map(({ members }) => members.length).sort((x, y) => x - y);
  expect(sizes().slice(0, 2)).toEqual([2, 2]);
  expect(ties.has(a.route, c.route)).toBe(false);
  ties.add(b, c);
  expect(ties.has(a.route, d.route)).toBe(true);
  expect(sizes()[0]).toBe(4);
});

function expressions(count: number, created?: (index: number) => string): readonly KubeObject[] {
  const rules = (index: number): readonly JsonObject[] => [
    {
      matches: [{ path: { type: 'RegularExpression', value: `/svc-${index}/v[0-9]+` } }],
      backendRefs: [{ name: index === 0 ? 'a' : `b-${index}`, port: 80 }],
    },
  ];
  const routes = Array.from({ length: count }, (_, index) =>
    route(
      `r-${String(index).padStart(3, '0')}`,
      rules(index),
      created === undefined ? {} : { created: created(index) },
    ),
  );
  return [gateway(), ...workload('a'), ...routes];
}

test('many expressions of one host are told in as many words as somebody may read', () => {
  const { findings, lines } = deriving(expressions(120), ['a']);
  expect(lines).toHaveLength(120);
  expect(findings).toHaveLength(1001);
  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['order-unknown']));
  expect(findings.at(-1)?.message).toMatch(
    /^\d+ routes, from HTTPRoute shop\/r-\d+ to HTTPRoute shop\/r-\d+, tie with one another/,
  );
  expect(findings.at(-1)?.hint).toContain('begin with `^`');
});

test('ages that names turn round in a crowd are refused', () => {
  // The later its name, the older the route; each overlaps each.
  const year = (index: number) => `${2200 - index}-01-01T00:00:00Z`;
  const { codes, derived } = deriving(expressions(60, year), ['a']);
  expect(codes).toContain('order-lost');
  expect(derived.sandboxes).toEqual([]);
});
