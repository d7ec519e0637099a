// An index of texts by what they begin with, against looking at each of them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareText } from '../../../lib/model/text-order';
import { TextIndex } from '../../../lib/routing/lookup/text-index';

const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 4 }).map((all) => all.join(''));

test('it finds what looking at each text finds, and what is added later too', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), text, text, (texts, asked, later) => {
      const index = new TextIndex<number>();
      for (const [at, one] of texts.entries()) index.add(one, at);
      index.beginning(asked);
      index.add(later, -1);
      const all = [...new Set([...texts, later])];
      const [starts, longer] = [index.beginning(asked), index.beginningWith(asked)];
      expect([...starts].sort(compareText)).toEqual(
        all.filter((one) => asked.startsWith(one)).sort(compareText),
      );
      expect(longer).toEqual(all.filter((one) => one.startsWith(asked)).sort(compareText));
      expect(index.at(later).at(-1)).toBe(-1);
      expect(index.isEmpty).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('nothing is found in an empty one, and keys of objects are texts like any other', () => {
  const index = new TextIndex<string>();
  expect([index.isEmpty, index.beginning('a'), index.beginningWith(''), index.at('a')]).toEqual([
    true,
    [],
    [],
    [],
  ]);
  index.add('__proto__', 'x');
  expect(index.beginning('__proto__/y')).toEqual(['__proto__']);
  expect(index.at('constructor')).toEqual([]);
});
