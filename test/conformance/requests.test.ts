// The requests of the Gateway API's conformance suite, one test each. Skipped where the data is
// absent: it lies in a folder beside the repository.

import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../lib/model/decision';
import type { Request } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { decide, explain } from '../../lib/routing/decide';
import { problems } from './judge';
import { type RequestCase, requestOf } from './request-case';
import { countsText, reasonFor, requestSkips } from './skips';
import { isPresent, readCases, tableOf } from './suite';

const cases = readCases<RequestCase>('cases.jsonl');
const asked = cases.filter(({ id }) => reasonFor(requestSkips, id) === undefined);
const skipped = requestSkips.flatMap(({ cases: ids }) => ids);
const present = isPresent ? describe : describe.skip;

/** `tlsMode` of the listener that took the route, where all that may have done so agree. */
function tlsModeOf(table: RouteTable, { target }: Request, outcome: Outcome): string | undefined {
  const route = 'by' in outcome ? outcome.by?.route : undefined;
  const modes = table.attachments
    .filter((attachment) => attachment.route === route)
    .flatMap(({ listeners }) => listeners)
    .filter(({ listener }) => listener.port === target.port)
    .map(({ listener }) => listener.tlsMode);
  return modes.every((mode) => mode === modes[0]) ? modes[0] : undefined;
}

/** Why a case does not come out as expected; nothing where it does. */
function failuresOf(one: RequestCase): readonly string[] {
  const table = tableOf(one);
  const request = requestOf(one, table);
  if ('no' in request) return [request.no];
  const outcome = decide(table, request);
  expect(explain(table, request).outcome).toEqual(outcome);
  const tlsMode = tlsModeOf(table, request, outcome);
  return problems({ one, table, request, outcome, ...(tlsMode === undefined ? {} : { tlsMode }) });
}

present('requests of the conformance suite (needs ../shared)', () => {
  test.each(asked.map((one) => [one.id, one] as const))('%s', (_id, one) => {
    expect(failuresOf(one)).toEqual([]);
  });

  test.each(skipped)('%s has to be skipped', (id) => {
    const [one] = cases.filter((each) => each.id === id);
    expect(one).toBeDefined();
    if (one !== undefined) expect(failuresOf(one)).not.toEqual([]);
  });

  test('no case is left out', () => {
    console.info(countsText('requests', cases.length, requestSkips));
    expect(new Set(cases.map(({ id }) => id)).size).toBe(300);
    expect(asked.length + skipped.length).toBe(300);
  });
});
