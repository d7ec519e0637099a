// Ties between routes: by age where the input has it, kept in one derived route where names would
// turn it round, else refused; unknown ages are told.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import { at, type KubeObject } from '../../../lib/model/manifest';
import {
  deriving,
  gateway,
  isRoute,
  printed,
  type RouteProps,
  route,
  rule,
  workload,
} from '../../routes';

const old = { created: '2020-01-01T00:00:00Z' };
const young = { created: '2024-01-01T00:00:00Z' };
const base = [gateway(), ...workload('a'), ...workload('b'), ...workload('c')];

const tied = (
  first: RouteProps,
  second: RouteProps,
  texts: readonly [string, string] = ['/', '/'],
) => [...base, route('r', [rule(texts[0], 'a')], first), route('s', [rule(texts[1], 'b')], second)];

test('ages that nobody knows are told, with a request for which they matter', () => {
  const { lines, findings, codes } = deriving(tied({}, {}, ['/api', '/api']), ['a']);
  expect(lines).toEqual(['pr-42--r: /api +baggage -> a-pr-42', 'pr-42--s: /api +baggage -> b']);
  expect(codes).toEqual(['order-unknown']);
  expect(findings[0]?.message).toContain('GET /api');
  expect(deriving(tied(old, {}), ['a']).codes).toEqual(['order-unknown']);
  expect(deriving(tied({}, young), ['a']).codes).toEqual(['order-unknown']);
});

test('an older route that sorts first wins before and after: nothing is told', () => {
  // The younger one never wins, so it needs no shield.
  const { lines, codes } = deriving(tied(old, young), ['a']);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  expect(codes).toEqual([]);
});

test('of one age, names decide, of derived routes as of their baselines', () => {
  expect(deriving(tied(old, old), ['a'])).toMatchObject({
    lines: ['pr-42--r: / +baggage -> a-pr-42'],
    codes: [],
  });
  const { lines, codes } = deriving(tied(old, old), ['b']);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a', 'pr-42--s: / +baggage -> b-pr-42']);
  expect(codes).toEqual([]);
});

test('where names would turn the ages round, one route holds the rules, the oldest first', () => {
  const { lines, codes, objects } = deriving(tied(young, old), ['a']);
  expect(lines).toEqual(['pr-42--s: / +baggage -> b', 'pr-42--s: / +baggage -> a-pr-42']);
  expect(codes).toEqual([]);
  const only = printed(objects, 'HTTPRoute shop/pr-42--s');
  expect(only.metadata?.annotations?.['gatefork.dev/derived-from']).toBe('HTTPRoute/shop/s');
  expect(objects.filter(isRoute)).toHaveLength(1);
});

/** Each has a header of its own, so that no third rule takes what two of them tie for. */
const own = (name: string, service: string) => rule('/', service, { [`x-${name}`]: '1' });

test('three routes of mixed ages stand in one', () => {
  const middle = { created: '2022-01-01T00:00:00Z' };
  const objects = [
    ...base,
    route('r', [own('r', 'a')], middle),
    route('s', [own('s', 'b')], young),
    route('t', [own('t', 'c')], old),
  ];
  expect(deriving(objects, ['b'])).toMatchObject({
    lines: [
      'pr-42--t: / x-t:1 +baggage -> c',
      'pr-42--t: / x-r:1 +baggage -> a',
      'pr-42--t: / x-s:1 +baggage -> b-pr-42',
    ],
    codes: [],
  });
});

test('a rule that an older one takes everything from needs no shield', () => {
  const middle = { created: '2022-01-01T00:00:00Z' };
  const objects = [
    ...base,
    route('r', [rule('/', 'a')], old),
    route('s', [rule('/', 'b')], middle),
    route('t', [rule('/', 'c')], young),
  ];
  expect(deriving(objects, ['c'])).toMatchObject({
    lines: ['pr-42--r: / +baggage -> a', 'pr-42--t: / +baggage -> c-pr-42'],
    codes: [],
  });
});

test('the digest holds every route that was joined', () => {
  const digestOf = (objects: readonly KubeObject[]) =>
    at(printed(deriving(objects, ['a']).objects, 'HTTPRoute shop/pr-42--s').metadata as never, [
      'annotations',
      'gatefork.dev/baseline-digest',
    ]);
  const changed = tied({ ...young }, old);
  const other = changed.map((one) =>
    one.metadata?.name === 'r'
      ? route('r', [rule('/', 'a', {}, { timeouts: { request: '3s' } })], young)
      : one,
  );
  expect(digestOf(changed)).not.toBe(digestOf(other));
});

