// What each order costs in shields, and what naming a profile would save.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { JsonObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, workload } from '../../routes';

const header: Partial<Config> = { carriers: [{ type: 'header', name: 'x-routing-key' }] };
const base = [gateway(), ...workload('a'), ...workload('b'), ...workload('c')];

function costs(rules: readonly JsonObject[], config: Partial<Config> = header) {
  const { derived, lines } = deriving([...base, route('r', rules)], ['a'], config);
  return { shields: derived.sandboxes[0]?.shields, lines };
}

test('every order has a count, and what is left without it', () => {
  expect(costs([rule('/', 'a'), rule('/?q=1', 'b'), rule('GET /', 'c')]).shields).toEqual([
    { order: 'Envoy Gateway', count: 2, spared: 0 },
    { order: 'Linkerd', count: 2, spared: 0 },
    { order: 'the method among headers', count: 2, spared: 0 },
    { order: 'specification', count: 1, spared: 1 },
  ]);
});

test('what an order costs is what is written where its profile alone is named', () => {
  const rules = [
    rule('=/a', 'b'),
    rule('/a', 'a'),
    rule('GET /a', 'c'),
    rule('/a?q=1', 'b'),
    rule('/a', 'c', { 'x-a': '~1.*' }),
    rule('~/a.*', 'b'),
  ];
  const { shields = [], lines } = costs(rules);
  const total = lines.filter((line) => !line.includes('a-pr-42')).length;
  expect(shields).toHaveLength(4);
  const profiles: { readonly [order: string]: string } = {
    specification: 'specification',
    'Envoy Gateway': 'envoy-gateway',
    Linkerd: 'linkerd',
  };
  for (const { order, count, spared } of shields) {
    expect(count + spared).toBe(total);
    const profile = profiles[order];
    if (profile === undefined) continue;
    const alone = costs(rules, { ...header, profiles: [profile] });
    expect([order, alone.lines.length - 1]).toEqual([order, count]);
    expect(alone.shields?.every((one) => one.spared === 0) ?? true).toBe(true);
  }
});

test('no shields, nothing to tell', () => {
  expect(costs([rule('/', 'a')]).shields).toEqual([]);
});

test('a match that is a shield in several carriers counts once', () => {
  const carriers: Config['carriers'] = [
    { type: 'header', name: 'x-routing-key' },
    { type: 'baggage' },
  ];
  const { shields } = costs([rule('/', 'a'), rule('/?q=1', 'b')], {
    carriers,
    profiles: ['istio'],
  });
  expect(shields).toEqual([{ order: 'expressions last', count: 1, spared: 0 }]);
});
