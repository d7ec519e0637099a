// The matches of one scope: whatever may take a request before another is handed out.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Match, Route, Rule } from '../../lib/model/route';
import type { Candidate } from '../../lib/model/route-table';
import { ScopeIndex } from '../../lib/resolve/scope';
import { canOverlap } from '../../lib/routing/overlap';
import { meetingKey } from '../../lib/routing/rank/order';
import { grpcMatch, httpMatch } from '../routes';

const route = {} as Route;
const rule = {} as Rule;

function scopeOf(matches: readonly Match[]) {
  const scope = new ScopeIndex('any');
  const candidates = matches.map(
    (match, matchIndex): Candidate => ({ route, rule, match, matchIndex }),
  );
  for (const one of candidates) scope.add(one);
  return { scope, candidates };
}

const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const http = pick(
  ...['/', '/a', '/a/', '/a/b', '/ab', '=/a', '=/a/', '=/a/b'],
  ...['~^/a', '~^/a/', '~^/a/b.*', '~^/ab$', '~/a', '~.*', '~^a', '~^/(a|b)', '~('],
).map((text) => httpMatch(text));
const grpc = pick('a/b', 'a/', '/b', '/').map((call) => grpcMatch(call));
const grpcExpression = pick('a.*', 'b').map(
  (service): Match => ({ protocol: 'grpc', type: 'RegularExpression', service, headers: [] }),
);

test.each([
  ['HTTPRoutes', http as fc.Arbitrary<Match>],
  ['GRPCRoutes', fc.oneof<fc.Arbitrary<Match>[]>(grpc, grpcExpression)],
  ['both', fc.oneof<fc.Arbitrary<Match>[]>(http, grpc)],
])('%s: each match that can overlap and has no longer path is met', (_, match) => {
  fc.assert(
    fc.property(fc.array(match, { minLength: 1, maxLength: 10 }), (matches) => {
      const { scope, candidates } = scopeOf(matches);
      for (const one of candidates) {
        const met = scope.meeting(one.match);
        expect(met).toContain(one);
        expect(new Set(met).size).toBe(met.length);
        const key = meetingKey(one.match);
        for (const other of candidates) {
          const otherKey = meetingKey(other.match);
          const isApart = key !== undefined && otherKey !== undefined && key !== otherKey;
          if (isApart && one.match.protocol === other.match.protocol) continue;
          if (canOverlap(one.match, other.match)) expect(met).toContain(other);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('expressions that begin otherwise are not handed out', () => {
  const { scope, candidates } = scopeOf(
    ['~^/a/.*', '~^/b/.*', '/a', '/b'].map((one) => httpMatch(one)),
  );
  const [a, , prefix] = candidates;
  expect(scope.meeting(httpMatch('~^/a/x'))).toEqual([prefix, a]);
  expect(scope.meeting(httpMatch('/a'))).toEqual([prefix, a]);
});
