// Carriers: the expressions against header values, read in each way that data planes read them.

import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import type { Carrier } from '../../lib/model/config';
import {
  carrierName,
  carriesKey,
  entryName,
  inPrecedence,
  keyIn,
  keyMatch,
  usesExpression,
} from '../../lib/routing/carrier';
import { limits } from '../../lib/routing/limits';

const keyName = 'sd-routing-key';
const key = 'pr-4';
const member = `${keyName}=${key}`;
const baggage: Carrier = { type: 'baggage' };
const tracestate: Carrier = { type: 'tracestate' };
const cookie: Carrier = { type: 'cookie', name: 'sandbox' };

/** Header lines, and whether baggage and tracestate carry the key in them. */
const table: readonly (readonly [readonly string[], boolean, boolean])[] = [
  [[member], true, true],
  [[` ${member}`], true, true],
  [[`${member} `], true, true],
  [[`\t${member}\t`], true, true],
  [[`a=1,${member}`], true, true],
  [[`a=1, ${member}`], true, true],
  [[`a=1 ,\t${member}`], true, true],
  [[`${member},a=1`], true, true],
  [[`${member} ,a=1`], true, true],
  [[`a=1,${member},b=2`], true, true],
  [[`a=1 , ${member} , b=2`], true, true],
  [[`,${member},`], true, true],
  [[`,,${member}`], true, true],
  [['a=1', member], true, true],
  [[member, 'a=1'], true, true],
  [['a=1,b=2', `c=3,${member}`, 'd=4'], true, true],
  [[`${keyName} =${key}`], true, false],
  [[`${keyName}= ${key}`], true, false],
  [[`${keyName}\t=\t${key}`], true, false],
  [[`a=1, ${keyName} = ${key} , b=2`], true, false],
  [[`${member};prop`], true, false],
  [[`${member};prop=1`], true, false],
  [[`${member} ; prop=1;other,a=1`], true, false],
  [[`${member};`], true, false],
  [[`a=1;p=2,${member}`], true, true],
  [[`${keyName}=other,${member}`], true, true],
  [[`${member},${keyName}=other`], true, true],
  [[`a=é,${member}`], true, true],
  [[`a=${'x'.repeat(8000)},${member}`], true, true],
  [[''], false, false],
  [[','], false, false],
  [[key], false, false],
  [[keyName], false, false],
  [[`${keyName}=`], false, false],
  [[`${keyName}=pr-42`], false, false],
  [[`${keyName}=pr-4-2`], false, false],
  [[`${keyName}=pr-4.x`], false, false],
  [[`${keyName}=xpr-4`], false, false],
  [[`${keyName}=pr`], false, false],
  [[`${keyName}=PR-4`], false, false],
  [[`${keyName}=pr%2D4`], false, false],
  [[`${keyName}==${key}`], false, false],
  [[`${keyName}=${key}=`], false, false],
  [[`${keyName}=pr -4`], false, false],
  [[`${keyName}="${key}"`], false, false],
  [[`x${member}`], false, false],
  [[`x-${member}`], false, false],
  [[`x ${member}`], false, false],
  [[`SD-ROUTING-KEY=${key}`], false, false],
  [[`${keyName}x=${key}`], false, false],
  [[`a=${member}`], false, false],
  [[`a=b;${member}`], false, false],
  [[`a=b; ${member}`], false, false],
  [[`a=b;p;${member},c=d`], false, false],
  [[`a=1 ${member}`], false, false],
  [[`${member} a=1`], false, false],
  [[`a=1;${keyName}`, key], false, false],
];

