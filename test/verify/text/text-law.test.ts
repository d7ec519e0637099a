// Whatever is asked at random: texts that are shown answer it, and `none` is refuted by nothing.

import fc from 'fast-check';
import { DFA, JS, NFA } from 'refa';
import { expect, test } from 'vitest';
import { expressionError } from '../../../lib/routing/accept/expression';
import { isCarried } from '../../../lib/verify/text/carried-text';
import { isInClass } from '../../../lib/verify/text/path-class';
import { holds, textAnswer } from '../../../lib/verify/text/text-answer';
import type { Literal, TextQuestion } from '../../../lib/verify/text/text-question';
import { arbitraryExpression, arbitraryText } from './arbitrary-expression';
import { askValue, below, exact, expression, whole, wildcards } from './asking';

const isRead = (value: string) => expressionError(value) === undefined;
const reading = fc.constantFrom('whole' as const, 'leftmost' as const, 'search' as const);

const literal: fc.Arbitrary<Literal> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(arbitraryExpression.filter(isRead), reading)
      .map(([value, how]) => expression(value, how)),
  },
  { weight: 1, arbitrary: arbitraryText.map(exact) },
  { weight: 1, arbitrary: fc.constantFrom('a*', '*k', '?b,a', '*', 'a?').map(wildcards) },
);
const sides = fc.record({
  holds: fc.array(literal, { minLength: 1, maxLength: 3 }),
  lacks: fc.array(literal, { maxLength: 3 }),
});

function isAnswer(text: string, { holds: all, lacks }: Pick<TextQuestion, 'holds' | 'lacks'>) {
  return all.every((one) => holds(one, text)) && !lacks.some((one) => holds(one, text));
}

/** All texts of so many characters at most. */
function textsOver(characters: readonly string[], most: number): readonly string[] {
  const all = [''];
  for (let from = 0, length = 0; length < most; length += 1) {
    const end = all.length;
    for (; from < end; from += 1) for (const one of characters) all.push(`${all[from]}${one}`);
  }
  return all;
}

interface Tally {
  texts: number;
  none: number;
  undecided: number;
}

const some = (tally: Tally) => [tally.texts > 200, tally.none > 200];

test('texts answer the question, and no text answers where there is none', () => {
  const tried = [
    ...textsOver(['a', 'b', 'k'], 5),
    ...fc.sample(arbitraryText, { numRuns: 1000, seed: 7 }),
  ];
  const tally: Tally = { texts: 0, none: 0, undecided: 0 };
  fc.assert(
    fc.property(sides, (asked) => {
      const answer = askValue([asked.holds, asked.lacks]);
      if ('undecided' in answer) tally.undecided += 1;
      else if ('texts' in answer) {
        tally.texts += 1;
        expect(answer.texts.map((text) => isAnswer(text, asked))).toEqual([true]);
        expect(answer.texts.filter((text) => !isCarried(text, { of: 'value' }))).toEqual([]);
      } else {
        tally.none += 1;
        const refuting = tried.find(
          (text) => isCarried(text, { of: 'value' }) && isAnswer(text, asked),
        );
        expect({ asked, refuting }).toEqual({ asked, refuting: undefined });
      }
    }),
    { numRuns: 1000 },
  );
  expect(some(tally)).toEqual([true, true]);
  expect(tally.undecided).toBe(0);
});

test('paths answer the question within their class, and no path answers where there is none', () => {
  const parts = ['a', 'b', '/'];
  const tried = textsOver(parts, 6).map((text) => `/${text}`);
  const expressions = fc.constantFrom(
    'a',
    '/a',
    '^/a',
    '/[^/]*$',
    '^/a/.*',
    '(/b)+$',
    '.*',
    '^/b?a?/',
    '[ab]/[ab]',
    '//',
  );
  const call = fc.constantFrom<Literal>(
    { type: 'Call', service: 'a' },
    { type: 'Call', method: 'b' },
    { type: 'Call', service: 'a', method: 'b' },
    { type: 'Call', service: 'a|b', method: '[ab]', reading: 'whole' },
    { type: 'Call', service: 'a', reading: 'search' },
  );
  const of = fc.oneof(
    call,
    fc.tuple(expressions, reading).map(([value, how]) => expression(value, how)),
  );
  const path = fc.constantFrom('/a', '/b', '/a/b', '/a/a', '/a/b/a', '/b/b', '');
  const tally: Tally = { texts: 0, none: 0, undecided: 0 };
  fc.assert(
    fc.property(
      fc.record({
        holds: fc.array(of, { maxLength: 2 }),
        lacks: fc.array(of, { maxLength: 3 }),
        within: fc
          .tuple(path, fc.array(path, { maxLength: 3 }), fc.array(path, { maxLength: 3 }))
          .map(([key, exceptBelow, exceptExact]) => below(key, { exceptBelow, exceptExact })),
      }),
      (asked) => {
        const answer = textAnswer({ of: 'path', texts: 'one', ...asked });
        const isGood = (text: string) => isInClass(asked.within, text) && isAnswer(text, asked);
        if ('undecided' in answer) tally.undecided += 1;
        else if ('texts' in answer) {
          tally.texts += 1;
          expect(answer.texts.map(isGood)).toEqual([true]);
        } else {
          tally.none += 1;
          expect({ asked, refuting: tried.find(isGood) }).toEqual({ asked, refuting: undefined });
        }
      },
    ),
    { numRuns: 1500 },
  );
  expect(some(tally)).toEqual([true, true]);
  expect(tally.undecided).toBe(0);
});

/** What a library of automata, which shares no line with this one, makes of an expression. */
function automatonOf(source: string): NFA {
  const { expression: parsed, maxCharacter } = JS.Parser.fromLiteral({
    source,
    flags: 's',
  }).parse();
  return NFA.fromRegex(parsed, { maxCharacter });
}

/** Characters that are no blanks, and those that are no control characters. */
const [solid, inside] = ['!-~', '\\t -~'].map((ascii) => `[${ascii}\\x80-\\ud7ff\\ue000-\\uffff]`);

test('there is a text just where a second opinion says so', () => {
  const part = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '-', '(a|ab)', '(b|)', '[^-b]');
  const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}');
  const value = fc
    .array(
      fc.tuple(part, times).map((two) => two.join('')),
      { minLength: 1, maxLength: 5 },
    )
    .map((parts) => parts.join(''));
  const carried = automatonOf(`(${solid}(${inside}*${solid})?)?`);
  const tally: Tally = { texts: 0, none: 0, undecided: 0 };
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 2 }),
      fc.array(value, { minLength: 1, maxLength: 2 }),
      (held, lacked) => {
        const answer = askValue([held.map(whole), lacked.map(whole)]);
        const both = held.reduce(
          (left, one) => NFA.fromIntersection(left, automatonOf(one)),
          carried,
        );
        const neither = lacked.reduce((left, one) => {
          const rest = DFA.fromFA(automatonOf(one));
          rest.complement();
          return NFA.fromIntersection(left, NFA.fromFA(rest));
        }, both);
        tally['none' in answer ? 'none' : 'texts'] += 1;
        expect({ held, lacked, isNone: 'none' in answer }).toEqual({
          held,
          lacked,
          isNone: neither.isEmpty,
        });
      },
    ),
    { numRuns: 500 },
  );
  expect(tally.none).toBeGreaterThan(50);
  expect(tally.texts).toBeGreaterThan(50);
});
