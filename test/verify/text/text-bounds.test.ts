// However hostile the expressions are, a question costs bounded work, and is answered honestly.

import { expect, test } from 'vitest';
import type { Literal } from '../../../lib/verify/text/text-question';
import {
  askPath,
  askValue,
  below,
  exact,
  expression,
  leftmost,
  search,
  whole,
  wildcards,
} from './asking';

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const long = (piece: string) => piece.repeat(Math.floor(4096 / piece.length));

const hostile: readonly (readonly [string, readonly Literal[], readonly Literal[]])[] = [
  ['repetitions in repetitions', [whole('(a{1,1000}){1,1000}')], [whole('a{999}')]],
  ['the most that RE2 repeats', [whole('((a{1,30}){1,30})')], [whole('(aa){1,400}')]],
  ['a program of a million steps', [whole(`(?:${'x?'.repeat(2000)}){0,300}`)], [whole('x')]],
  ['subsets without end', [whole('.*a.{200}')], [whole('.*b.{200}'), whole('(.*[ab].{200})')]],
  [
    'subsets beside subsets',
    [search('a.{30}b')],
    many(20, (index) => search(`[ab].{${index + 9}}c`)),
  ],
  [
    'order of threads without end',
    [leftmost('(a|b|ab|ba)*?(a|aa|b){0,40}')],
    [leftmost('((a|b)*?a){9}')],
  ],
  [
    'two hundred that must not hold',
    [search('x')],
    many(200, (index) => search(`x{${index}}y|${index}$`)),
  ],
  [
    'two hundred that leave nothing',
    [whole('[a-z]')],
    many(200, (index) => search(String.fromCharCode(97 + (index % 26)))),
  ],
  ['two hundred that must hold', many(200, (index) => search(`x${index}`)), [search('y')]],
  ['classes as long as an expression', [whole(long('\\pL'))], [search(long('\\PN'))]],
  [
    'hundreds of scripts',
    [search(long('[\\p{Greek}\\p{Latin}\\p{Han}\\p{Thai}]'))],
    [search('(?i)\\p{Greek}')],
  ],
  ['folded letters', [search(`(?i)${long('ßkſθé')}`)], [search(`(?i)${long('θéa')}`)]],
  [
    'a thousand characters of their own',
    [whole(`[${many(1000, (index) => String.fromCodePoint(0x4e00 + 2 * index)).join('')}]+`)],
    [search('^[一-龥]+$')],
  ],
  [
    'stars of a pattern',
    [wildcards('*a'.repeat(300))],
    [wildcards('*b'.repeat(300)), wildcards('*,?')],
  ],
  ['empty repetitions', [whole('((((a*)*)*)*)*b')], [whole('(a?){500}b')]],
  ['alternatives', [whole(long('(a|b)'))], [whole(long('(b|a)'))]],
  ['a hundred thousand texts', [search('^x')], many(100_000, (index) => exact(`x${index}`))],
];

/** Loaded machines are slow; what is measured here is that nothing runs for minutes. */
const patience = 10_000;

test.each(hostile)('%s', (_, holds, lacks) => {
  const start = performance.now();
  const value = askValue([holds, lacks]);
  const path = askPath(below('/cart', { exceptBelow: ['/cart/x'] }), [holds, lacks]);
  const several = askValue([holds.slice(0, 20), lacks], { texts: 'several', withoutCommas: true });
  expect(performance.now() - start).toBeLessThan(patience);
  for (const answer of [value, path, several]) {
    expect(Object.keys(answer)).toHaveLength(1);
    if ('undecided' in answer) expect(answer.undecided).not.toBe('');
  }
});

test('nothing of the text of an expression is taken for a name of JavaScript', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(askValue([[exact(name)], [search('^x')]])).toEqual({ texts: [name] });
    expect(askValue([[whole(name)], [exact('x')]])).toEqual({ texts: [name] });
    expect(askPath(below(`/${name}`), [[whole(`/${name}/a`)]])).toEqual({ texts: [`/${name}/a`] });
  }
});

test('the same question has the same answer, whatever was asked before', () => {
  const holds = [expression('.*a.{20}', 'whole')];
  const lacks = [expression('(.*[ab].{20})', 'whole')];
  const first = askValue([holds, lacks]);
  for (const [, some, others] of hostile.slice(3, 6)) askValue([some, others]);
  expect(askValue([holds, [...lacks, exact('z')]])).toEqual(first);
});