/** Cookie lines, and whether they carry the key. HTTP/2 clients send cookies in lines of their own. */
const cookies: readonly (readonly [readonly string[], boolean])[] = [
  [['sandbox=pr-4'], true],
  [[' sandbox=pr-4 '], true],
  [['\tsandbox=pr-4\t'], true],
  [['a=1; sandbox=pr-4'], true],
  [['a=1;sandbox=pr-4'], true],
  [['a=1 ; sandbox=pr-4 ; b=2'], true],
  [['sandbox=pr-4; a=1'], true],
  [['sandbox=pr-4;'], true],
  [['; sandbox=pr-4'], true],
  [['a=1', 'sandbox=pr-4'], true],
  [['sandbox=pr-4', 'a=1', 'b=2'], true],
  [['sandbox=pr-42; sandbox=pr-4'], true],
  [['sandbox=pr-4; sandbox=pr-42'], true],
  [['a="x"; sandbox=pr-4'], true],
  [['a=b=c; sandbox=pr-4'], true],
  [[`a=${'x'.repeat(8000)}; sandbox=pr-4`], true],
  [['__Host-a=1; $Path=/; sandbox=pr-4'], true],
  [['sandbox=pr-42'], false],
  [['sandbox=pr-4-2'], false],
  [['sandbox=pr-4.x'], false],
  [['sandbox=pr'], false],
  [['sandbox=xpr-4'], false],
  [['sandbox=PR-4'], false],
  [['Sandbox=pr-4'], false],
  [['sandbox = pr-4'], false],
  [['sandbox= pr-4'], false],
  [['sandbox="pr-4"'], false],
  [['sandbox=pr%2D4'], false],
  [['sandbox=pr-4=x'], false],
  [['sandbox==pr-4'], false],
  [['sandbox='], false],
  [['sandbox'], false],
  [['pr-4'], false],
  [[''], false],
  [[';'], false],
  [['xsandbox=pr-4'], false],
  [['x-sandbox=pr-4'], false],
  [['sandboxx=pr-4'], false],
  [['a=sandbox=pr-4'], false],
  [['a=1 sandbox=pr-4'], false],
  [['a=1&sandbox=pr-4'], false],
  [['sandbox=pr-4 a=1'], false],
];

interface Engine {
  readonly name: string;
  readonly span: (expression: string, text: string) => readonly [number, number] | undefined;
}

const engines: readonly Engine[] = [
  {
    name: 'JavaScript',
    span: (expression, text) => {
      const found = new RegExp(expression).exec(text);
      return found === null ? undefined : [found.index, found.index + found[0].length];
    },
  },
  {
    name: 'RE2',
    span: (expression, text) => {
      const matcher = RE2JS.compile(expression).matcher(text);
      return matcher.find() ? [matcher.start(), matcher.end()] : undefined;
    },
  },
];

const whole = ({ span }: Engine, expression: string, text: string) => {
  const anchored = span(`^(?:${expression})$`, text);
  return anchored !== undefined && anchored[0] === 0 && anchored[1] === text.length;
};
const spans = ({ span }: Engine, expression: string, text: string) => {
  const found = span(expression, text);
  return found !== undefined && found[0] === 0 && found[1] === text.length;
};
const searches = ({ span }: Engine, expression: string, text: string) =>
  span(expression, text) !== undefined;

type Reading = (engine: Engine, expression: string, lines: readonly string[]) => boolean;

const readings: { readonly [name: string]: Reading } = {
  'the whole value': (engine, one, lines) => whole(engine, one, lines.join(',')),
  'a search in the value': (engine, one, lines) => searches(engine, one, lines.join(',')),
  'the leftmost find must span the value': (engine, one, lines) =>
    spans(engine, one, lines.join(',')),
  'a search in each part between commas': (engine, one, lines) =>
    lines.flatMap((line) => line.split(',')).some((part) => searches(engine, one, part)),
  'each line, matched whole': (engine, one, lines) =>
    lines.some((line) => whole(engine, one, line)),
  'each line, searched': (engine, one, lines) => lines.some((line) => searches(engine, one, line)),
};

