// Which sandboxes a route group reaches.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { membersOf } from '../../lib/model/group-match';
import type { GroupMatch } from '../../lib/model/sandbox';
import { routeGroup, sandbox } from '../routes';

const sandboxes = [
  sandbox('pr-3', [], { labels: { feature: 'checkout-7', team: 'pay' } }),
  sandbox('pr-1', [], { labels: { feature: 'checkout-8' } }),
  sandbox('pr-2', [], { labels: { feature: 'search', team: 'pay' } }),
  sandbox('pr-4', []),
];

const namesIn = (match: GroupMatch) =>
  membersOf(routeGroup('epic', match), sandboxes).map(({ name }) => name);

const label = (key: string, value: string): GroupMatch => ({ label: { key, value } });

test.each<[what: string, match: GroupMatch, members: readonly string[]]>([
  ['a label', label('feature', 'checkout-7'), ['pr-3']],
  ['a label with a star', label('feature', 'checkout-*'), ['pr-1', 'pr-3']],
  ['a star alone: whoever has the label', label('team', '*'), ['pr-2', 'pr-3']],
  ['a label that nobody has', label('squad', '*'), []],
  ['an empty value: no sandbox without the label', label('squad', ''), []],
  ['names', { sandboxes: ['pr-4', 'pr-1', 'pr-9'] }, ['pr-1', 'pr-4']],
  ['any', { any: [label('feature', 'search'), { sandboxes: ['pr-4'] }] }, ['pr-2', 'pr-4']],
  ['all', { all: [label('team', 'pay'), label('feature', 'checkout-*')] }, ['pr-3']],
  ['any of nothing', { any: [] }, []],
  [
    'one in the other',
    { all: [label('team', '*'), { any: [{ sandboxes: ['pr-2'] }, label('feature', 'x*')] }] },
    ['pr-2'],
  ],
])('%s', (_, match, members) => {
  expect(namesIn(match)).toEqual(members);
});

test('a star crosses no slash', () => {
  const branches = ['feat', 'feat/a', 'feat/a/b', 'feat-a'].map((branch, index) =>
    sandbox(`pr-${index}`, [], { labels: { branch } }),
  );
  const covered = (value: string) =>
    membersOf(routeGroup('epic', label('branch', value)), branches).map(
      ({ labels }) => labels.branch,
    );
  expect(covered('feat*')).toEqual(['feat', 'feat-a']);
  expect(covered('feat/*')).toEqual(['feat/a']);
  expect(covered('*/*/*')).toEqual(['feat/a/b']);
});

test('names of prototypes are labels like others', () => {
  for (const key of ['__proto__', 'constructor', 'toString']) {
    expect(namesIn(label(key, '*'))).toEqual([]);
  }
});

test('the order of the sandboxes does not matter', () => {
  const shuffled = fc.shuffledSubarray(sandboxes, { minLength: sandboxes.length });
  fc.assert(
    fc.property(shuffled, (given) => {
      const names = membersOf(routeGroup('epic', label('feature', '*')), given);
      expect(names.map(({ name }) => name)).toEqual(['pr-1', 'pr-2', 'pr-3']);
    }),
    { numRuns: 20 },
  );
});
