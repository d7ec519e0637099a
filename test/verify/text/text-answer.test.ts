// Which texts are shown, when there are none for certain, and when nobody knows.

import { describe, expect, test } from 'vitest';
import type { Carrier } from '../../../lib/model/config';
import { holds } from '../../../lib/verify/text/text-answer';
import type { Literal, TextAnswer } from '../../../lib/verify/text/text-question';
import {
  askPath,
  askValue,
  below,
  carrying,
  exact,
  expression,
  leftmost,
  search,
  whole,
  wildcards,
} from './asking';

const none: TextAnswer = { none: true };
const texts = (...all: string[]): TextAnswer => ({ texts: all });

describe('one value', () => {
  test.each<[string, Literal[], Literal[], TextAnswer]>([
    ['is not asked for', [], [exact('a')], texts()],
    ['is the one that is named', [exact('gold')], [exact('silver')], texts('gold')],
    ['is not the one that must not be', [exact('gold')], [exact('gold')], none],
    ['is not two at once', [exact('gold'), exact('silver')], [], none],
    [
      'is the one that is named where an expression takes it',
      [exact('pr-4'), search('^pr-')],
      [],
      texts('pr-4'),
    ],
    [
      'is not the one that is named where no expression takes it',
      [exact('pr-4'), search('^qa-')],
      [],
      none,
    ],
    ['is never one with blanks around it', [exact(' gold')], [], none],
    ['is never one with a line end', [exact('a\nb')], [], none],
    ['is the shortest that an expression takes', [whole('(alice|bob)')], [], texts('bob')],
    [
      'is another that the expression takes',
      [whole('(alice|bob)')],
      [exact('bob')],
      texts('alice'),
    ],
    [
      'is none where all that it takes must not be',
      [whole('(alice|bob)')],
      [exact('bob'), search('^al')],
      none,
    ],
    ['reads well', [whole('.+')], [], texts('x')],
    ['is a word rather than a sign', [whole('.{2,}')], [search('x')], texts('aa')],
    ['is not empty where it need not be', [whole('a*')], [], texts('a')],
    ['is empty where it has to be', [whole('a*')], [search('a')], texts('')],
    ['stays within ASCII where it can', [whole('[^a-z]')], [search('[0-9A-Z]')], texts('-')],
    ['goes beyond ASCII where it has to', [whole('.')], [search('[\\x00-\\x7f]')], texts('\u00a1')],
    [
      'is held against folded case as RE2 folds it',
      [whole('(?i)k')],
      [search('[a-zA-Z]')],
      texts('\u212a'),
    ],
    ['is no blank', [whole('\\s+')], [], none],
    ['may have blanks inside', [whole('a\\s+b')], [], texts('a b')],
    ['is none where an expression wants a line end', [whole('a\\nb')], [], none],
    ['is none where an expression takes nothing', [whole('a\\bb')], [], none],
    ['is none where one expression lies in another', [whole('^v[0-9]+$')], [search('^v')], none],
    ['is what a longer expression leaves', [search('^v')], [whole('v[0-9]+')], texts('v')],
    ['is found beside word edges', [search('\\bfoo\\b')], [whole('foo')], texts('foo-')],
    ['is no hit that a shorter one hides', [leftmost('a|ab')], [whole('a')], none],
    ['is the hit that a shorter one hides', [whole('a|ab')], [leftmost('a|ab')], texts('ab')],
    ['is the hit of a lazy expression', [leftmost('a+?')], [whole('a')], none],
    ['is what a pattern covers', [wildcards('a*,b?')], [wildcards('A*')], texts('bx')],
    ['is nothing that a wider pattern covers', [wildcards('a?c')], [wildcards('a*')], none],
    ['holds what holds for anything', [expression('(', 'anything'), exact('a')], [], texts('a')],
    ['need not be there for what holds for anything', [expression('x', 'anything')], [], texts()],
    ['cannot be absent and lack what holds for anything', [], [expression('x', 'anything')], none],
    ['cannot lack what holds for anything', [exact('a')], [expression('x', 'anything')], none],
  ])('%s', (_, all, lacks, answer) => {
    expect(askValue([all, lacks])).toEqual(answer);
  });

  test.each<[string, Literal[], Literal[]]>([
    ['that must hold', [whole('a(?=b)')], []],
    ['that must not hold', [exact('a')], [whole('a(?=b)')]],
    ['in one part of a call', [{ type: 'Call', service: 'a(?=b)', reading: 'whole' }], []],
  ])('is undecided beside an expression that RE2 does not take, %s', (_, all, lacks) => {
    expect(askValue([all, lacks])).toEqual({ undecided: 'a(?=b)' });
  });

  test('is none beside an expression that RE2 does not take where the others leave none', () => {
    expect(askValue([[exact('a'), whole('a(?=b)')], [search('a')]])).toEqual(none);
    expect(askValue([[whole('a'), whole('b')], [whole('a(?=b)')]])).toEqual(none);
  });

  test('is undecided beside a pattern beyond ASCII, unless it shows itself', () => {
    const pattern = wildcards('\u03c3*');
    expect(askValue([[pattern, whole('\u03a3.')]])).toEqual(texts('\u03a3x'));
    expect(askValue([[pattern, whole('[ab]')]])).toEqual({ undecided: '\u03c3*' });
    expect(askValue([[pattern]])).toEqual({ undecided: '\u03c3*' });
    expect(askValue([[pattern, exact('b')]])).toEqual(none);
  });

  test('is undecided where an expression would have to be followed for too long', () => {
    const [long, wide] = ['.*a.{20}', '(.*[ab].{20})'];
    expect(askValue([[whole(long)], [whole(wide)]])).toEqual({
      undecided: expect.stringMatching(/\{20\}/),
    });
    expect(askValue([[whole(long)]])).toEqual(texts(`a${'x'.repeat(20)}`));
  });

  test('is found beside two hundred that it must not hold', () => {
    const lacks = Array.from({ length: 200 }, (_, index) =>
      search(`^x{${index % 40}}(y${index})?$`),
    );
    expect(askValue([[whole('x+')], lacks])).toEqual(texts('x'.repeat(40)));
  });
});

