// The steps that RE2 makes of an expression.

import { expect, test } from 'vitest';
import { expressionError } from '../../../lib/routing/accept/expression';
import { expressionProgram } from '../../../lib/routing/accept/expression-program';

/** What its first step takes, as text. */
function taken(expression: string): string | undefined {
  const step = expressionProgram(expression)?.steps.find(({ type }) => type === 'Take');
  if (step?.type !== 'Take') return undefined;
  const pairs: string[] = [];
  for (let at = 0; at < step.characters.length; at += 2) {
    pairs.push(String.fromCodePoint(step.characters[at] ?? 0, step.characters[at + 1] ?? 0));
  }
  return pairs.join(' ');
}

test.each([
  ['a', 'aa'],
  ['[a-cx]', 'ac xx'],
  ['(?i)a', 'AA aa'],
  ['(?i)k', 'KK kk \u212a\u212a'],
  ['(?i)s', 'SS ss \u017f\u017f'],
  ['(?i)é', 'ÉÉ éé'],
  ['(?i)ß', 'ßß ẞẞ'],
  ['(?i)4', '44'],
  ['(?i)😀', '😀😀'],
  ['.', '\0\t \u000b\u{10ffff}'],
  ['(?s).', '\0\u{10ffff}'],
])('%j takes %j', (expression, characters) => {
  expect(taken(expression)).toBe(characters);
});

test('every step leads to another, and some step is a hit', () => {
  for (const expression of [
    '',
    'a',
    '^(.*,)?\\s*k=v\\s*([,;].*)?$',
    '(a|b*?){2,3}\\b',
    '[^\\x00-\\x{10FFFF}]',
  ]) {
    const { steps, start } = expressionProgram(expression) ?? { steps: [], start: -1 };
    const led = steps.flatMap((step) => [
      ...('next' in step ? [step.next] : []),
      ...('other' in step ? [step.other] : []),
    ]);
    expect([start, ...led].filter((at) => steps[at] === undefined)).toEqual([]);
    expect(steps.some(({ type }) => type === 'Hit')).toBe(true);
  }
});

test('what RE2 does not take has no steps, and what nobody could follow is not handed out', () => {
  expect(expressionProgram('a(?=b)')).toBeUndefined();
  const huge = `(?:${'x?'.repeat(400)}){0,100}`;
  expect(expressionError(huge)).toBeUndefined();
  expect(expressionProgram(huge)).toBeUndefined();
});