for (const engine of engines) {
  for (const [reading, accepts] of Object.entries(readings)) {
    test(`${engine.name}, ${reading}: every header value is read right`, () => {
      const [inBaggage, inTracestate] = [baggage, tracestate].map(
        (carrier) => keyMatch(carrier, keyName, key).value,
      );
      for (const [lines, isBaggage, isTracestate] of table) {
        const found = [inBaggage, inTracestate].map((one) => accepts(engine, one ?? '', lines));
        expect([lines, ...found]).toEqual([lines, isBaggage, isTracestate]);
      }
    });
  }
}

const cookieReadings = {
  'the whole value': whole,
  'a search in the value': searches,
  'the leftmost find must span the value': spans,
} as const;

for (const engine of engines) {
  for (const [reading, accepts] of Object.entries(cookieReadings)) {
    test(`${engine.name}, ${reading}: every cookie is read right, joined and line by line`, () => {
      const { value: expression } = keyMatch(cookie, keyName, key);
      for (const [lines, holds] of cookies) {
        const joined = accepts(engine, expression, lines.join('; '));
        const each = lines.some((line) => accepts(engine, expression, line));
        expect([lines, joined, each]).toEqual([lines, holds, holds]);
        expect([lines, carriesKey(cookie, keyName, key, lines.join('; '))]).toEqual([lines, holds]);
      }
    });
  }
}

test('a comma in the value of another cookie hides nothing from who cuts at commas', () => {
  const { value: expression } = keyMatch(cookie, keyName, key);
  const parts = 'a=1,2; sandbox=pr-4'.split(',');
  for (const engine of engines) {
    expect(parts.some((part) => searches(engine, expression, part))).toBe(true);
  }
});

test('a value that is read member by member carries the key where the expressions say so', () => {
  expect(table.length).toBeGreaterThanOrEqual(40);
  for (const [lines, isBaggage, isTracestate] of table) {
    const text = lines.join(',');
    expect([text, carriesKey(baggage, keyName, key, text)]).toEqual([text, isBaggage]);
    expect([text, carriesKey(tracestate, keyName, key, text)]).toEqual([text, isTracestate]);
  }
});

const piece = fc.constantFrom(
  ...[keyName, 'sandbox', key, '=', ',', ';', ' ', '\t', 'x', '-', '2', '.'],
);
const header = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

test('expression and member by member reading agree on any value', () => {
  fc.assert(
    fc.property(header, fc.constantFrom(baggage, tracestate, cookie), (value, carrier) => {
      const { value: expression } = keyMatch(carrier, keyName, key);
      expect(new RegExp(expression).test(value)).toBe(carriesKey(carrier, keyName, key, value));
    }),
    { numRuns: 3000 },
  );
});

test('the expressions are short, and take no time that grows with backtracking', () => {
  const longest = `a${'b'.repeat(62)}`;
  for (const carrier of [baggage, tracestate, cookie]) {
    const { value } = keyMatch(carrier, keyName, longest);
    expect(value.length).toBeLessThan(limits.headerValue);
    const hostile = `${' ,;'.repeat(4000)}${keyName}`;
    expect(RE2JS.compile(value).matcher(hostile).find()).toBe(false);
  }
});

test('the expressions fit what experimental CRDs take for a header value', () => {
  const pattern = /^[!-~]+([\t ]?[!-~]+)*$/;
  for (const carrier of [baggage, tracestate, cookie]) {
    for (const name of [keyName, 'a_b', 'k']) {
      expect(keyMatch(carrier, name, key).value).toMatch(pattern);
    }
  }
});

