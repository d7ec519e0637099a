// Readers of literals accept what the law says of each text.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expressionError } from '../../../lib/routing/accept/expression';
import { wholeBudget } from '../../../lib/verify/text/budget';
import { holds } from '../../../lib/verify/text/literal';
import { literalReader } from '../../../lib/verify/text/literal-reader';
import type { Literal } from '../../../lib/verify/text/text-question';
import { arbitraryExpression, arbitraryText } from './arbitrary-expression';
import { accepts } from './reading';

const readings = ['whole', 'leftmost', 'search'] as const;

function readerOf(literal: Literal) {
  const reader = literalReader(literal, { left: wholeBudget });
  if (reader === undefined) throw new Error(`no reader of ${JSON.stringify(literal)}`);
  return reader;
}

/** A reader and the law, asked about the same texts. */
function expectAgreement(literal: Literal, texts: readonly string[]): void {
  const reader = readerOf(literal);
  const read = texts.filter((text) => accepts(reader, text));
  expect({ literal, texts: read }).toEqual({
    literal,
    texts: texts.filter((text) => holds(literal, text)),
  });
}

describe('an expression', () => {
  const texts = [
    ...[
      '',
      'a',
      'b',
      'ab',
      'ba',
      'aab',
      'abb',
      'A',
      'k',
      'K',
      '\u212a',
      's',
      'ſ',
      'S',
      '1',
      '12',
      'a1',
    ],
    ...[
      'a b',
      ' a',
      'a-b',
      'foo bar',
      'foo',
      'xfoo',
      'foo_',
      'é',
      'É',
      '😀',
      'a😀',
      'ß',
      'ẞ',
      'θ',
      'ϑ',
      'Θ',
    ],
    ...[
      'a.b',
      'axb',
      'a\\b',
      'a|b',
      '[',
      ']',
      '^',
      '$',
      '-',
      '_',
      '/a/b',
      'a,b',
      '\u00a0',
      '\u2028',
      'ǅ',
    ],
  ];

  test.each([
    ['letters and choices', ['ab', 'a|ab', 'ab|a', 'a|', '|a', '(|a)b', '', '()', '(?:a|b)+']],
    ['any character', ['.', '..', 'a.b', '.*', '.+?', '(?s).', '(?-s).', '\\C*']],
    [
      'classes',
      ['[ab]', '[^ab]', '[a-c]', '[]a]', '[^]a]', '[a\\]]', '[-a]', '[a-]', '[\\^a]', '[é-ü]'],
    ],
    [
      'classes of Perl',
      ['\\d+', '\\D+', '\\w+', '\\W+', '\\s', '\\S+', '[\\d\\s]', '[^\\w]', '\\d\\w*'],
    ],
    [
      'classes of POSIX',
      ['[[:alpha:]]', '[[:^alpha:]]', '[[:digit:][:space:]]', '[^[:alnum:]]', '[[:word:]]+'],
    ],
    [
      'classes of Unicode',
      ['\\pL', '\\p{L}', '\\PL', '\\p{Lu}', '\\p{^Lu}', '\\P{Greek}', '\\p{Greek}', '[\\pL\\d]'],
    ],
    [
      'folded case',
      [
        '(?i)k',
        '(?i)K',
        '(?i)s',
        '(?i)ſ',
        '(?i)[j-l]',
        '(?i)[^k]',
        '(?i)é',
        '(?i)ß',
        '(?i)θ',
        '(?i)ǆ',
      ],
    ],
    ['flags', ['(?i)a(?-i)b', '(?i:a)b', '(?U)a+', '(?U)a+?', '(?m)^a$', '(?s-i)a.b', '(?sU)a.*b']],
    [
      'repetitions',
      [
        'a*',
        'a+',
        'a?',
        'a*?',
        'a{2}',
        'a{1,}',
        'a{0,2}',
        'a{0}',
        '(a|b){2,3}?',
        '(a*)*',
        '(a|b*)+',
        'a{,2}',
      ],
    ],
    [
      'anchors',
      [
        '^a',
        'a$',
        '^a$',
        '^',
        '$',
        'a^',
        '$a',
        '\\Aa',
        'a\\z',
        '^^a',
        '(^a|b$)',
        '^a|b$',
        '(?m)a$',
      ],
    ],
    [
      'word edges',
      ['\\b', '\\B', '\\bfoo\\b', 'foo\\B', '\\Bo', 'a\\b.b', '(\\b|a)+', '\\b\\B', '(?i)\\bk\\b'],
    ],
    [
      'quotes and escapes',
      [
        '\\Qa.b\\E',
        '\\Qa|b',
        '\\Q\\E',
        '\\x61',
        '\\x{1F600}',
        '\\141',
        'a\\.b',
        '\\|',
        '\\[\\]',
        '\\a',
      ],
    ],
    ['groups', ['(a)(b)', '(?P<n>a)b', '(?<n>a)', '((a)|(b))*', '(?:)', '(?:(?:a))']],
  ])('reads %s as RE2 does, under each reading', (_, expressions) => {
    for (const value of expressions) {
      if (expressionError(value) !== undefined) expect(value).toMatch(/\\C/);
      else
        for (const reading of readings) {
          expectAgreement({ type: 'RegularExpression', value, reading }, texts);
        }
    }
  });

  test('accepts at random what RE2 accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        arbitraryExpression,
        fc.array(arbitraryText, { minLength: 5, maxLength: 5 }),
        fc.constantFrom(...readings),
        (value, some, reading) => {
          fc.pre(expressionError(value) === undefined);
          const literal: Literal = { type: 'RegularExpression', value, reading };
          expectAgreement(literal, some);
          accepted += some.filter((text) => holds(literal, text)).length;
        },
      ),
      { numRuns: 4000 },
    );
    expect(accepted).toBeGreaterThan(2000);
  });

  test('in a hundred repetitions is counted to the last', () => {
    const literal: Literal = { type: 'RegularExpression', value: '(ab?){100}', reading: 'whole' };
    expectAgreement(
      literal,
      [99, 100, 101].map((times) => 'a'.repeat(times)),
    );
  });

  test('that is taken for anything accepts every text', () => {
    expectAgreement({ type: 'RegularExpression', value: '(', reading: 'anything' }, texts);
  });
});

