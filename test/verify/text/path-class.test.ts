// Which paths are of a class: by key, and read character by character, the same as the law says.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coversPath } from '../../../lib/routing/accept/path';
import { readerOf } from '../../../lib/verify/text/automaton';
import { classRules, freshPaths, isInClass } from '../../../lib/verify/text/path-class';
import type { PathClass } from '../../../lib/verify/text/text-question';
import { accepts } from './reading';

type Below = PathClass & { readonly type: 'PathPrefix' };

const segments = fc.array(fc.constantFrom('a', 'b', 'ab', ''), { maxLength: 4 });
const path = segments.map((all) => `/${all.join('/')}`);
const key = segments.map((all) => all.map((one) => `/${one || 'c'}`).join(''));
const paths: fc.Arbitrary<Below> = fc.record({
  type: fc.constant('PathPrefix' as const),
  key,
  exceptBelow: fc.array(key, { maxLength: 3 }),
  exceptExact: fc.array(path, { maxLength: 3 }),
});

test('a class is all below its prefix but what is below others, or named', () => {
  let inside = 0;
  fc.assert(
    fc.property(paths, path, (of, one) => {
      const { exceptBelow, exceptExact } = of;
      const expected =
        coversPath(of.key, one) &&
        !exceptBelow.some((prefix) => coversPath(prefix, one)) &&
        !exceptExact.includes(one);
      inside += expected ? 1 : 0;
      expect(isInClass(of, one)).toBe(expected);
      expect(accepts(readerOf(classRules(of)), one)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
  expect(inside).toBeGreaterThan(200);
});

test('what is no path is of no class', () => {
  const every: Below = { type: 'PathPrefix', key: '', exceptBelow: [], exceptExact: [] };
  for (const text of ['', 'a', '*', 'a/b']) {
    expect(isInClass(every, text)).toBe(false);
    expect(accepts(readerOf(classRules(every)), text)).toBe(false);
  }
});

test('fresh paths lie below the prefix, short ones first', () => {
  const below = (of: string) => [
    ...freshPaths({ type: 'PathPrefix', key: of, exceptBelow: [], exceptExact: [] }),
  ];
  expect(below('/cart').slice(0, 3)).toEqual(['/cart', '/cart/x', '/cart/x1']);
  expect(below('').slice(0, 3)).toEqual(['/', '/x', '/x1']);
});
