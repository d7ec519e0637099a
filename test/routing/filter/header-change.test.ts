// Header modifiers: one after the other, on lines in any case.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../lib/model/manifest';
import type { HeaderLine } from '../../../lib/model/request';
import {
  changeHeaders,
  followedBy,
  type HeaderChange,
  isNoChange,
  noChange,
  readHeaderChange,
} from '../../../lib/routing/filter/header-change';
import { lines, written } from '../exchanges';

const change = ({ set = '', add = '', remove = '' }): HeaderChange => ({
  set: lines(set),
  add: lines(add),
  remove: remove === '' ? [] : remove.split(' '),
});

describe('on header lines', () => {
  test.each([
    ['set adds a line where there is none', '', { set: 'X: 1' }, 'X: 1'],
    ['set replaces a value', 'a: 0; x: 0; b: 0', { set: 'x: 1' }, 'a: 0; x: 1; b: 0'],
    ['set leaves one line of many', 'x: 0; a: 0; X: 2', { set: 'x: 1' }, 'x: 1; a: 0'],
    ['set takes a name in any case', 'x-a: 0', { set: 'X-A: 1' }, 'x-a: 1'],
    ['set may leave the value empty', 'x: 0', { set: 'x: ' }, 'x: '],
    ['add adds a line where there is none', 'a: 0', { add: 'X: 1' }, 'a: 0; X: 1'],
    ['add appends after a comma', 'x: 0', { add: 'x: 1,2' }, 'x: 0,1,2'],
    ['add appends to the last line', 'x: 0; x: 1; a: 0', { add: 'X: 2' }, 'x: 0; x: 1,2; a: 0'],
    ['add writes into an empty value', 'x: ', { add: 'x: 1' }, 'x: 1'],
    ['remove drops all lines', 'x: 0; a: 0; X: 1', { remove: 'x' }, 'a: 0'],
    ['remove takes a name in any case', 'x-a: 0', { remove: 'X-A' }, ''],
    ['remove leaves longer names', 'x-a: 0', { remove: 'x' }, 'x-a: 0'],
    ['what is set is added to', 'x: 0', { set: 'x: 1', add: 'X: 2' }, 'x: 1,2'],
    ['names of the language are names', '', { set: '__proto__: 1' }, '__proto__: 1'],
    [
      'and can be removed',
      '__proto__: 1; constructor: 2',
      { remove: '__proto__' },
      'constructor: 2',
    ],
    ['absent names can be removed', 'x: 0', { remove: 'toString hasOwnProperty' }, 'x: 0'],
  ])('%s', (_, before, asked, after) => {
    expect(written(changeHeaders(lines(before), change(asked)))).toBe(after);
  });
});

describe('a filter', () => {
  const entries = (text: string): Json => lines(text).map(([name, value]) => ({ name, value }));

  test('is read as it is written', () => {
    const filter = { set: entries('A: 1'), add: entries('B: 2; C: 3'), remove: ['D', 'e'] };
    expect(readHeaderChange(filter)).toEqual(
      change({ set: 'A: 1', add: 'B: 2; C: 3', remove: 'D e' }),
    );
  });

  test('does one thing to a name, whatever its case', () => {
    const filter = {
      set: entries('x: 1; X: 2; y: 1'),
      add: entries('Y: 2; z: 1; Z: 2'),
      remove: ['X', 'y', 'Z', 'w', 'W'],
    };
    expect(readHeaderChange(filter)).toEqual(
      change({ set: 'x: 1; y: 1', add: 'z: 1', remove: 'w' }),
    );
  });

  test.each<[JsonObject]>([
    [{}],
    [{ set: null, add: {}, remove: 'x' }],
    [{ set: [null, 1, 'x', [], {}, { name: 'x' }, { value: 'x' }, { name: 1, value: 'x' }] }],
    [
      {
        add: [
          { name: '', value: 'x' },
          { name: 'x', value: 1 },
        ],
        remove: [1, null, {}],
      },
    ],
  ])('that cannot be read changes nothing: %j', (filter) => {
    expect(readHeaderChange(filter)).toEqual(noChange);
    expect(isNoChange(readHeaderChange(filter))).toBe(true);
  });
});

describe('one change after another', () => {
  test.each([
    ['later values count', { set: 'x: 1' }, { set: 'X: 2' }, { set: 'X: 2' }],
    ['what is set may be removed', { set: 'x: 1' }, { remove: 'X' }, { remove: 'X' }],
    ['what is added may be removed', { add: 'x: 1' }, { remove: 'x' }, { remove: 'x' }],
    ['what is added may be overwritten', { add: 'x: 1' }, { set: 'x: 2' }, { set: 'x: 2' }],
    ['what is removed may be set', { remove: 'x' }, { set: 'x: 1' }, { set: 'x: 1' }],
    ['what is removed and added is set', { remove: 'x' }, { add: 'X: 1' }, { set: 'X: 1' }],
    ['what is set is added to', { set: 'x: 1' }, { add: 'x: 2' }, { set: 'x: 1', add: 'x: 2' }],
    ['additions add up', { add: 'x: 1' }, { add: 'X: 2' }, { add: 'x: 1; X: 2' }],
    ['what is removed stays so', { remove: 'x' }, { remove: 'X' }, { remove: 'X' }],
    ['others are left alone', { remove: 'a b' }, { add: 'b: 1' }, { set: 'b: 1', remove: 'a' }],
  ])('%s', (_, first, second, both) => {
    expect(followedBy(change(first), change(second))).toEqual(change(both));
  });
});