describe("a load balancer's pattern", () => {
  const texts = [
    '',
    'a',
    'A',
    'ab',
    'AB',
    'abc',
    'b',
    'k',
    '\u212a',
    'a,b',
    'a*',
    '😀',
    '\u0130',
    'i',
    'i\u0307',
    'é',
  ];

  test.each([
    'a',
    '*',
    'a*',
    '*b',
    '?',
    '??',
    'a,b',
    'a\\,b',
    '*a*b*',
    'k',
    'i',
    'i?',
    '',
    'a\\*',
    '*,?',
    'A?',
  ])('%j covers what the load balancer covers', (value) =>
    expectAgreement({ type: 'Wildcards', value }, texts),
  );

  test('covers at random what the load balancer covers', () => {
    const pattern = fc.array(fc.constantFrom('a', 'B', '*', '?', ',', '\\'), { maxLength: 6 });
    const text = fc.array(fc.constantFrom('a', 'A', 'b', '*', ',', '😀'), { maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (signs, read) => {
        expectAgreement({ type: 'Wildcards', value: signs.join('') }, [read.join('')]);
      }),
      { numRuns: 3000 },
    );
  });

  test('no character but these two has a lower case that is ASCII or longer', () => {
    const odd: string[] = [];
    for (let point = 0x80; point < 0x110000; point += 1) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const text = String.fromCodePoint(point);
      const lower = text.toLowerCase();
      if (lower.length !== text.length || /[\0-\x7f]/.test(lower)) odd.push(text);
    }
    expect(odd).toEqual(['\u0130', '\u212a']);
  });

  test('beyond ASCII is not read for all texts', () => {
    expect(
      literalReader({ type: 'Wildcards', value: 'σ*' }, { left: wholeBudget }),
    ).toBeUndefined();
  });
});

describe('a gRPC call', () => {
  const texts = [
    '/',
    '/a',
    '//',
    '//a',
    '/a/',
    '/a/b',
    '/a.b/c',
    '/a/b/c',
    '/a/b/',
    '/b/a',
    'a/b',
    '',
    '/.a/b',
    '/aa/b',
  ];
  const parts = [undefined, 'a', 'b', 'a.b', '.a', ''];
  const pairs = parts.flatMap((service) => parts.map((method) => [service, method] as const));

  test.each([undefined, ...readings, 'anything'] as const)('%s', (reading) => {
    for (const [service, method] of pairs) {
      const literal = {
        type: 'Call',
        ...(service === undefined ? {} : { service }),
        ...(method === undefined ? {} : { method }),
        ...(reading === undefined ? {} : { reading }),
      } as const;
      expectAgreement(literal, texts);
    }
  });

  test('by expressions is at random what the law says', () => {
    const part = fc.constantFrom('a', 'a*', '.*', '[^/]*', 'a/b', '^a', 'b$', 'a|ab', '');
    const path = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 6 });
    fc.assert(
      fc.property(
        part,
        part,
        fc.constantFrom(...readings),
        path,
        (service, method, reading, rest) => {
          expectAgreement({ type: 'Call', service, method, reading }, [`/${rest.join('')}`]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
