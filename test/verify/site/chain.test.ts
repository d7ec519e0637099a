// How far down the matches of a class of paths can matter.

import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../lib/model/request';
import { ruleText } from '../../../lib/model/route';
import { type Law, specification } from '../../../lib/routing/law';
import { profileOf } from '../../../lib/routing/profile';
import { chainOf } from '../../../lib/verify/site/chain';
import { meetingsAt } from '../../../lib/verify/site/place';
import type { PathClass } from '../../../lib/verify/text/text-question';
import { tableOf } from '../../properties/judged-case';
import { gateway, grpcRoute, route, rule, workload } from '../../routes';

const request: HttpRequest = {
  protocol: 'http',
  target: { to: 'gateway', namespace: 'shop', name: 'edge', port: 80 },
  method: 'GET',
  host: 'shop.test',
  path: '/',
  headers: [],
};

function rulesOn(paths: PathClass, rules: readonly string[], law: Law = specification) {
  const routes = [
    route(
      'r',
      rules.map((text) => rule(text, 'a')),
    ),
  ];
  const table = tableOf([gateway(), ...workload('a'), ...routes]);
  const [meeting] = meetingsAt({ request }, table, law).ways;
  if (meeting === undefined || !('lists' in meeting)) throw new Error('no lists');
  return chainOf(meeting.lists, paths, law).map(
    ({ entrant: { candidate } }) => rules[candidate.rule.index],
  );
}

const below = (key: string): PathClass => ({
  type: 'PathPrefix',
  key,
  exceptBelow: [],
  exceptExact: [],
});

const traefik = profileOf('traefik')?.law ?? specification;

test.each<[PathClass, readonly string[], readonly string[], Law?]>([
  // A rule that asks for nothing but its path ends the chain.
  [below('/a/b'), ['/', '/a', '/a/b'], ['/a/b']],
  [below('/a/b'), ['/', '/a', '/a/b?x=1'], ['/a/b?x=1', '/a']],
  [{ type: 'Exact', value: '/a' }, ['/', '/a', '=/a?x=1'], ['=/a?x=1', '/a']],
  // Linkerd counts the slash: this prefix goes before the Exact path that it covers.
  [{ type: 'Exact', value: '/a' }, ['/', '/a/', '=/a'], ['=/a', '/a/']],
  // Expressions have no length that is known.
  [below('/a'), ['/', '/a', '~/.*'], ['/a', '~/.*']],
  // Where everything is added up nothing ends it.
  [below('/a'), ['/', '/a'], ['/a', '/'], traefik],
])('below %j of %j stand %j', (paths, rules, expected, law) => {
  expect(rulesOn(paths, rules, law)).toEqual(expected);
});

test('a gRPC call stays beside paths where both kinds are ranked together', () => {
  const law = profileOf('envoy-gateway')?.law ?? specification;
  const table = tableOf([
    gateway(),
    ...workload('a'),
    route('r', [rule('/s', 'a')]),
    grpcRoute('g', [
      { matches: [{ method: { service: 's' } }], backendRefs: [{ name: 'a', port: 80 }] },
    ]),
  ]);
  const [meeting] = meetingsAt({ request }, table, law).ways;
  if (meeting === undefined || !('lists' in meeting)) throw new Error('no lists');
  const links = chainOf(meeting.lists, below('/s'), law);
  expect(
    links.map(({ entrant: { candidate } }) => ruleText(candidate.route, candidate.rule)),
  ).toEqual(expect.arrayContaining(['HTTPRoute shop/r rule 0', 'GRPCRoute shop/g rule 0']));
});

test('lists of one host, each of a listener of its own, are one chain', () => {
  const law: Law = { ...specification, listenerIsolation: 'no' };
  const listeners = [undefined, 'shop.test'].map((hostname, index) => ({
    name: `http-${index}`,
    port: 80,
    protocol: 'HTTP',
    ...(hostname === undefined ? {} : { hostname }),
  }));
  const routes = ['one', 'two'].map((name, index) =>
    route(name, [rule('/', 'a')], {
      hostnames: ['shop.test'],
      parents: [{ name: 'edge', sectionName: `http-${index}` }],
    }),
  );
  const table = tableOf([gateway(listeners), ...workload('a'), ...routes]);
  const [meeting] = meetingsAt({ request }, table, law).ways;
  if (meeting === undefined || !('lists' in meeting)) throw new Error('no lists');
  const names = chainOf(meeting.lists, below(''), law).map(
    ({ entrant }) => entrant.candidate.route.name,
  );
  expect(names.sort()).toEqual(['one', 'two']);
});
