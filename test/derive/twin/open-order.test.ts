// Two routes whose rank an order leaves open: in some implementation, or for some path, they tie,
// and then the older one wins.

import { expect, test } from 'vitest';
import { deriving, gateway, type RouteProps, route, rule, workload } from '../../routes';

const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'] as const;

/** `z` asks for an expression, `a` for a prefix that it takes as well. */
function derived(a: RouteProps, z: RouteProps, profiles: readonly string[] = []) {
  const objects = [gateway(), ...workload('cart'), ...workload('old')];
  const routes = [route('a', [rule('/a', 'cart')], a), route('z', [rule('~/a.*', 'old')], z)];
  return deriving([...objects, ...routes], ['cart'], {
    profiles,
    carriers: [{ type: 'header', name: 'x-routing-key' }],
  });
}

test.each([[[]], [['linkerd']]])(
  'where names would turn ages round, one route holds both, the older first: profiles %j',
  (profiles) => {
    const { lines, codes } = derived({ created: late }, { created: early }, profiles);
    expect(codes).toEqual([]);
    expect(lines).toEqual([
      'pr-42--z: ~/a.* +x-routing-key -> old',
      'pr-42--z: /a +x-routing-key -> cart-pr-42',
    ]);
  },
);

test('what cannot be one route is refused', () => {
  const section = { parents: [{ name: 'edge', sectionName: 'http' }] };
  const { objects, findings } = derived({ created: late }, { created: early, ...section });
  expect(objects).toEqual([]);
  expect(findings.map(({ code }) => code)).toEqual(['order-lost']);
});

test('ages that names keep, and ages that nobody knows, ask for nothing', () => {
  const dated = derived({ created: early }, { created: late });
  const undated = derived({}, {});
  expect(dated.codes).toEqual([]);
  expect(undated.codes).toEqual([]);
  expect(dated.lines).toEqual(undated.lines);
});

test('an implementation that leaves nothing open never asks for ages', () => {
  const section = { parents: [{ name: 'edge', sectionName: 'http' }] };
  const { codes, lines } = derived({ created: late }, { created: early, ...section }, ['istio']);
  expect(codes).toEqual([]);
  expect(lines).toEqual(['pr-42--a: /a +x-routing-key -> cart-pr-42']);
});
