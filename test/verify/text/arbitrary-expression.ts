// Expressions and texts at random, made so that they often meet.

import fc from 'fast-check';

/** Of each kind that somebody tells apart: cases, word edges, blanks, beyond ASCII, beyond 16 bits. */
const characters = [
  'a',
  'b',
  'K',
  'k',
  '\u212a',
  's',
  '\u017f',
  '-',
  '_',
  ',',
  '.',
  ' ',
  '4',
  'é',
  '😀',
];

export const arbitraryText = fc
  .array(fc.constantFrom(...characters), { maxLength: 7 })
  .map((parts) => parts.join(''));

const one = fc.oneof(
  fc.constantFrom('a', 'b', 'k', 'K', 's', '-', '_', ',', ' ', '4', 'é', '😀'),
  fc.constantFrom('.', '\\.', '\\-', '\\x61', '\\x{1F600}', '\\141'),
  fc.constantFrom(
    '\\d',
    '\\D',
    '\\s',
    '\\S',
    '\\w',
    '\\W',
    '\\pL',
    '\\PL',
    '\\p{Lu}',
    '\\p{Greek}',
  ),
  fc.constantFrom('[ab]', '[^a]', '[^]a]', '[]-]', '[a-k]', '[\\d_-]', '[^\\w]', '[k-s]'),
  fc.constantFrom('[[:alpha:]]', '[[:^alnum:],]', '[[:word:]-]', '[^[:space:]]', '[[:punct:]é]'),
  fc.constantFrom('\\Qa.b\\E', '\\Q,\\E', '\\Q\\E'),
);
const edge = fc.constantFrom('^', '$', '\\A', '\\z', '\\b', '\\B', '');
const count = fc.constantFrom(
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{0,2}',
  '{1,}',
  '{1,3}?',
  '{0}',
);
const flags = fc.constantFrom(
  '(?i:',
  '(?-i:',
  '(?s:',
  '(?m:',
  '(?U:',
  '(?im-s:',
  '(?:',
  '(',
  '(?P<n>',
);

export const arbitraryExpression: fc.Arbitrary<string> = fc
  .letrec<{ some: string }>((tie) => ({
    some: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      one,
      edge,
      fc.tuple(tie('some'), tie('some')).map(([left, right]) => `${left}${right}`),
      fc
        .tuple(tie('some'), tie('some'), flags)
        .map(([left, right, open]) => `${open}${left}|${right})`),
      fc.tuple(tie('some'), flags, count).map(([inner, open, times]) => `${open}${inner})${times}`),
      fc.tuple(one, count).map(([inner, times]) => `${inner}${times}`),
    ),
  }))
  .some.chain((some) =>
    fc.constantFrom(some, `(?i)${some}`, `^${some}`, `${some}$`, `^(?:${some})$`, `(?U)${some}`),
  )
  // A name may be given once.
  .filter((expression) => expression.split('(?P<n>').length < 3);