describe('refused, with the reason, where', () => {
  const policy: KubeObject = {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'SecurityPolicy',
    metadata: { name: 'deny', namespace: 'shop' },
    spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 's' }] },
  };
  test.each<readonly [string, readonly KubeObject[], string]>([
    [
      'hostnames differ',
      tied({ ...young, hostnames: ['a.test'] }, { ...old, hostnames: ['a.test', 'b.test'] }),
      'their hostnames differ',
    ],
    [
      'labels differ',
      tied({ ...young, labels: { team: 'x' } }, old),
      'their labels or annotations differ',
    ],
    [
      'parentRefs differ',
      tied({ ...young, parents: [{ name: 'edge', sectionName: 'http' }] }, old),
      'their parentRefs differ',
    ],
    ['a policy names one', [...tied(young, old), policy], 'a policy names one of them'],
  ])('%s', (_, objects, reason) => {
    const { findings, derived } = deriving(objects, ['a']);
    const lost = findings.filter(({ code }) => code === 'order-lost');
    expect(lost.map(({ message }) => message)).toEqual([
      expect.stringContaining(`and they cannot be one route: ${reason}`),
    ]);
    expect(lost[0]?.hint).toContain('rename one of the routes');
    expect(derived.sandboxes).toEqual([]);
  });

  test('namespaces differ', () => {
    const objects = [
      ...base,
      gateway(undefined, { namespace: 'edge' }),
      ...workload('b', { namespace: 'zoo' }),
      route('r', [rule('/', 'a')], { ...young, parents: [{ name: 'edge', namespace: 'edge' }] }),
      route('s', [rule('/', 'b')], {
        ...old,
        namespace: 'zoo',
        parents: [{ name: 'edge', namespace: 'edge' }],
      }),
    ];
    const { findings } = deriving(objects, ['a']);
    expect(findings.map(({ code, message }) => [code, message.split(': ').at(-1)])).toEqual([
      ['order-lost', 'their namespaces differ'],
    ]);
  });

  test('one is never forked', () => {
    const config: Partial<Config> = { exclude: { routes: ['shop/s'], gateways: [] } };
    const { findings } = deriving(tied(young, old), ['a'], config);
    expect(findings.find(({ code }) => code === 'order-lost')?.message).toContain(
      'one of them is never forked',
    );
  });

  test('a third route in the same knot differs', () => {
    const middle = { created: '2022-01-01T00:00:00Z', labels: { team: 'x' } };
    const objects = [
      ...base,
      route('p', [own('p', 'a')], young),
      route('q', [own('q', 'c')], middle),
      route('r', [own('r', 'b')], old),
    ];
    const { findings } = deriving(objects, ['a']);
    const lost = findings.filter(({ code }) => code === 'order-lost');
    expect(lost.map(({ message }) => message.split(': ').at(-1))).toEqual([
      'their labels or annotations differ',
      'their labels or annotations differ',
      'their labels or annotations differ',
    ]);
  });

  test('neither name would do beside others that tie with one of the two', () => {
    const year = (number: number) => ({ created: `${number}-01-01T00:00:00Z` });
    const at = (path: string, name: string, service: string) =>
      rule(
        path,
        service,
        { [`x-${name}`]: '1' },
        { timeouts: { request: `${name.charCodeAt(0)}s` } },
      );
    const objects = [
      ...base,
      route('p', [at('/', 'p', 'a'), at('/z', 'p', 'a')], year(2022)),
      route('q', [at('/y', 'q', 'c')], year(2020)),
      route('r', [at('/z', 'r', 'a')], year(2023)),
      route('s', [at('/', 's', 'b'), at('/y', 's', 'a')], year(2021)),
    ];
    const { findings } = deriving(objects, ['a']);
    expect(findings.map(({ code, message }) => [code, message.split(': ').at(-1)])).toEqual([
      ['order-lost', 'the name of none sorts as their ages do'],
    ]);
  });
});

test('where a named profile does not go by age, ages are told to be unknown', () => {
  const config: Partial<Config> = { profiles: ['agentgateway'] };
  const { findings, codes, lines } = deriving(tied(old, young), ['a'], config);
  expect(codes).toEqual(['order-unknown']);
  expect(findings[0]?.message).toContain('the profiles that are named do not all go by it');
  expect(lines).toHaveLength(2);
});

test('dates are read as instants, to the second, and what is no date is none', () => {
  const same = (left: string, right: string) =>
    deriving(tied({ created: left }, { created: right }), ['b']);
  expect(same('2024-01-01T00:00:00Z', '2024-01-01T01:00:00+01:00').codes).toEqual([]);
  expect(same('2024-01-01T00:00:00.9Z', '2024-01-01T00:00:00Z').codes).toEqual([]);
  expect(same('yesterday', '2024-01-01T00:00:00Z').codes).toEqual(['order-unknown']);
});

test('whatever the ages are, the order of derived rules is that of ages, or nothing is written', () => {
  const age = fc.constantFrom('2020', '2021', '2022');
  fc.assert(
    fc.property(fc.array(age, { minLength: 2, maxLength: 4 }), (ages) => {
      const names = ages.map((_, index) => String.fromCharCode(114 + index));
      const services = names.map((name) => `svc-${name}`);
      const objects = [
        gateway(),
        ...services.flatMap((name) => workload(name)),
        ...names.map((name, index) =>
          route(name, [own(name, `svc-${name}`)], { created: `${ages[index]}-01-01T00:00:00Z` }),
        ),
      ];
      // The youngest is forked, so that all others need shields.
      const sorted = names
        .map((name, index) => ({ name, age: ages[index] ?? '' }))
        .sort((left, right) => (left.age + left.name < right.age + right.name ? -1 : 1));
      const forked = `svc-${sorted.at(-1)?.name}`;
      const { lines, codes } = deriving(objects, [forked]);
      expect(codes).toEqual([]);
      const targets = [...lines]
        .map((line, index) => ({ line, index }))
        .sort((left, right) => {
          const [one = '', other = ''] = [left.line, right.line].map((line) => line.split(':')[0]);
          return one === other ? left.index - right.index : one < other ? -1 : 1;
        })
        .map(({ line }) => line.split('-> ')[1]?.replace('-pr-42', ''));
      expect(targets).toEqual(sorted.map(({ name }) => `svc-${name}`));
    }),
    { numRuns: 60 },
  );
});
