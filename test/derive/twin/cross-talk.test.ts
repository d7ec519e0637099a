// Keys of many sandboxes side by side: each request reaches the forks of its own key, in every
// carrier, whatever the keys have in common; and no sandbox's routes know of another.

import { expect, test } from 'vitest';
import type { Carrier } from '../../../lib/model/config';
import { type OracleRequest, readings } from '../../oracle/accept';
import { orders } from '../../oracle/order';
import { routeRequest } from '../../oracle/router';
import { worldOf } from '../../oracle/world';
import { deriving, gateway, isRoute, route, rule, sandbox, workload } from '../../routes';

const keys = ['pr-4', 'pr-42', 'pr-421', 'pr-4-2', 'r-4', 'ab', 'ab1', 'xab', 'a-b', 'pr'];
const baseline = [
  gateway(),
  ...workload('a'),
  ...workload('b'),
  route('r', [rule('/', 'a'), rule('/?q=1', 'b'), rule('GET /x', 'b')]),
];

const carriers: readonly (readonly [string, Carrier, (key: string) => Partial<OracleRequest>])[] = [
  [
    'baggage',
    { type: 'baggage' },
    (key) => ({ headers: [['baggage', `a=1,sd-routing-key=${key}`]] }),
  ],
  [
    'tracestate',
    { type: 'tracestate' },
    (key) => ({ headers: [['tracestate', `sd-routing-key=${key},b=2`]] }),
  ],
  [
    'a header',
    { type: 'header', name: 'x-routing-key' },
    (key) => ({ headers: [['X-Routing-Key', key]] }),
  ],
  [
    'a cookie',
    { type: 'cookie', name: 'key' },
    (key) => ({ headers: [['cookie', `a=1; key=${key}; b=2`]] }),
  ],
  ['a parameter', { type: 'query', name: 'key' }, (key) => ({ query: [['key', key]] })],
];

const plain: OracleRequest = {
  to: { gateway: 'shop/edge', port: 80 },
  protocol: 'http',
  method: 'GET',
  host: 'any.test',
  path: '/cart',
  query: [],
  headers: [],
};

test.each(carriers)('%s: no key is taken for another', (_, carrier, carrying) => {
  const sandboxes = keys.map((key) => sandbox(key, ['a']));
  const { objects, findings } = deriving(baseline, sandboxes, { carriers: [carrier] });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const world = worldOf([...baseline, ...objects]);
  const others = ['pr-5', 'PR-4', 'pr-4.', 'pr-4x', 'pr_4', '.*', 'pr-4|ab', '', 'p', 'pr-4 pr-42'];
  for (const key of [...keys, ...others]) {
    const fork = keys.includes(key) ? `shop/a-${key}:80` : 'shop/a:80';
    for (const order of orders) {
      for (const reading of readings) {
        const { text } = routeRequest(
          world,
          { ...plain, ...carrying(key) },
          { order, reading, ages: () => 0 },
        );
        expect([key, order.name, reading.name, text]).toEqual([
          key,
          order.name,
          reading.name,
          expect.stringContaining(`"${fork}"`),
        ]);
      }
    }
  }
});

test('a sandbox writes the same beside others as alone: nothing is shared', () => {
  const config = { carriers: carriers.map(([, carrier]) => carrier) };
  const all = deriving(
    baseline,
    keys.map((key) => sandbox(key, ['a'])),
    config,
  ).objects;
  for (const key of keys) {
    const { objects } = deriving(baseline, [sandbox(key, ['a'])], config);
    const own = all.filter(({ metadata }) => metadata?.labels?.['gatefork.dev/sandbox'] === key);
    expect(own).toEqual(objects);
    expect(own.filter(isRoute)).toHaveLength(1);
  }
});

/** A request with one key in each of some carriers. */
function carryingAll(keyed: { readonly [carrier: string]: string }): OracleRequest {
  const parts = Object.entries(keyed).map(([name, key]) => {
    const found = carriers.find(([one]) => one === name);
    if (found === undefined) throw new Error(name);
    return found[2](key);
  });
  return {
    ...plain,
    headers: parts.flatMap(({ headers = [] }) => headers),
    query: parts.flatMap(({ query = [] }) => query),
  };
}

const everywhere = { carriers: carriers.map(([, carrier]) => carrier) };
const two = worldOf([
  ...baseline,
  ...deriving(baseline, [sandbox('pr-4', ['a']), sandbox('pr-42', ['a'])], everywhere).objects,
]);

/** The Service that a request reaches, by order and by which of the two sandboxes is older. */
function reached(request: OracleRequest, older: string): readonly (readonly [string, string])[] {
  const [reading] = readings;
  if (reading === undefined) throw new Error('no reading');
  const ages = ({ name }: { readonly name: string }) => Number(!name.startsWith(`${older}--`));
  return orders.map((order) => {
    const { text } = routeRequest(two, request, { order, reading, ages });
    return [order.name, /shop\/[a-z0-9-]+/.exec(text)?.[0] ?? text];
  });
}

test('one key in all carriers at once is one key', () => {
  const all = Object.fromEntries(carriers.map(([name]) => [name, 'pr-42']));
  for (const [order, service] of reached(carryingAll(all), 'pr-4')) {
    expect([order, service]).toEqual([order, 'shop/a-pr-42']);
  }
});

test.each(['a header', 'baggage', 'tracestate', 'a cookie'])(
  'keys of two sandboxes: %s goes before a parameter, whatever the order and the ages',
  (name) => {
    const request = carryingAll({ [name]: 'pr-42', 'a parameter': 'pr-4' });
    for (const older of ['pr-4', 'pr-42']) {
      for (const [order, service] of reached(request, older)) {
        expect([order, service]).toEqual([order, 'shop/a-pr-42']);
      }
    }
  },
);

test('keys of two sandboxes in headers: an exact one goes first where that counts, else the older route', () => {
  const request = carryingAll({ 'a header': 'pr-42', baggage: 'pr-4' });
  for (const older of ['pr-4', 'pr-42']) {
    for (const [order, service] of reached(request, older)) {
      const first = order === 'envoy-gateway' ? 'pr-42' : older;
      expect([order, older, service]).toEqual([order, older, `shop/a-${first}`]);
    }
  }
});
