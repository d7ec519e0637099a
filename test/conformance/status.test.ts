// The status checks of the Gateway API's conformance suite, one test each. Skipped where the
// data is absent: it lies in a folder beside the repository.

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/model/manifest';
import type { RouteTable } from '../../lib/model/route-table';
import { statusOf } from '../../lib/resolve/status';
import { countsText, reasonFor, statusSkips } from './skips';
import { spoilt } from './spoilt';
import { type StatusCase, statusChecks } from './status-case';
import { StatusView } from './status-view';
import { isPresent, readCases, tableOf } from './suite';

const cases = readCases<StatusCase>('status.jsonl');
const asked = cases.filter(({ id }) => reasonFor(statusSkips, id) === undefined);
const skipped = statusSkips.flatMap(({ cases: ids }) => ids);
const present = isPresent ? describe : describe.skip;

/** Statuses are worked out once for each table. */
const views = new Map<RouteTable, StatusView>();

function viewOf(table: RouteTable): StatusView {
  const view = views.get(table) ?? new StatusView(statusOf(table));
  views.set(table, view);
  return view;
}

function failuresOf(one: StatusCase, order?: 'backwards'): readonly string[] {
  const check = statusChecks[one.check];
  if (check === undefined) return [`nobody checks ${one.check}`];
  return check(one.args, viewOf(tableOf(one, order)));
}

/**
 * What the checks leave unjudged: how the suite waits, the group of a reference (there is one),
 * the Gateway for which a policy's status is written (it is the same for all).
 */
const left = /^(?:usePort|namespaceRequired|parents\.\d+\.parentRef\.group)$/;
const isLeft = ({ check }: StatusCase, path: string) =>
  left.test(path) || (check.startsWith('BackendTLSPolicy') && path.startsWith('gwNN.'));

present('status checks of the conformance suite (needs ../shared)', () => {
  test.each(asked)('$id $check', (one) => {
    expect(failuresOf(one)).toEqual([]);
  });

  test.each(skipped)('%s has to be skipped', (id) => {
    const [one] = cases.filter((each) => each.id === id);
    expect(one === undefined ? [] : failuresOf(one)).not.toEqual([]);
  });

  test('the order of the objects does not matter', () => {
    const failing = asked.filter((one) => failuresOf(one, 'backwards').length > 0);
    expect(failing.map(({ id }) => id)).toEqual([]);
  });

  test('every argument is looked at', () => {
    let seen = 0;
    const unseen = asked.flatMap((one) =>
      spoilt(one.args as unknown as JsonObject).flatMap(({ path, value }) => {
        const args = value as unknown as StatusCase['args'];
        if (failuresOf({ ...one, args }).length > 0) seen += 1;
        else if (!isLeft(one, path)) return [`${one.id} ${one.check} ${path}`];
        return [];
      }),
    );
    console.info(`${seen} wrong arguments were seen`);
    expect(unseen).toEqual([]);
    expect(seen).toBeGreaterThan(1200);
  });

  test('no check is left out, and none is there for nothing', () => {
    const passed = asked.filter((one) => failuresOf(one).length === 0).length;
    console.info(countsText('status checks', cases.length, passed, statusSkips));
    expect(asked.length + skipped.length).toBe(265);
    const names = new Set(cases.map(({ check }) => check));
    expect([...names].sort()).toEqual(Object.keys(statusChecks).sort());
  });
});
