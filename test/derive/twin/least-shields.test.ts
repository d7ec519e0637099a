// The set of shields, by brute force on small tables: with all of them no request goes wrong, and
// without any one of them some request does, under some order and some ages of the routes.
//
// Every rule has a Service of its own, so that each wrong turn shows. Neighbours: ../../oracle/,
// whose router knows nothing of how shields are found.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import { at, type JsonObject, type KubeObject, listOf } from '../../../lib/model/manifest';
import { type OracleRequest, readings } from '../../oracle/accept';
import { orders } from '../../oracle/order';
import { canonical, forkOutcome } from '../../oracle/outcome';
import { type Ages, decide, hear } from '../../oracle/router';
import { type World, worldOf } from '../../oracle/world';
import { deriving, gateway, isRoute, route, rule, workload } from '../../routes';

const forks = new Map([['shop/a', { service: 'shop/a-pr-42' }]]);

interface Rules {
  readonly path: string;
  readonly method: string;
  readonly query: readonly string[];
  readonly headers: readonly string[];
  readonly isForked: boolean;
}

const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const rules: fc.Arbitrary<Rules> = fc.record({
  path: pick('/', '/', '/', '/a', '/a', '=/a'),
  method: pick('', '', 'GET '),
  query: fc.subarray(['q=1', 'r=1']),
  headers: fc.subarray(['x-a', 'x-b']),
  isForked: pick(true, false, false, false),
});
/** Rules of one route, or of two. */
const table = fc
  .tuple(
    fc.uniqueArray(rules, { minLength: 2, maxLength: 5, selector: said }),
    fc.uniqueArray(rules, { maxLength: 3, selector: said }),
  )
  .filter((both) => both.flat().some(({ isForked }) => isForked));

function said({ path, method, query, headers }: Rules): string {
  return JSON.stringify([path, method, query, headers]);
}

function objectsOf(lists: readonly (readonly Rules[])[]): readonly KubeObject[] {
  let count = 0;
  const routes = lists.flatMap((list, index) => {
    const all = list.map(({ path, method, query, headers, isForked }) => {
      count += 1;
      const text = `${method}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
      const service = isForked ? 'a' : `b-${count}`;
      // What each rule does is its own, forked or not.
      const timeouts = { request: `${count}s` };
      return rule(text, service, Object.fromEntries(headers.map((name) => [name, '1'])), {
        timeouts,
      });
    });
    return all.length === 0 ? [] : [route(index === 0 ? 'r' : 's', all)];
  });
  const services = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((one) => workload(`b-${one}`));
  return [gateway(), ...workload('a'), ...services, ...routes];
}

function subsets(names: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_, place) => bits & (2 ** place)),
  );
}

/** Every request that some table can tell apart, with the key. */
const requests: readonly OracleRequest[] = ['/', '/a', '/a/b'].flatMap((path) =>
  ['GET', 'POST'].flatMap((method) =>
    subsets(['x-a', 'x-b']).flatMap((names) =>
      subsets(['q', 'r']).map(
        (params): OracleRequest => ({
          to: { gateway: 'shop/edge', port: 80 },
          protocol: 'http',
          method,
          host: 'any.test',
          path,
          query: params.map((name) => [name, '1']),
          headers: names.map((name) => [name, '1']),
        }),
      ),
    ),
  ),
);

/** Derived routes are as old as what they were derived from, or all are of one age. */
const ages: readonly Ages[] = [
  () => 0,
  ({ name }) => Number(name.endsWith('r')),
  ({ name }) => Number(name.endsWith('s')),
];

const [reading] = readings;

interface Carried {
  readonly config: Partial<Config>;
  readonly keyed: (request: OracleRequest) => OracleRequest;
}

const header: Carried = {
  config: { carriers: [{ type: 'header', name: 'x-routing-key' }] },
  keyed: (request) => ({ ...request, headers: [...request.headers, ['x-routing-key', 'pr-42']] }),
};
const query: Carried = {
  config: { carriers: [{ type: 'query', name: 'key' }] },
  keyed: (request) => ({ ...request, query: [...request.query, ['key', 'pr-42']] }),
};
const baggage: Carried = {
  config: { carriers: [{ type: 'baggage' }] },
  keyed: (request) => ({
    ...request,
    headers: [...request.headers, ['baggage', 'sd-routing-key=pr-42']],
  }),
};

/** Whether some request goes elsewhere than the baseline's, forked. */
function isBroken(
  before: World,
  after: World,
  names: readonly string[],
  carried: Carried,
): boolean {
  if (reading === undefined) throw new Error('no reading');
  return requests.some((plain) => {
    const request = carried.keyed(plain);
    const [was, is] = [before, after].map((world) => hear(world, request, reading));
    if (was === undefined || is === undefined) return true;
    return orders
      .filter(({ name }) => names.includes(name))
      .some((order) =>
        ages.some((age) => {
          const { outcome } = decide(was, order, age);
          const wanted = canonical(forkOutcome(outcome, forks, 'fork-only'));
          return decide(is, order, age).text !== wanted;
        }),
      );
  });
}

/** The derived objects without one match of theirs, for each match that leads to no fork. */
function withoutEachShield(objects: readonly KubeObject[]): readonly (readonly KubeObject[])[] {
  return objects.filter(isRoute).flatMap((one) =>
    listOf(at(one.spec, ['rules'])).flatMap((entry, ruleIndex) => {
      const isFork = JSON.stringify(entry).includes('a-pr-42');
      return listOf(at(entry, ['matches'])).flatMap((_, matchIndex) =>
        isFork
          ? []
          : [
              objects.flatMap((each) =>
                each === one ? lacking(one, ruleIndex, matchIndex) : [each],
              ),
            ],
      );
    }),
  );
}

function lacking(object: KubeObject, ruleIndex: number, matchIndex: number): readonly KubeObject[] {
  const kept = listOf(at(object.spec, ['rules'])).flatMap((entry, index) => {
    const matches = listOf(at(entry, ['matches'])).filter((_, place) => place !== matchIndex);
    if (index !== ruleIndex) return [entry as JsonObject];
    return matches.length === 0 ? [] : [{ ...(entry as JsonObject), matches }];
  });
  return kept.length === 0
    ? []
    : [{ ...object, spec: { ...(object.spec as JsonObject), rules: kept } }];
}

const runs = 40;

const profiles = [
  ['specification'],
  ['envoy-gateway'],
  ['linkerd'],
  ['specification', 'envoy-gateway', 'linkerd'],
];

test.each([
  ['a header', header],
  ['baggage', baggage],
  ['a query parameter', query],
])('%s: all shields are enough, and none can be left out', { timeout: 120_000 }, (_, carried) => {
  let shields = 0;
  const one = fc.property(table, pick(...profiles), (lists, names) => {
    const objects = objectsOf(lists);
    const { objects: derived } = deriving(objects, ['a'], { ...carried.config, profiles: names });
    const before = worldOf(objects);
    expect(isBroken(before, worldOf([...objects, ...derived]), names, carried)).toBe(false);
    for (const fewer of withoutEachShield(derived)) {
      shields += 1;
      expect(isBroken(before, worldOf([...objects, ...fewer]), names, carried)).toBe(true);
    }
  });
  fc.assert(one, { numRuns: runs });
  expect(shields).toBeGreaterThan(runs / 20);
});