// The laws, for few names in both cases, so that they meet.
const name = fc.constantFrom('x', 'X', 'y', 'Y', '__proto__', '__PROTO__');
const line = fc.tuple(name, fc.constantFrom('', '1', '2', '3,4'));
const headers: fc.Arbitrary<readonly HeaderLine[]> = fc.array(line, { maxLength: 6 });
const filterChange = fc
  .record({
    set: fc.array(line, { maxLength: 3 }),
    add: fc.array(line, { maxLength: 3 }),
    remove: fc.array(name, { maxLength: 3 }),
  })
  .map(({ set, add, remove }) => {
    const entries = (of: readonly HeaderLine[]) => of.map(([name, value]) => ({ name, value }));
    return readHeaderChange({ set: entries(set), add: entries(add), remove });
  });
const anyChange = fc
  .array(filterChange, { minLength: 1, maxLength: 3 })
  .map((all) => all.reduce(followedBy));

/** What a server makes of header lines: the values of a name as one list. */
function valuesByName(of: readonly HeaderLine[]): [string, string][] {
  const byName = new Map<string, string[]>();
  for (const [name, value] of of) {
    const key = name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), value]);
  }
  const listed = [...byName].map(([key, values]): [string, string] => [key, values.join(',')]);
  return listed.sort(([left], [right]) => (left < right ? -1 : 1));
}

test('two changes as one do what both do one after the other', () => {
  fc.assert(
    fc.property(headers, anyChange, anyChange, (before, first, second) => {
      const stepwise = changeHeaders(changeHeaders(before, first), second);
      const atOnce = changeHeaders(before, followedBy(first, second));
      expect(valuesByName(atOnce)).toEqual(valuesByName(stepwise));
    }),
    { numRuns: 1000 },
  );
});

test('it does not matter which two of three changes are taken together first', () => {
  fc.assert(
    fc.property(headers, anyChange, anyChange, anyChange, (before, a, b, c) => {
      const left = changeHeaders(before, followedBy(followedBy(a, b), c));
      const right = changeHeaders(before, followedBy(a, followedBy(b, c)));
      expect(valuesByName(left)).toEqual(valuesByName(right));
    }),
  );
});

test('no name is both removed and set or added', () => {
  fc.assert(
    fc.property(anyChange, ({ set, add, remove }) => {
      const gone = new Set(remove.map((name) => name.toLowerCase()));
      expect([...set, ...add].filter(([name]) => gone.has(name.toLowerCase()))).toEqual([]);
      expect(new Set(set.map(([name]) => name.toLowerCase())).size).toBe(set.length);
    }),
  );
});

test('the case of names in a change does not matter to the values', () => {
  const upper = ([name, value]: HeaderLine): HeaderLine => [name.toUpperCase(), value];
  fc.assert(
    fc.property(headers, anyChange, (before, one) => {
      const shouted = {
        set: one.set.map(upper),
        add: one.add.map(upper),
        remove: one.remove.map((name) => name.toUpperCase()),
      };
      expect(valuesByName(changeHeaders(before, shouted))).toEqual(
        valuesByName(changeHeaders(before, one)),
      );
    }),
  );
});

test('setting and removing once is as good as twice', () => {
  fc.assert(
    fc.property(headers, anyChange, (before, one) => {
      const idempotent = { ...one, add: [] };
      const once = changeHeaders(before, idempotent);
      expect(changeHeaders(once, idempotent)).toEqual(once);
    }),
  );
});

test('what is set and then removed is gone, and nothing else', () => {
  fc.assert(
    fc.property(headers, line, (before, [name, value]) => {
      const set = changeHeaders(before, { ...noChange, set: [[name, value]] });
      const others = before.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
      expect(changeHeaders(set, { ...noChange, remove: [name] })).toEqual(others);
    }),
  );
});

test('no change changes no line', () => {
  fc.assert(
    fc.property(headers, (before) => {
      expect(changeHeaders(before, noChange)).toEqual(before);
    }),
  );
});

test('a hundred thousand lines take no more than their number of steps', () => {
  const many = Array.from({ length: 100_000 }, (_, at): HeaderLine => [`x${at % 50_000}`, '1']);
  const all = changeHeaders(many, { ...noChange, set: many.slice(0, 50_000), add: many });
  expect(all.length).toBe(50_000);
});
