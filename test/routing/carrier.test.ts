// Carriers: the expressions against header values, read in each way that data planes read them.

import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import type { Carrier } from '../../lib/model/config';
import { carrierName, carriesKey, headerOf, keyMatch } from '../../lib/routing/carrier';
import { limits } from '../../lib/routing/limits';

const keyName = 'sd-routing-key';
const key = 'pr-4';
const member = `${keyName}=${key}`;
const baggage: Carrier = { type: 'baggage' };
const tracestate: Carrier = { type: 'tracestate' };

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

test('a value that is read member by member carries the key where the expressions say so', () => {
  expect(table.length).toBeGreaterThanOrEqual(40);
  for (const [lines, isBaggage, isTracestate] of table) {
    const text = lines.join(',');
    expect([text, carriesKey(baggage, keyName, key, text)]).toEqual([text, isBaggage]);
    expect([text, carriesKey(tracestate, keyName, key, text)]).toEqual([text, isTracestate]);
  }
});

const piece = fc.constantFrom(keyName, key, '=', ',', ';', ' ', '\t', 'x', '-', '2', '.');
const header = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

test('expression and member by member reading agree on any value', () => {
  fc.assert(
    fc.property(header, fc.constantFrom(baggage, tracestate), (value, carrier) => {
      const { value: expression } = keyMatch(carrier, keyName, key);
      expect(new RegExp(expression).test(value)).toBe(carriesKey(carrier, keyName, key, value));
    }),
    { numRuns: 3000 },
  );
});

test('the expressions are short, and take no time that grows with backtracking', () => {
  const longest = `a${'b'.repeat(62)}`;
  for (const carrier of [baggage, tracestate]) {
    const { value } = keyMatch(carrier, keyName, longest);
    expect(value.length).toBeLessThan(limits.headerValue);
    const hostile = `${' ,'.repeat(4000)}${keyName}`;
    expect(RE2JS.compile(value).matcher(hostile).find()).toBe(false);
  }
});

test('the expressions fit what experimental CRDs take for a header value', () => {
  const pattern = /^[!-~]+([\t ]?[!-~]+)*$/;
  for (const carrier of [baggage, tracestate]) {
    for (const name of [keyName, 'a_b', 'k']) {
      expect(keyMatch(carrier, name, key).value).toMatch(pattern);
    }
  }
});

test('the expressions are in the portable subset: capturing groups, no lookaround, no flags', () => {
  for (const carrier of [baggage, tracestate]) {
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
    type: 'Exact',
    name: 'X-Routing-Key',
    value: key,
  });
  expect(headerOf(carrier)).toBe('x-routing-key');
  expect(carrierName(carrier)).toBe('header X-Routing-Key');
  expect(carriesKey(carrier, keyName, key, key)).toBe(true);
  expect(carriesKey(carrier, keyName, key, `${key}2`)).toBe(false);
});

test('members travel in headers of a lower-case name', () => {
  expect([headerOf(baggage), headerOf(tracestate)]).toEqual(['baggage', 'tracestate']);
  expect([carrierName(baggage), carrierName(tracestate)]).toEqual(['baggage', 'tracestate']);
});
