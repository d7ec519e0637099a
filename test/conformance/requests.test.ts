// The requests of the Gateway API's conformance suite, one test each. Skipped where the data is
// absent: it lies in a folder beside the repository.

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/model/manifest';
import { isConnection } from '../../lib/model/request';
import { decide, explain } from '../../lib/routing/decide';
import { problems } from './judge';
import { tlsModeOf } from './judged';
import { type RequestCase, requestOf } from './request-case';
import { countsText, reasonFor, requestSkips } from './skips';
import { spoilt } from './spoilt';
import { isPresent, readCases, tableOf } from './suite';

const cases = readCases<RequestCase>('cases.jsonl');
const asked = cases.filter(({ id }) => reasonFor(requestSkips, id) === undefined);
const skipped = requestSkips.flatMap(({ cases: ids }) => ids);
const present = isPresent ? describe : describe.skip;

/** Why a case does not come out as expected; nothing where it does. */
function failuresOf(one: RequestCase, order?: 'backwards'): readonly string[] {
  const table = tableOf(one, order);
  const request = requestOf(one, table);
  if ('no' in request) return [request.no];
  const outcome = decide(table, request);
  return problems({ one, table, request, outcome, tlsMode: tlsModeOf(table, request, outcome) });
}

/** What the suite leaves unjudged: see the data's own description of its fields. */
function isLeft({ expect: expected, request }: RequestCase, path: string): boolean {
  const [field = ''] = path.split('.');
  // Nothing is asked of what must not be there under another name, nor of another wrong status.
  if (/absentHeaders$/.test(path) || ['notStatusCodes', 'readByHand'].includes(field)) return true;
  const codes = expected.statusCodes ?? [];
  const isPreflight = request.method === 'OPTIONS';
  if (['namespace', 'atBackend'].includes(field) && isPreflight) return true;
  return ['backend', 'namespace'].includes(field) && !codes.includes(200);
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

  test.each(asked.map((one) => [one.id, one] as const))('%s: why is told for what', (_id, one) => {
    const table = tableOf(one);
    const request = requestOf(one, table);
    if ('no' in request) throw new Error(request.no);
    const { outcome, trace } = explain(table, request);
    expect(outcome).toEqual(decide(table, request));
    const won = trace?.candidates.filter(({ state }) => state === 'won') ?? [];
    const by = 'by' in outcome ? outcome.by : undefined;
    if (!isConnection(request)) expect(won.map((step) => step.by)).toEqual(by ? [by] : []);
  });

  test('the order of the objects does not matter', () => {
    const failing = asked.filter((one) => failuresOf(one, 'backwards').length > 0);
    expect(failing.map(({ id }) => id)).toEqual([]);
  });

  test('every expectation is looked at', () => {
    let seen = 0;
    const unseen = asked.flatMap((one) =>
      spoilt(one.expect as unknown as JsonObject).flatMap(({ path, value }) => {
        const expected = value as unknown as RequestCase['expect'];
        if (failuresOf({ ...one, expect: expected }).length > 0) seen += 1;
        else if (!isLeft(one, path)) return [`${one.id} ${path}`];
        return [];
      }),
    );
    console.info(`${seen} wrong expectations were seen`);
    expect(unseen).toEqual([]);
    expect(seen).toBeGreaterThan(700);
  });

  test('no case is left out', () => {
    const passed = asked.filter((one) => failuresOf(one).length === 0).length;
    console.info(countsText('requests', cases.length, passed, requestSkips));
    expect(new Set(cases.map(({ id }) => id)).size).toBe(300);
    expect(asked.length + skipped.length).toBe(300);
  });
});
