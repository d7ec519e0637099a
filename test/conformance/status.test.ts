// The status checks of the Gateway API's conformance suite, one test each. Skipped where the
// data is absent: it lies in a folder beside the repository.

import { describe, expect, test } from 'vitest';
import { statusOf } from '../../lib/resolve/status';
import { countsText, reasonFor, statusSkips } from './skips';
import { type StatusCase, StatusView, statusChecks } from './status-case';
import { isPresent, readCases, tableOf } from './suite';

const cases = readCases<StatusCase>('status.jsonl');
const present = isPresent ? describe : describe.skip;

function failuresOf(one: StatusCase): readonly string[] {
  const check = statusChecks[one.check];
  if (check === undefined) return [`nobody checks ${one.check}`];
  return check(one.args, new StatusView(statusOf(tableOf(one))));
}

present('status checks of the conformance suite (needs ../shared)', () => {
  test.each(cases.filter(({ id }) => reasonFor(statusSkips, id) === undefined))(
    '$id $check',
    (one) => {
      expect(failuresOf(one)).toEqual([]);
    },
  );

  test.each(statusSkips.flatMap(({ cases: ids }) => ids))('%s has to be skipped', (id) => {
    const [one] = cases.filter((each) => each.id === id);
    expect(one === undefined ? [] : failuresOf(one)).not.toEqual([]);
  });

  test('no check is left out, and none is there for nothing', () => {
    console.info(countsText('status checks', cases.length, statusSkips));
    expect(cases).toHaveLength(265);
    const asked = new Set(cases.map(({ check }) => check));
    expect([...asked].sort()).toEqual(Object.keys(statusChecks).sort());
  });
});
