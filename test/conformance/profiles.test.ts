// Profiles against what their implementations have passed: where a report says that a case came
// out as expected, no profile may be sure of something else. Skipped where the data is absent.

import { describe, expect, test } from 'vitest';
import { decide } from '../../lib/routing/decide';
import { profileNames, profileOf } from '../../lib/routing/profile';
import { problems } from './judge';
import { tlsModeOf } from './judged';
import { hasPassed, reportOf } from './reports';
import { type RequestCase, requestOf } from './request-case';
import { reasonFor, requestSkips } from './skips';
import { isPresent, readCases, tableOf } from './suite';

const cases = readCases<RequestCase>('cases.jsonl').filter(
  ({ id }) => reasonFor(requestSkips, id) === undefined,
);
const present = isPresent ? describe : describe.skip;

/** How one case comes out: as expected, possibly so, or for certain otherwise. */
function standing(one: RequestCase, profile: string): 'same' | 'open' | readonly string[] {
  const law = profileOf(profile)?.law;
  const table = tableOf(one);
  const request = requestOf(one, table);
  if (law === undefined || 'no' in request) throw new Error(`${profile} cannot be asked`);
  const outcome = decide(table, request, law);
  const between = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  const found = between.map((each) =>
    problems({ one, table, request, outcome: each, tlsMode: tlsModeOf(table, request, each) }),
  );
  const right = found.filter((list) => list.length === 0).length;
  if (right === 0) return found.flat();
  return right === found.length ? 'same' : 'open';
}

const reported = profileNames.filter((name) => reportOf(name) !== undefined);

present('profiles and conformance reports (needs ../shared)', () => {
  test.each(reported)('%s is sure of nothing that its report refutes', (profile) => {
    const report = reportOf(profile);
    const passed = report === undefined ? [] : cases.filter((one) => hasPassed(report, one));
    const standings = passed.map((one) => [one.id, standing(one, profile)] as const);
    const count = (kind: string) => standings.filter(([, each]) => each === kind).length;
    console.info(
      `${profile}: ${passed.length} passed, ${count('same')} same, ${count('open')} open`,
    );
    expect(standings.filter(([, each]) => typeof each !== 'string')).toEqual([]);
    expect(passed.length).toBeGreaterThan(20);
  });

  test('most profiles have a report', () => {
    expect(reported.length).toBeGreaterThan(12);
  });
});
