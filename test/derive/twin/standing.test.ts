// Baseline matches that ask for the carrier's header or parameter already: decided exactly, or
// refused with a way out.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { JsonObject } from '../../../lib/model/manifest';
import { keyMatch } from '../../../lib/routing/carrier';
import { deriving, gateway, match, route, rule, workload } from '../../routes';

const base = [gateway(), ...workload('a'), ...workload('b')];
const header: Partial<Config> = { carriers: [{ type: 'header', name: 'x-routing-key' }] };
const query: Partial<Config> = { carriers: [{ type: 'query', name: 'key' }] };
const cookie: Partial<Config> = { carriers: [{ type: 'cookie', name: 'key' }] };
const specification = { profiles: ['specification'] };

const derive = (rules: readonly JsonObject[], config: Partial<Config> = {}) =>
  deriving([...base, route('r', rules)], ['a'], config);

const member = (carrier: Config['carriers'][number], key: string, name = 'sd-routing-key') =>
  `~${keyMatch(carrier, name, key).value}`;
const baggageOf = (key: string, name?: string) => member({ type: 'baggage' }, key, name);

/** A rule that would need a shield, with a match on one header; and the fork beside it. */
const beside = (name: string, value: string) => [rule('/', 'a'), rule('/', 'b', { [name]: value })];

test.each<readonly [string, Partial<Config>, string, string]>([
  ['an expression on the header', {}, 'Baggage', '~.*user=7.*'],
  ['another list member', {}, 'baggage', baggageOf('7', 'user')],
  ['an expression that takes the key', header, 'X-Routing-Key', '~pr-.*'],
  ['an expression that takes the key somewhere', header, 'x-routing-key', '~42'],
  ['an expression that RE2 does not read', header, 'x-routing-key', '~^(?=x)'],
  ['a cookie', cookie, 'Cookie', '~.*session=.*'],
])(
  '%s that needs a twin is refused, since the API takes each name once',
  (_, config, name, value) => {
    const { derived, findings, codes } = derive(beside(name, value), {
      ...specification,
      ...config,
    });
    expect(codes).toContain('key-header-in-use');
    expect(derived.sandboxes).toEqual([]);
    const refused = findings.find(({ code }) => code === 'key-header-in-use');
    expect(refused?.message).toContain('HTTPRoute shop/r rule 1, which must keep its place');
    expect(refused?.message).toContain(`the header \`${name.toLowerCase()}\``);
    expect(refused?.where?.path).toEqual(['spec', 'rules', 1, 'matches', 0, 'headers', 0]);
  },
);

test('the same for a rule that holds a fork', () => {
  const { findings } = derive([rule('/', 'b'), rule('/', 'a', { Baggage: '~.*user=7.*' })]);
  expect(findings.map(({ message }) => message)).toEqual([
    'HTTPRoute shop/r rule 1, which holds a fork, already matches the header `baggage`, and a match takes each header once',
  ]);
});

test.each<readonly [string, Partial<Config>, string, string]>([
  ['an exact value', {}, 'Baggage', 'user=7'],
  ['an exact value of the key that only begins as it', header, 'x-routing-key', 'pr-4'],
  ['an expression that the key is none of', header, 'x-routing-key', '~^(blue|green)$'],
  ['an expression that other keys match', header, 'x-routing-key', '~^pr-4$'],
  ['the same member with another key', {}, 'baggage', baggageOf('canary')],
  [
    'the same cookie with another key',
    cookie,
    'cookie',
    member({ type: 'cookie', name: 'key' }, 'x'),
  ],
])(
  '%s is never met with the key: no twin, and a warning where it ranks before',
  (_, config, name, value) => {
    const { lines, findings, codes } = derive(beside(name, value), { ...specification, ...config });
    expect(codes).toEqual(['key-header-exact']);
    expect(lines).toHaveLength(1);
    expect(findings[0]?.message).toContain('can have no shield in that carrier');
    // A fork that no keyed request meets needs no twin either, nor a word about it.
    const forked = derive([rule('/', 'a'), rule('/x', 'a', { [name]: value })], {
      ...specification,
      ...config,
    });
    expect(forked.lines).toHaveLength(1);
    expect(forked.codes).toEqual([]);
  },
);

