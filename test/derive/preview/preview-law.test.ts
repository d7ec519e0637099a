// The law of previews, on random routes: at the hostname a request without the key goes where one
// with the key goes on the route, and all other hosts are as they were.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import type { OutcomeJson } from '../../../lib/pipeline';
import { whereTo } from '../../../lib/testing/where-to';
import { deriving, gateway, match, route, sandbox, workload } from '../../routes';

const host = 'pr-42.shop.test';
const services = ['a', 'b', 'c'];
const texts = ['/', '/a', '=/a', '/a/b', 'GET /', 'POST /a', '/?q=1', '/a?q=1'];
const headers = [{}, { 'x-env': 'prod' }, { 'x-env': 'prod', 'x-user': 'me' }, { baggage: 'x=1' }];

const backend = fc.record({
  name: fc.constantFrom(...services),
  port: fc.constant(80),
  weight: fc.constantFrom(0, 1, 3),
});
const filters: readonly (readonly JsonObject[])[] = [
  [],
  [
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { add: [{ name: 'x-a', value: '1' }] },
    },
  ],
  [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['baggage'] } }],
  [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 302 } }],
];
const aMatch = fc
  .tuple(fc.constantFrom(...texts), fc.constantFrom(...headers))
  .map(([text, own]) => match(text, own));
const aRule = fc.record({
  matches: fc.array(aMatch, { minLength: 1, maxLength: 3 }),
  filters: fc.constantFrom(...filters),
  backendRefs: fc.array(backend, { minLength: 1, maxLength: 2 }),
});

/** A redirecting rule has no backends. */
function written(rule: JsonObject): JsonObject {
  const { backendRefs, ...rest } = rule;
  return JSON.stringify(rule.filters).includes('RequestRedirect') ? rest : { ...rest, backendRefs };
}

const requests = ['GET', 'POST'].flatMap((method) =>
  ['/', '/a', '/a/b', '/?q=1', '/a?q=1'].flatMap((path) =>
    [{}, { 'x-env': 'prod' }, { 'x-user': 'me', 'x-env': 'prod' }].map((own) => ({
      method,
      path,
      own,
    })),
  ),
);

/** Where a request goes, without the host that it asked for. */
function place(outcome: OutcomeJson, asked: string): string {
  if (outcome.outcome === 'redirect') return outcome.location.replace(asked, 'HOST');
  if (outcome.outcome === 'status') return `status ${outcome.status}`;
  if (outcome.outcome !== 'backends') return JSON.stringify(outcome);
  return outcome.backends
    .map((one) => `${'service' in one ? one.service : one.status} ${one.share}`)
    .sort()
    .join();
}

test('a request without the key goes at a preview where one with it goes on the route', () => {
  const fixed: readonly KubeObject[] = [gateway(), ...services.flatMap((name) => workload(name))];
  const spec = sandbox('pr-42', ['a', 'b'], {
    previews: [
      { hostname: host, route: { kind: 'HTTPRoute', namespace: 'shop', name: 'r' }, path: [] },
    ],
  });
  const carriers = [{ type: 'header', name: 'x-routing-key' }] as const;
  let compared = 0;
  let derivedTimes = 0;
  fc.assert(
    fc.property(
      fc.array(aRule, { minLength: 1, maxLength: 4 }),
      fc.constantFrom<'fork-only' | 'keep'>('fork-only', 'keep'),
      (rules, weights) => {
        const baseline = [
          ...fixed,
          route('r', rules.map(written), { hostnames: ['www.shop.test'] }),
        ];
        const { objects } = deriving(baseline, [spec], { weights, carriers });
        if (objects.length === 0) return;
        derivedTimes += 1;
        const together = [...baseline, ...objects];
        for (const { method, path, own } of requests) {
          const ask = (name: string, more: object = {}, all = together) => {
            const question = { headers: { ...own, ...more } };
            return place(whereTo(all, `${method} http://${name}${path}`, question), name);
          };
          const keyed = ask('www.shop.test', { 'x-routing-key': 'pr-42' });
          expect(ask(host)).toBe(keyed);
          expect(ask('www.shop.test')).toBe(ask('www.shop.test', {}, baseline));
          compared += 1;
        }
      },
    ),
    { numRuns: 20 },
  );
  // A law that was never asked holds.
  expect(derivedTimes).toBeGreaterThan(15);
  expect(compared).toBeGreaterThan(450);
});
