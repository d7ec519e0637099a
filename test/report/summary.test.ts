// What the sandboxes change, in words.

import { expect, test } from 'vitest';
import { summarize } from '../../lib/pipeline';
import { deriving, gateway, route, routeGroup, rule, sandbox, workload } from '../routes';

const objects = [
  gateway(),
  ...workload('a'),
  ...workload('b'),
  route('r', [rule('/', 'a'), rule('/?debug=1', 'b')], { hostnames: ['a.test'] }),
];

test('forks, the requests that reach them, and the shields beside them', () => {
  const { derived } = deriving(objects, [sandbox('pr-42', ['a'])], { profiles: ['specification'] });
  expect(summarize(derived.sandboxes).split('\n')).toEqual([
    'sandbox pr-42  routing key pr-42, 3 objects',
    '  fork  Deployment shop/a -> a-pr-42, with Service a-pr-42',
    '  HTTPRoute shop/pr-42--r  (a.test)',
    '    fork       /* -> a-pr-42:80',
    '    shield     /*, ?debug=1 -> b:80',
    '  shields  1 for specification',
    '  adds  2 rules, 2 matches to Gateway shop/edge',
    '',
  ]);
});

test('what naming a profile saves is told where it saves something', () => {
  const rules = [rule('/', 'a'), rule('GET /', 'b')];
  const { derived } = deriving([...objects, route('s', rules, { hostnames: ['s.test'] })], ['a']);
  const text = summarize(derived.sandboxes);
  expect(text).toMatch(
    /^ {2}shields {2}2: .*1 for specification.*; naming the profile that you run on leaves out the others$/m,
  );
});

test('virtual endpoints, previews, and what a route group reaches', () => {
  const owners = [
    sandbox('pr-1', ['a'], {
      virtual: [
        {
          service: { namespace: 'shop', name: 'b' },
          to: { namespace: 'mocks', name: 'mock', port: 8080 },
          path: [],
        },
      ],
      previews: [
        {
          hostname: 'pr-1.test',
          route: { kind: 'HTTPRoute', namespace: 'shop', name: 'r' },
          path: [],
        },
      ],
    }),
    routeGroup('epic', { sandboxes: ['pr-1'] }),
  ];
  const { derived } = deriving(objects, owners, { profiles: ['specification'] });
  const [group = '', own = ''] = summarize(derived.sandboxes).split('\n\n');
  expect(group.split('\n').slice(0, 3)).toEqual([
    'route group epic  routing key epic, 2 objects',
    '  sandboxes  pr-1',
    '  HTTPRoute shop/epic--r  (a.test)',
  ]);
  expect(own).toContain('  virtual  Service shop/b -> Service mocks/mock:8080\n');
  expect(own).toContain('  HTTPRoute shop/pr-1--r--preview  (pr-1.test)\n');
  expect(own).toContain('    preview    /*, ?debug=1 -> mocks/mock:8080\n');
  expect(own).toContain('  adds  4 rules, 4 matches to Gateway shop/edge');
});

test('no sandboxes are no text', () => {
  expect(summarize([])).toBe('');
});