test.each<readonly [string, Partial<Config>, string, string, string]>([
  ['a header', header, 'X-Routing-Key', 'pr-42', 'which is'],
  ['a member', {}, 'baggage', 'sd-routing-key=pr-42', 'which holds'],
  ['a member among others', {}, 'baggage', 'a=1, sd-routing-key = pr-42;p', 'which holds'],
  ['an expression of the carrier itself', {}, 'baggage', baggageOf('pr-42'), 'which holds'],
  ['a cookie', cookie, 'cookie', 'a=1; key=pr-42', 'which holds'],
])('%s with this very key has a message of its own', (_, config, name, value, holds) => {
  const { findings, codes, derived } = derive(beside(name, value), { ...specification, ...config });
  expect(codes).toEqual(['key-in-baseline']);
  expect(derived.sandboxes).toEqual([]);
  expect(findings[0]?.message).toContain(`${holds} the routing key \`pr-42\` itself`);
  expect(findings[0]?.hint).toContain(
    'give the sandbox a routing key that the baseline does not use',
  );
});

test('parameters: by name in its very case, with the same three answers', () => {
  const beside = (value: string, name = 'key') => [rule('/', 'a'), rule(`/?${name}=${value}`, 'b')];
  const codes = (rules: readonly JsonObject[]) =>
    derive(rules, { ...specification, ...query }).codes;
  expect(codes(beside('pr-42'))).toEqual(['key-in-baseline']);
  expect(codes(beside('other'))).toEqual(['key-header-exact']);
  expect(codes(beside('pr-42', 'Key'))).toEqual([]);
  const expression = {
    matches: [
      { ...match('/'), queryParams: [{ type: 'RegularExpression', name: 'key', value: 'pr-.*' }] },
    ],
    backendRefs: [{ name: 'b', port: 80 }],
  };
  const { findings } = derive([rule('/', 'a'), expression], { ...specification, ...query });
  expect(findings.map(({ message }) => message)).toEqual([
    'HTTPRoute shop/r rule 1, which must keep its place beside a fork, already matches the query parameter `key`, and a match takes each query parameter once',
  ]);
  expect(findings[0]?.where?.path).toEqual(['spec', 'rules', 1, 'matches', 0, 'queryParams', 0]);
});

test('the hint names a carrier that is there and free, else one that could be set', () => {
  const rules = [rule('/', 'b'), rule('/', 'a', { baggage: '~.*user=7.*' })];
  const hint = (config: Partial<Config>, own = rules) =>
    derive(own, config).findings.find(({ code }) => code === 'key-header-in-use')?.hint;
  expect(hint({})).toContain('`carriers: [{ header: x-routing-key }]`');
  expect(hint({ carriers: [{ type: 'baggage' }, { type: 'header', name: 'x-a' }] })).toContain(
    'take baggage out of `carriers`, since header x-a is free there',
  );
  const both = [
    rule('/', 'b'),
    rule('/', 'a', { baggage: '~.*user=7.*', 'x-routing-key': '~.*', 'x-a': '~.*' }),
  ];
  expect(
    hint({ carriers: [{ type: 'baggage' }, { type: 'header', name: 'x-a' }] }, both),
  ).toContain('`carriers: [{ header: x-sandbox-key }]`');
});

test('a match with sixteen headers has no room for the key, fifteen have', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, '1']));
  const refused = derive([rule('/', 'a', many(16))]);
  expect(refused.codes).toEqual(['header-limit']);
  expect(refused.findings[0]?.hint).toContain('{ query: routing-key }');
  expect(derive([rule('/', 'a', many(15))]).lines).toHaveLength(1);
  // A parameter has room of its own.
  expect(derive([rule('/', 'a', many(16))], query).lines).toHaveLength(1);
});

test('a match with sixteen parameters has no room for one more, fifteen have', () => {
  const many = (count: number) =>
    `/?${Array.from({ length: count }, (_, index) => `p${index}=1`).join('&')}`;
  const refused = derive([rule(many(16), 'a')], query);
  expect(refused.codes).toEqual(['header-limit']);
  expect(refused.findings[0]?.message).toContain('has a match with 16 query parameters');
  expect(derive([rule(many(15), 'a')], query).lines).toHaveLength(1);
  expect(derive([rule(many(16), 'a')]).lines).toHaveLength(1);
});
