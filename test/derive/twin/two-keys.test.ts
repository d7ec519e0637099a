// Keys of two sandboxes in one request: no route can order another, so the derived rule that ranks
// first answers. What docs/architecture.md#carriers says of that, under every order.

import { expect, test } from 'vitest';
import type { Carrier } from '../../../lib/model/config';
import { type OracleRequest, readings } from '../../oracle/accept';
import { orders } from '../../oracle/order';
import { type Ages, routeRequest } from '../../oracle/router';
import { worldOf } from '../../oracle/world';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

const carriers: readonly Carrier[] = [
  { type: 'header', name: 'x-routing-key' },
  { type: 'baggage' },
  { type: 'tracestate' },
  { type: 'query', name: 'key' },
  { type: 'cookie', name: 'key' },
];
const baseline = [gateway(), ...workload('a'), route('r', [rule('/', 'a')])];

const plain: OracleRequest = {
  to: { gateway: 'shop/edge', port: 80 },
  protocol: 'http',
  method: 'GET',
  host: 'any.test',
  path: '/cart',
  query: [],
  headers: [],
};

/** How a request carries a key in each of them. */
const carrying: { readonly [type in Carrier['type']]: (key: string) => Partial<OracleRequest> } = {
  header: (key) => ({ headers: [['x-routing-key', key]] }),
  baggage: (key) => ({ headers: [['baggage', `sd-routing-key=${key}`]] }),
  tracestate: (key) => ({ headers: [['tracestate', `sd-routing-key=${key}`]] }),
  query: (key) => ({ query: [['key', key]] }),
  cookie: (key) => ({ headers: [['cookie', `key=${key}`]] }),
};

function joined(left: Partial<OracleRequest>, right: Partial<OracleRequest>): OracleRequest {
  return {
    ...plain,
    headers: [...(left.headers ?? []), ...(right.headers ?? [])],
    query: [...(left.query ?? []), ...(right.query ?? [])],
  };
}

const older =
  (owner: string): Ages =>
  (one) =>
    one.owner === owner ? -1 : 0;

/** The sandboxes whose fork answers, order by order. */
function answering(request: OracleRequest, ages: Ages): ReadonlyMap<string, string> {
  const { objects } = deriving(baseline, [sandbox('k1', ['a']), sandbox('k2', ['a'])], {
    carriers,
  });
  const world = worldOf([...baseline, ...objects]);
  const [reading] = readings;
  if (reading === undefined) throw new Error('a reading');
  return new Map(
    orders.map((order) => {
      const { text } = routeRequest(world, request, { order, reading, ages });
      return [order.name, /a-(k[12]):80/.exec(text)?.[1] ?? text];
    }),
  );
}

const inEvery = (owner: string) => new Map(orders.map(({ name }) => [name, owner]));

test.each(['header', 'baggage', 'tracestate', 'cookie'] as const)(
  'a key in the %s goes before another in a parameter, whichever route is older',
  (type) => {
    for (const [first, second] of [
      ['k1', 'k2'],
      ['k2', 'k1'],
    ] as const) {
      const request = joined(carrying[type](first), carrying.query(second));
      expect(answering(request, older(second))).toEqual(inEvery(first));
    }
  },
);

test('Envoy Gateway puts a key in a header of its own before one in baggage; elsewhere the older route answers', () => {
  const request = joined(carrying.header('k2'), carrying.baggage('k1'));
  expect(answering(request, older('k2'))).toEqual(inEvery('k2'));
  expect(answering(request, older('k1'))).toEqual(
    new Map([...inEvery('k1')].map(([name, k]) => [name, name === 'envoy-gateway' ? 'k2' : k])),
  );
});

test.each([
  ['two members of one baggage', { headers: [['baggage', 'sd-routing-key=k2,sd-routing-key=k1']] }],
  ['members of two lists', joined(carrying.tracestate('k2'), carrying.baggage('k1'))],
] as const)('%s: the older derived route answers, of one age the first by name', (_, request) => {
  const asked = { ...plain, ...request };
  expect(answering(asked, () => 0)).toEqual(inEvery('k1'));
  expect(answering(asked, older('k1'))).toEqual(inEvery('k1'));
  expect(answering(asked, older('k2'))).toEqual(inEvery('k2'));
});
