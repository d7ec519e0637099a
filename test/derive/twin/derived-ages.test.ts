// Derived routes beside their baselines in age: as a rule they are younger, and after a baseline
// is made anew they are older. Nothing hangs on it, since a twin and a baseline match never tie.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { type OracleRequest, readings } from '../../oracle/accept';
import { orders } from '../../oracle/order';
import { canonical, forkOutcome } from '../../oracle/outcome';
import { type Ages, routeRequest } from '../../oracle/router';
import { withoutShields } from '../../oracle/shields';
import { worldOf } from '../../oracle/world';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

const forks = new Map([['shop/a', { service: 'shop/a-pr-42' }]]);
const base = [gateway(), ...workload('a'), ...workload('b')];

const ages: readonly (readonly [string, Ages])[] = [
  ['younger', ({ derived }) => Number(derived)],
  ['of one age', () => 0],
  ['older', ({ derived }) => -Number(derived)],
];

const inTwoRoutes = (text: string, headers: { readonly [name: string]: string }) => [
  ...base,
  route('r', [rule('/api', 'a')]),
  route('s', [rule(text, 'b', headers)]),
];
const inOneRoute = (...rules: readonly JsonObject[]) => [...base, route('r', rules)];

/** Baselines in which a twin without shields would tie with a rule of the baseline, or pass it. */
const baselines: readonly (readonly [string, readonly KubeObject[]])[] = [
  ['a header in another route', inTwoRoutes('/api', { 'x-env': 'prod' })],
  ['a header that is an expression', inTwoRoutes('/api', { 'x-env': '~prod.*' })],
  ['a parameter', inTwoRoutes('/api?debug=1', {})],
  ['a method', inTwoRoutes('GET /api', {})],
  [
    'a header that stands first',
    inOneRoute(
      rule('/api', 'b', { 'x-env': 'prod' }),
      rule('/api', 'a', { 'x-user': 'beta' }),
      rule('/api', 'a'),
    ),
  ],
];

const requests = [[], [['debug', '1']] as const].flatMap((query) =>
  ['GET', 'POST'].flatMap((method) =>
    [[], ['x-env'], ['x-user'], ['x-env', 'x-user']].flatMap((names) =>
      ['pr-42', undefined].map((key) => ({ query, method, names, key })),
    ),
  ),
);

const values: { readonly [name: string]: string } = { 'x-env': 'prod', 'x-user': 'beta' };

function requestOf({ query, method, names, key }: (typeof requests)[number]): OracleRequest {
  return {
    to: { gateway: 'shop/edge', port: 80 },
    protocol: 'http',
    method,
    host: 'any.test',
    path: '/api/x',
    query,
    headers: [
      ...names.map((name) => [name, values[name] ?? ''] as const),
      ...(key === undefined ? [] : [['baggage', `sd-routing-key=${key}`] as const]),
    ],
  };
}

/** Requests that go elsewhere than the baseline sends them, forked. */
function astray(before: readonly KubeObject[], derived: readonly KubeObject[], age: Ages) {
  const [was, is] = [worldOf(before), worldOf([...before, ...derived])];
  return requests.flatMap((asked) => {
    const request = requestOf(asked);
    return orders.flatMap((order) =>
      readings.flatMap((reading) => {
        const law = { order, reading, ages: age };
        const { outcome } = routeRequest(was, request, law);
        const wanted = asked.key === undefined ? outcome : forkOutcome(outcome, forks, 'fork-only');
        const { text } = routeRequest(is, request, law);
        return text === canonical(wanted) ? [] : [`${order.name} ${JSON.stringify(asked)}`];
      }),
    );
  });
}

test.each(baselines)('beside %s no request hangs on the age of derived routes', (_, before) => {
  const { objects, codes } = deriving(before, ['a']);
  expect(codes).toEqual([]);
  for (const [name, age] of ages) expect([name, astray(before, objects, age)]).toEqual([name, []]);
});

test('without shields some would', () => {
  const before = inTwoRoutes('/api', { 'x-env': '~prod.*' });
  const owner = sandbox('pr-42', ['a']);
  const bare = withoutShields(deriving(before, ['a']).objects, { owner, forks });
  const counts = ages.map(([, age]) => astray(before, bare, age).length);
  expect(counts[0]).toBeLessThan(counts[2] ?? 0);
});
