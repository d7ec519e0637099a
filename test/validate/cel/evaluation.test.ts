// What single rules say, held against what the API server's CEL libraries document.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../lib/model/manifest';
import { Budget } from '../../../lib/validate/cel/budget';
import { celValue } from '../../../lib/validate/cel/cel-value';
import { compiledRule } from '../../../lib/validate/cel/compiled-rule';
import { jsonSchema } from '../../../lib/validate/schema/json-schema';

function verdictOf(rule: string, self: Json = null, old?: Json) {
  const schema = jsonSchema({});
  const before = old === undefined ? undefined : celValue(schema, old);
  const said = compiledRule({ rule }).verdict(celValue(schema, self), before, new Budget());
  return said.is === 'failed' || said.is === 'unknown' ? `${said.is}: ${said.why}` : said.is;
}

const kept: readonly (readonly [string, Json?])[] = [
  // Presence.
  ['has(self.a)', { a: 1 }],
  ['!has(self.b)', { a: 1 }],
  ['has(self[0].a) && !has(self[1].a)', [{ a: 1 }, {}]],
  ['has(self["x"].a)', { x: { a: null } }],
  ['"has(self.b) matches(" != ""', {}],
  ['has(self.__namespace__.a__dash__b)', { __namespace__: { a__dash__b: 1 } }],
  // Texts.
  ['self.matches("^a+$") && !matches(self, "b")', 'aaa'],
  ['self.matches("(?i)^A[[:digit:]]$")', 'a1'],
  ['self.find("[0-9]+") == "12" && self.find("z") == ""', 'a12b3'],
  ['self.findAll("[0-9]+") == ["12", "3"] && self.findAll("[0-9]+", 1) == ["12"]', 'a12b3'],
  ['self.size() == 2 && self.charAt(1) == "b" && self.substring(1) == "b"', '😀b'],
  ['self.indexOf("b") == 1 && self.lastIndexOf("b") == 2 && self.indexOf("z") == -1', '😀bb'],
  ['self.split(",") == ["a", "b"] && self.split(",", 1) == ["a,b"]', 'a,b'],
  ['"abc".split("") == ["a", "b", "c"]'],
  ['self.replace("a", "b") == "bb" && self.replace("a", "b", 1) == "ba"', 'aa'],
  ['"ÄA".lowerAscii() == "Äa" && "äa".upperAscii() == "äA"'],
  ['["a", "b"].join("-") == "a-b" && ["a", "b"].join() == "ab"'],
  ['" a ".trim() == "a"'],
  ['"%s of %d, %.1f, %x%%".format(["a", 2, 1.25, 255]) == "a of 2, 1.3, ff%"'],
  ['"%s".format([[1, "a"]]) == "[1, a]"'],
  // Lists.
  ['self.isSorted() && self.sum() == 6 && self.min() == 1 && self.max() == 3', [1, 2, 3]],
  ['self.indexOf(2) == 1 && self.lastIndexOf(2) == 2', [1, 2, 2]],
  ['self.distinct() == [1, 2] && self.reverse() == [2, 2, 1]', [1, 2, 2]],
  ['[3, 1, 2].sort() == [1, 2, 3] && [[1], [2]].flatten() == [1, 2]'],
  ['[1, 2, 3].slice(1, 2) == [2] && lists.range(3) == [0, 1, 2]'],
  ['self.all(i, v, i + v == 10)', [10, 9, 8]],
  ['self.exists(i, v, i == 1 && v == "b") && self.existsOne(i, v, v == "a")', ['a', 'b']],
  ['self.all(k, v, k == v)', { a: 'a', b: 'b' }],
  ['self.transformList(i, v, i == 0, v + 1) == [2]', [1, 2]],
  ['self.transformMap(k, v, v + 1) == {"a": 2}', { a: 1 }],
  ['self.map(x, x > 1, x * 2) == [4]', [1, 2]],
  ['self.exists_one(x, x == 1)', [1, 2]],
  // Sets.
  ['sets.contains(self, [1]) && sets.intersects(self, [2, 9])', [1, 2]],
  ['sets.equivalent(self, [2, 1, 1]) && !sets.contains(self, [3])', [1, 2]],
  // Addresses.
  ['isIP("192.0.2.1") && isIP("2001:db8::1") && !isIP("::ffff:1.2.3.4")'],
  ['!isIP("fe80::1%eth0") && !isIP("1.2.3") && !isIP("01.2.3.4") && !isIP("1::2::3")'],
  ['ip("127.0.0.1").family() == 4 && ip("::1").family() == 6 && ip("::1").isLoopback()'],
  ['ip.isCanonical("2001:db8::1") && !ip.isCanonical("2001:DB8::1")'],
  ['string(ip("2001:db8:0:0:1:0:0:1")) == "2001:db8::1:0:0:1"'],
  ['ip("10.0.0.1") == ip("10.0.0.1") && ip("8.8.8.8").isGlobalUnicast()'],
  ['isCIDR("10.0.0.0/8") && !isCIDR("10.0.0.0/33") && !isCIDR("10.0.0.0")'],
  ['cidr("10.0.0.0/8").containsIP("10.1.2.3") && !cidr("10.0.0.0/8").containsIP("11.0.0.0")'],
  ['cidr("10.0.0.0/8").containsCIDR("10.1.0.0/16") && cidr("10.1.2.3/8").prefixLength() == 8'],
  ['cidr("10.1.2.3/8").masked() == cidr("10.0.0.0/8")'],
  // URLs.
  ['isURL("https://a.example:80/x?b=c") && isURL("/a") && !isURL("a.example/x") && !isURL("")'],
  ['url("https://a.example:80/x").getHost() == "a.example:80"'],
  ['url("https://[::1]:80/x").getHostname() == "::1" && url("https://a:80").getPort() == "80"'],
  ['url("HTTPS://a/x%20y z").getScheme() == "https"'],
  ['url("https://a/x y").getEscapedPath() == "/x%20y"'],
  ['url("https://a/?k=1&k=2").getQuery() == {"k": ["1", "2"]}'],
  ['!isURL("http://a:b/") && !isURL("http://a%zz/") && !isURL("http://a b/")'],
  // Quantities.
  [
    'quantity("1Gi").isGreaterThan(quantity("1G")) && quantity("100m").compareTo(quantity("0.1")) == 0',
  ],
  ['quantity("1.5k").asInteger() == 1500 && !quantity("100m").isInteger()'],
  ['isQuantity("1e3") && !isQuantity("1x") && !isQuantity("") && quantity("-1").sign() == -1'],
  [
    'quantity("1").add(quantity("500m")) == quantity("1.5") && quantity("2").sub(1) == quantity("1")',
  ],
  // Versions.
  [
    'semver("1.10.0").isGreaterThan(semver("1.9.0")) && isSemver("1.2.3-rc.1") && !isSemver("v1.2")',
  ],
  ['semver("1.0.0-rc.1").isLessThan(semver("1.0.0")) && semver("v1.2", true).minor() == 2'],
  // Formats.
  ['!format.dns1123Label().validate("a-b").hasValue()'],
  ['format.dns1123Label().validate("A").hasValue() && format.named("uuid").hasValue()'],
  ['format.dns1123Label().validate("A").value().size() == 1'],
  // Optionals.
  ['self.?a.orValue(3) == 3 && self.?b.hasValue()', { b: 1 }],
  ['optional.of(1).optMap(x, x + 1).value() == 2 && !optional.none().hasValue()'],
  ['self[?"a"].orValue("z") == "z"', {}],
  // Times.
  ['duration("1h") > duration("59m") && duration("1s").getMilliseconds() == 1000'],
  ['timestamp("2024-01-01T00:00:00Z") < timestamp("2024-01-02T00:00:00Z")'],
  // Numbers and types.
  ['self.a == 1 && self.a < 1.5 && type(self.a) == int', { a: 1 }],
  ['int("7") == 7 && string(7) == "7" && double("1.5") == 1.5'],
  ['{"a": 0}[self] == 0', 'a'],
  ['self == {"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
  ['cel.bind(x, self, x == 1)', 1],
];

for (const [rule, self] of kept) {
  test(rule, () => {
    expect(verdictOf(rule, self)).toBe('kept');
  });
}

test.each<readonly [string, Json, string]>([
  ['self.a == 1', {}, 'failed: no such key: a'],
  ['self[0] == 1', [], 'failed: no such key: index out of bounds, index 0'],
  ['1 / self == 1', 0, 'failed: division by zero'],
  [
    'self.matches("(")',
    'a',
    'failed: no expression of RE2: error parsing regexp: missing closing ): `(`',
  ],
  ['self + 1', 1, 'failed: the rule gives no truth value'],
  ['self.substring(3) == ""', 'a', 'failed: invalid substring range: 3, 1'],
  ['ip(self).family() == 4', 'a', 'failed: `a` is no IP address'],
])('%s of %j fails', (rule, self, said) => {
  expect(verdictOf(rule, self)).toBe(said);
});

test('an error is nothing where the other side decides', () => {
  expect(verdictOf('self.a == 1 || true', {})).toBe('kept');
  expect(verdictOf('!(self.a == 1 && false)', {})).toBe('kept');
  expect(verdictOf('self.exists(x, x.a == 1)', [{}, { a: 1 }])).toBe('kept');
  expect(verdictOf('self.exists(i, x, x.a == 1)', [{}, { a: 1 }])).toBe('kept');
});

test.each([
  ['self.all(x', 'unknown:'],
  ['self.reverseEngineered()', 'unknown:'],
  ['nobody == 1', 'unknown:'],
  ['authorizer.path("/a").check("get").allowed()', 'unknown:'],
  [`self == ${'"'.repeat(20_000)}`, 'unknown: it has more than 16384 characters'],
])('%s cannot be evaluated', (rule, said) => {
  expect(verdictOf(rule.slice(0, 30_000), 'a')).toContain(said);
});

test('a rule that would take for ever is given up', () => {
  const list = Array.from({ length: 2000 }, (_, index) => index);
  const deep = 'self.all(a, self.all(b, self.all(c, self.all(d, a + b + c + d >= 0))))';
  for (const rule of [deep, deep.replaceAll(/all\((\w),/g, 'all(i$1, $1,'), `${deep} || true`]) {
    expect(verdictOf(rule, list)).toBe(
      'unknown: it takes more steps than the API server would grant it',
    );
  }
});

test('a change is seen, and only where there was a value', () => {
  expect(verdictOf('self == oldSelf', 1, 1)).toBe('kept');
  expect(verdictOf('self == oldSelf', 1, 2)).toBe('broken');
});

test('keys that are names of nothing else in JavaScript are keys', () => {
  const odd = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "toString": 3}') as Json;
  expect(verdictOf('self["__proto__"].a == 1 && self.constructor == 2', odd)).toBe('kept');
  expect(verdictOf('has(self.valueOf) || "hasOwnProperty" in self', odd)).toBe('broken');
});

test('whatever stands in a rule and in a value, there is a verdict', () => {
  const words = [
    'self',
    'oldSelf',
    '.',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"a"',
    '1',
    '1u',
    '1.5',
    'null',
  ];
  const more = [
    'all(x, ',
    'has(',
    '.?',
    '==',
    '+',
    '&&',
    '?',
    ':',
    'in',
    'size(',
    '.map(x, x)',
    '//',
  ];
  const rules = fc.array(fc.constantFrom(...words, ...more), { maxLength: 12 });
  fc.assert(
    fc.property(
      fc.oneof(
        rules.map((parts) => parts.join(' ')),
        fc.string(),
      ),
      fc.jsonValue(),
      (rule, value) => {
        expect(typeof verdictOf(rule, value as Json)).toBe('string');
      },
    ),
    { numRuns: 500, seed: 7 },
  );
});

test('what a rule says does not depend on what was asked before', () => {
  const long = 'self.all(x, self.all(y, x + y >= 0))';
  const list = Array.from({ length: 1500 }, (_, index) => index);
  expect(verdictOf(long, list)).toContain('unknown');
  expect(verdictOf(long, [1, 2])).toBe('kept');
});