describe('several values', () => {
  const several = { texts: 'several' } as const;

  test.each<[string, Literal[], Literal[], TextAnswer]>([
    ['are one where one will do', [exact('a'), whole('a|b')], [], texts('a')],
    [
      'are as many as are needed',
      [exact('a'), exact('b'), whole('a|b')],
      [exact('c')],
      texts('a', 'b'),
    ],
    ['are none where one of them cannot be', [exact('a'), exact('b')], [search('b')], none],
    [
      'are undecided where one of them is',
      [exact('a'), whole('b(?=c)')],
      [],
      { undecided: 'b(?=c)' },
    ],
    [
      'are none where one cannot be and another is undecided',
      [whole('b(?=c)'), exact('a')],
      [search('a')],
      none,
    ],
  ])('%s', (_, all, lacks, answer) => {
    expect(askValue([all, lacks], several)).toEqual(answer);
  });

  test('are parts without commas where values are cut there', () => {
    const cut = { ...several, withoutCommas: true };
    expect(askValue([[whole('a.?b')], [whole('ab')]], cut)).toEqual(texts('abb'));
    expect(askValue([[whole('a,b')]], cut)).toEqual(none);
    expect(askValue([[exact('a,b')]], cut)).toEqual(none);
    // Such a part has others beside it.
    expect(askValue([[whole(' a')]], cut)).toEqual({ undecided: ' a' });
    expect(askValue([[exact(' a')]], cut)).toEqual({ undecided: ' a' });
  });
});