test('the expressions are in the portable subset: capturing groups, no lookaround, no flags', () => {
  for (const carrier of [baggage, tracestate, cookie]) {
    expect(keyMatch(carrier, keyName, key).value).not.toMatch(/\(\?|\\b|\\t|\*\?/);
  }
});

test('what is special in an expression is escaped', () => {
  const { value } = keyMatch(baggage, 'a.b+c', 'x.y');
  expect(new RegExp(value).test('a.b+c=x.y')).toBe(true);
  expect(new RegExp(value).test('axb+c=x.y')).toBe(false);
  expect(new RegExp(value).test('a.b+c=xzy')).toBe(false);
});

test('a header of its own carries the key itself, by an exact match', () => {
  const carrier: Carrier = { type: 'header', name: 'X-Routing-Key' };
  expect(keyMatch(carrier, keyName, key)).toEqual({
    place: 'headers',
    type: 'Exact',
    name: 'X-Routing-Key',
    value: key,
  });
  expect(usesExpression(carrier)).toBe(false);
  expect(carrierName(carrier)).toBe('header X-Routing-Key');
  expect(carriesKey(carrier, keyName, key, key)).toBe(true);
  expect(carriesKey(carrier, keyName, key, `${key}2`)).toBe(false);
});

test('a query parameter of its own carries the key itself, by an exact match', () => {
  const carrier: Carrier = { type: 'query', name: 'Sandbox' };
  expect(keyMatch(carrier, keyName, key)).toEqual({
    place: 'queryParams',
    type: 'Exact',
    name: 'Sandbox',
    value: key,
  });
  expect(carrierName(carrier)).toBe('query parameter Sandbox');
  expect(carriesKey(carrier, keyName, key, key)).toBe(true);
  expect(carriesKey(carrier, keyName, key, ` ${key}`)).toBe(false);
});

test('members travel in headers of a lower-case name', () => {
  const carriers = [baggage, tracestate, cookie];
  const names = carriers.map((carrier) => keyMatch(carrier, keyName, key).name);
  expect(names).toEqual(['baggage', 'tracestate', 'cookie']);
  expect(carriers.map(carrierName)).toEqual(['baggage', 'tracestate', 'cookie sandbox']);
});

test('names of headers compare in any case, those of parameters as they are', () => {
  expect(entryName('headers', 'Baggage')).toBe('baggage');
  expect(entryName('queryParams', 'Baggage')).toBe('Baggage');
});

test('special letters in the name of a cookie are letters', () => {
  const { value } = keyMatch({ type: 'cookie', name: 'a.$b+' }, keyName, key);
  expect(new RegExp(value).test('a.$b+=pr-4')).toBe(true);
  expect(new RegExp(value).test('ax$b+=pr-4')).toBe(false);
  expect(RE2JS.compile(value).matcher('x=1; a.$b+=pr-4').find()).toBe(true);
});

test('carriers have one order, whatever that of the settings is', () => {
  const [one, two]: Carrier[] = [
    { type: 'header', name: 'x-b' },
    { type: 'header', name: 'x-a' },
  ];
  const query: Carrier = { type: 'query', name: 'k' };
  const sorted = [one, two, baggage, tracestate, query, cookie] as Carrier[];
  expect(inPrecedence([cookie, query, tracestate, baggage, one, two] as Carrier[])).toEqual(sorted);
  expect(inPrecedence([tracestate, one, cookie, baggage, two, query] as Carrier[])).toEqual(sorted);
});

test('an expression of a carrier tells the key that it asks for, every other one nothing', () => {
  for (const carrier of [baggage, tracestate, cookie]) {
    const { value } = keyMatch(carrier, keyName, 'pr-42');
    expect(keyIn(carrier, keyName, value)).toBe('pr-42');
    expect(keyIn(carrier, 'other', value)).toBe(carrier === cookie ? 'pr-42' : undefined);
    expect(keyIn(carrier, keyName, `${value}|x`)).toBeUndefined();
    expect(keyIn(carrier, keyName, value.replace('pr-42', 'pr-4.*'))).toBeUndefined();
    expect(keyIn(carrier, keyName, '.*')).toBeUndefined();
  }
  expect(keyIn({ type: 'header', name: 'x' }, keyName, 'pr-42')).toBeUndefined();
});
