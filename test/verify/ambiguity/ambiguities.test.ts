// Which requests of a baseline are listed since only ages, or nothing at all, tells who goes first.

import { expect, test } from 'vitest';
import type { KubeObject } from '../../../lib/model/manifest';
import { decide } from '../../../lib/routing/decide';
import { specification } from '../../../lib/routing/law';
import { profileOf } from '../../../lib/routing/profile';
import { tableOf } from '../../properties/judged-case';
import { gateway, route, rule, workload } from '../../routes';
import { edge, proofOf } from '../promise-case';

/** The pairs that are listed, each confirmed by its request. */
function listed(routes: readonly KubeObject[], profile?: string): readonly string[] {
  const services = [...workload('a'), ...workload('b')];
  const edges = routes.some(({ kind }) => kind === 'Gateway') ? [] : [edge];
  const baseline = [...edges, ...services, ...routes];
  const law = profile === undefined ? specification : profileOf(profile)?.law;
  const table = tableOf(baseline);
  const named = profile === undefined ? {} : { profiles: [profile] };
  return proofOf({ baseline, applied: baseline, ...named }).ambiguous.map(({ reason, request }) => {
    expect(decide(table, request, law).outcome).toBe('unspecified');
    return [...reason.matchAll(/HTTPRoute shop\/(\S+) rule (\d)/g)]
      .map(([, name, index]) => `${name} ${index}`)
      .sort()
      .join(' and ');
  });
}

test.each<readonly [name: string, routes: readonly KubeObject[], expected: readonly string[]]>([
  [
    'rules of two routes',
    [route('one', [rule('/', 'a')]), route('two', [rule('/', 'b')])],
    ['one 0 and two 0'],
  ],
  ['rules that do the same', [route('one', [rule('/', 'a')]), route('two', [rule('/', 'a')])], []],
  ['rules of one route', [route('one', [rule('/', 'a'), rule('/', 'b')])], []],
  [
    'rules that no request meets both of',
    [route('one', [rule('GET /', 'a')]), route('two', [rule('POST /', 'b')])],
    [],
  ],
  [
    'rules that only a header sent twice meets both of',
    [route('one', [rule('/', 'a', { x: '1' })]), route('two', [rule('/', 'b', { x: '2' })])],
    ['one 0 and two 0'],
  ],
  [
    'rules that a third one takes every request from',
    [
      route('one', [rule('/', 'a', { x: '1' }), rule('/', 'a', { x: '1', y: '1' })]),
      route('two', [rule('/', 'b', { y: '1' })]),
    ],
    [],
  ],
  [
    'an expression beside a prefix, whose paths are of many classes',
    [route('one', [rule('/', 'a'), rule('/x', 'a'), rule('/y', 'a'), rule('~/b/[a-z]+', 'b')])],
    ['one 0 and one 3', 'one 1 and one 3', 'one 2 and one 3'],
  ],
  [
    'an expression of a header',
    [
      route('one', [rule('/', 'a', { x: '~[0-9]+' })]),
      route('two', [rule('/', 'b', { x: '~1.*' })]),
    ],
    ['one 0 and two 0'],
  ],
])('%s', (_, routes, expected) => {
  expect(listed(routes)).toEqual(expected);
});

test('rules that tie by one answer to a question that an implementation leaves open', () => {
  const routes = [
    route('one', [rule('/', 'a')], { hostnames: ['a.t'] }),
    route('two', [rule('/', 'b')]),
  ];
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP', hostname: 'a.t' }];
  const table = [gateway(listeners), ...routes];
  expect(listed(table)).toEqual([]);
  expect(listed(table, 'cilium')).toEqual(['one 0 and two 0']);
});