describe('a path', () => {
  const cart = below('/cart', { exceptBelow: ['/cart/x'], exceptExact: ['/cart'] });

  test.each([
    ['below all', below(''), '/'],
    ['below a prefix', below('/cart'), '/cart'],
    ['beside others that are named', cart, '/cart/x1'],
    ['of one path', { type: 'Exact', value: '/cart' } as const, '/cart'],
  ])('%s is a short one', (_, within, path) => {
    expect(askPath(within)).toEqual(texts(path));
  });

  test.each<[string, Literal[], Literal[], TextAnswer]>([
    ['is below the prefix', [search('.*')], [], texts('/cart/')],
    ['is what an expression takes below it', [whole('/cart/[^/]+')], [], texts('/cart/a')],
    ['is none where an expression takes nothing below it', [search('^/shop')], [], none],
    [
      'is none where an expression takes what is left out alone',
      [whole('/cart(/x.*)?')],
      [search('^/cart/x[^/]')],
      none,
    ],
    [
      'is beside another expression',
      [whole('/cart/[a-z]+')],
      [search('^/cart/[a-w]')],
      texts('/cart/y'),
    ],
    [
      'has no empty segment where it need not',
      [whole('/cart/[^/]*/items')],
      [],
      texts('/cart/a/items'),
    ],
    ['is not cut at a question mark', [whole('/cart/a\\?b')], [], none],
    ['is a call', [{ type: 'Call', method: 'Get' }], [], texts('/cart/Get')],
    [
      'is a call by expressions',
      [{ type: 'Call', service: 'cart', method: 'Get|List', reading: 'whole' }],
      [{ type: 'Call', method: 'Get' }],
      texts('/cart/List'),
    ],
    ['is no call where the service lies elsewhere', [{ type: 'Call', service: 'shop' }], [], none],
  ])('%s', (_, all, lacks, answer) => {
    expect(askPath(cart, [all, lacks])).toEqual(answer);
  });

  test('is the one of its class or none', () => {
    const one = { type: 'Exact', value: '/cart' } as const;
    expect(askPath(one, [[search('art')], [search('x')]])).toEqual(texts('/cart'));
    expect(askPath(one, [[search('x')]])).toEqual(none);
    expect(askPath({ type: 'Exact', value: '/a?b' })).toEqual(none);
  });

  test('is none below a prefix that is another class altogether', () => {
    expect(askPath(below('/a', { exceptBelow: ['/a'] }))).toEqual(none);
    expect(askPath(below('', { exceptBelow: [''] }))).toEqual(none);
  });

  test('is found beside thousands that are left out', () => {
    const named = Array.from({ length: 5000 }, (_, index) => `/cart/x${index}`);
    const within = below('/cart', { exceptBelow: named, exceptExact: ['/cart', '/cart/x'] });
    expect(askPath(within)).toEqual(texts('/cart/'));
    expect(askPath(within, [[whole('/cart/x[0-9]+')]])).toEqual(texts('/cart/x01'));
    expect(askPath(within, [[whole('/cart/x([0-9]|[1-9][0-9]{1,2})(/.*)?')]])).toEqual(none);
  });
});

describe("a carrier's expression", () => {
  const carriers: Carrier[] = [
    { type: 'baggage' },
    { type: 'tracestate' },
    { type: 'cookie', name: 'sandbox' },
  ];

  test.each(carriers)('of $type is met by its key and by no other', (carrier) => {
    const answer = askValue([[carrying(carrier, 'pr-4')], [carrying(carrier, 'pr-42')]]);
    expect(answer).toEqual(
      texts(`${carrier.type === 'cookie' ? carrier.name : 'sd-routing-key'}=pr-4`),
    );
    expect(askValue([[carrying(carrier, 'pr-42')], [carrying(carrier, 'pr-4')]])).toHaveProperty(
      'texts',
    );
  });

  test.each(carriers)('of $type is met beside two hundred others', (carrier) => {
    const others = Array.from({ length: 200 }, (_, index) => carrying(carrier, `qa-${index}`));
    expect(askValue([[carrying(carrier, 'pr-4')], others])).toHaveProperty('texts');
    expect(askValue([[search('qa-7')], others])).toEqual(texts('qa-7'));
  });

  test.each(carriers)('of $type is met with a second key beside it', (carrier) => {
    const [one, other] = [carrying(carrier, 'pr-4'), carrying(carrier, 'pr-5')];
    const answer = askValue([[one, other]]);
    if (!('texts' in answer)) throw new Error('there is such a value');
    expect(answer.texts.map((text) => [holds(one, text), holds(other, text)])).toEqual([
      [true, true],
    ]);
  });

  const baggage = carrying({ type: 'baggage' }, 'pr-4');

  test('tells a property from a member', () => {
    const property = search('^team=a;sd-routing-key=pr-4$');
    expect(askValue([[property, baggage]])).toEqual(none);
    expect(askValue([[search('team=a;sd-routing-key=pr-4'), baggage]])).toHaveProperty('texts');
  });

  test('tells a key from the end of another name', () => {
    expect(askValue([[baggage, search('^[a-z]+sd-routing-key=[a-z0-9-]+$')]])).toEqual(none);
  });

  test('is all that a search for the bare key finds, and not all of it', () => {
    expect(askValue([[baggage], [search('pr-4')]])).toEqual(none);
    expect(askValue([[search('pr-4')], [baggage]])).toEqual(texts('pr-4'));
  });

  test('never fits a part of a value that is cut at commas but one that is a member', () => {
    const cut = { texts: 'several', withoutCommas: true } as const;
    expect(askValue([[baggage], [search('sd-routing-key')]], cut)).toEqual(none);
    expect(askValue([[baggage]], cut)).toEqual(texts('sd-routing-key=pr-4'));
  });
});
