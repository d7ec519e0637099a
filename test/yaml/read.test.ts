import { expect, test } from 'vitest';
import type { Json } from '../../lib/model/manifest';
import { readDocuments, readManifests } from '../../lib/yaml/read';
import { keys, laxer, type Row, values } from './scalars';

/** A value as JSON with sorted keys, integers to the last digit, -0 apart from 0. */
function canonical(value: Json | undefined): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) {
    return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  }
  const pairs = Object.entries(value).map(
    ([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`,
  );
  return `{${pairs.sort().join()}}`;
}

/** The same of the decoder's JSON text, whose long integers JSON.parse would round. */
function canonicalJson(json: string): string {
  const marked = json.replace(/([:[,])(-?\d{16,20})(?=[,}\]])/g, '$1"int:$2"');
  return canonical(JSON.parse(marked)).replace(/"int:(-?\d+)"/g, '$1');
}

function readOne(text: string): string | null {
  const { documents, findings } = readDocuments(text, 'a.yaml');
  return findings.length > 0 ? null : canonical(documents[0]?.value);
}

function disagreements(rows: readonly Row[], textOf: (scalar: string) => string) {
  return rows.flatMap(([scalar, json]) => {
    const expected = json === null ? null : canonicalJson(json);
    const actual = readOne(textOf(scalar));
    return actual === expected ? [] : [{ scalar, expected, actual }];
  });
}

test('scalars mean what the decoder of Kubernetes makes of them', () => {
  expect(values.length).toBeGreaterThan(250);
  expect(disagreements(values, (scalar) => `v: ${scalar}\n`)).toEqual([]);
});

test('keys mean what the decoder of Kubernetes makes of them', () => {
  expect(disagreements(keys, (scalar) => `${scalar}: 1\n`)).toEqual([]);
});

test('where the parser is laxer than the decoder it stays as it is known to be', () => {
  expect(disagreements(laxer, (scalar) => `v: ${scalar}\n`)).toEqual([]);
});

test('integers beyond what a number holds are bigint', () => {
  const { documents } = readDocuments('a: 9007199254740993\nb: 9007199254740991', 'a.yaml');
  expect(documents[0]?.value).toEqual({ a: 9007199254740993n, b: 9007199254740991 });
});

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: cart\n';

test('a stream gives its objects in order, and counts what is none', () => {
  const text = `\uFEFF# first\n---\n${service}---\n---\nfoo: bar\n---\n# nothing\n---\n${service}...\n`;
  const regular = readManifests(text.replace('...\n', ''), 'a.yaml');
  expect(regular.manifests.map(({ origin }) => origin)).toEqual([
    { from: 'file', file: 'a.yaml', document: 0 },
    { from: 'file', file: 'a.yaml', document: 4 },
  ]);
  expect(regular).toMatchObject({ skipped: 1, foreign: [{ document: 2 }], findings: [] });
  expect(readManifests(text, 'a.yaml')).toEqual(regular);
});

test('line ends of Windows change nothing', () => {
  const unix = `${service}---\n${service}`;
  const windows = unix.replaceAll('\n', '\r\n');
  expect(readManifests(windows, 'a')).toEqual(readManifests(unix, 'a'));
});

test('a line of dashes inside a quoted or indented text does not end a document', () => {
  const text = `${service}data:\n  a: |\n    ---\n    b\n  c: "---"\n----: 1\n`;
  expect(readManifests(text, 'a').manifests[0]?.object).toMatchObject({
    data: { a: '---\nb\n', c: '---' },
    '----': 1,
  });
});

test('Lists are taken apart, each item with its number', () => {
  const items = '[{apiVersion: v1, kind: Service}, {a: 1}, {apiVersion: v1, kind: Pod}]';
  const { manifests, skipped } = readManifests(
    `apiVersion: v1\nkind: List\nitems: ${items}\n`,
    'a',
  );
  expect(manifests.map(({ object, origin }) => [object.kind, origin])).toEqual([
    ['Service', { from: 'file', file: 'a', document: 0, item: 0 }],
    ['Pod', { from: 'file', file: 'a', document: 0, item: 2 }],
  ]);
  expect(skipped).toBe(1);
});

test('items of a typed List get the kind that they leave out', () => {
  const text = 'apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: cart}\n';
  expect(readManifests(text, 'a').manifests[0]?.object).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart' },
  });
});

test('a kind that ends in List but has no items is an object like any other', () => {
  const text = 'apiVersion: x/v1\nkind: AllowList\nspec: {}\n';
  expect(readManifests(text, 'a').manifests[0]?.object.kind).toBe('AllowList');
});

test('JSON is read with tabs, escapes and pairs of surrogates', () => {
  const object = { apiVersion: 'v1', kind: 'X', a: 'é😀\u2028/\t', b: [1.5, null, true] };
  const escaped = JSON.stringify(object, null, '\t').replace('😀', '\\ud83d\\ude00');
  expect(readManifests(escaped, 'a.json').manifests[0]?.object).toEqual(object);
});

test('merge keys overwrite what stands before them, as in the cluster', () => {
  const text = 'base: &b {a: 1, b: 1}\nx:\n  a: 0\n  <<: *b\n  b: 2\nz:\n  <<: [{a: 5}, *b]\n';
  expect(readDocuments(text, 'a').documents[0]?.value).toMatchObject({
    x: { a: 1, b: 2 },
    z: { a: 5, b: 1 },
  });
  expect(readDocuments('<<: 5\n', 'a').findings[0]?.code).toBe('yaml-invalid');
});

test('aliases stand for values and keys, never for what holds them', () => {
  const value = readDocuments('a: &x 012\n*x : *x\n', 'a').documents[0]?.value;
  expect(value).toEqual({ a: 10, '10': 10 });
  expect(readDocuments('a: &x [*x]\n', 'a').findings[0]?.message).toContain('contains itself');
  expect(readDocuments('a: *x\n', 'a').findings[0]?.message).toContain('no anchor');
});

test('a key that stands twice is an error that names both lines', () => {
  const { findings } = readManifests(`${service}spec:\n  a: 1\n  b:\n    c: 1\n  "a": 2\n`, 'a');
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ code: 'key-duplicate', severity: 'error' });
  expect(findings[0]?.message).toBe(
    'the key `a` stands more than once in one mapping, at lines 6 and 9',
  );
  expect(findings[0]?.where).toMatchObject({ position: { line: 9, column: 3 } });
});

test('a key that stands a hundred thousand times is one finding, soon', () => {
  expect(codeWithin(3000, 'a: 1\n'.repeat(100_000))).toBe('key-duplicate');
  const { findings } = readManifests('a: 1\n'.repeat(9), 'a');
  expect(findings.map(({ message }) => message)).toEqual([
    'the key `a` stands more than once in one mapping, at lines 1, 2, 3, 4 and 5',
  ]);
});

test('keys that become equal are duplicates too', () => {
  expect(readDocuments('y: 1\n"true": 2\n', 'a').findings[0]?.code).toBe('key-duplicate');
});

test('a broken document is an error with its place, and hides no other', () => {
  const { manifests, findings } = readManifests(
    `${service}---\na: b\n  c: d\n---\n${service}`,
    'a.yaml',
  );
  expect(manifests).toHaveLength(2);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    code: 'yaml-invalid',
    where: { origin: { file: 'a.yaml', document: 1 }, position: { line: 7 } },
  });
});

test('a template is told to be rendered first', () => {
  const { findings } = readManifests('a: {{ .Values.a }}\n', 'a.yaml');
  expect(findings[0]?.hint).toContain('render the template');
});

test('`__proto__` is a key like any other', () => {
  const { documents } = readDocuments('a:\n  __proto__: {polluted: true}\n', 'a');
  const value = documents[0]?.value as { a: object };
  expect(Object.keys(value.a)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(value.a)).toBe(Object.prototype);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  const merged = readDocuments('a: {<<: {__proto__: {polluted: true}}}\n', 'a').documents[0];
  expect(JSON.stringify(merged?.value)).toBe('{"a":{"__proto__":{"polluted":true}}}');
});

/** What refuses hostile input must not take long; the limit leaves room for a busy machine. */
function codeWithin(milliseconds: number, text: string): string | undefined {
  const start = performance.now();
  const { findings } = readManifests(text, 'a');
  expect(performance.now() - start).toBeLessThan(milliseconds);
  return findings[0]?.code;
}

test('a billion laughs are refused before anything walks them', () => {
  const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
  for (let level = 1; level < 12; level++) {
    const aliases = Array.from({ length: 9 }, () => `*a${level - 1}`).join();
    lines.push(`a${level}: &a${level} [${aliases}]`);
  }
  expect(codeWithin(2000, lines.join('\n'))).toBe('yaml-too-large');
});

test('a thousand nested aliases are refused', () => {
  const lines = ['a0: &a0 [x]'];
  for (let level = 1; level <= 1500; level++) lines.push(`a${level}: &a${level} [*a${level - 1}]`);
  expect(codeWithin(2000, lines.join('\n'))).toBe('yaml-too-large');
});

test('many documents that each keep to the ratio are refused together', () => {
  const text = `a: &a [${'x, '.repeat(900)}]\nb: [${'*a, '.repeat(80)}]\n`;
  expect(codeWithin(2000, text)).toBeUndefined();
  expect(codeWithin(5000, Array.from({ length: 60 }, () => text).join('---\n'))).toBe(
    'yaml-too-large',
  );
});

test('a long text behind many aliases is refused', () => {
  const text = `a: &a ${'x'.repeat(1_000_000)}\nb: [${'*a, '.repeat(99)}]\n`;
  expect(codeWithin(2000, text)).toBe('yaml-too-large');
});

test.each([
  ['[', 'lists'],
  ['{a: ', 'mappings'],
  ['- ', 'block lists'],
])('a hundred thousand nested %s are refused', (opening) => {
  expect(codeWithin(5000, opening.repeat(100_000))).toBe('yaml-too-large');
});

test('a few hundred levels are fine', () => {
  expect(codeWithin(2000, `a: ${'['.repeat(300)}${']'.repeat(300)}`)).toBeUndefined();
});

test('ten megabytes are read', { timeout: 60_000 }, () => {
  const document = `${service}spec:\n  ports:\n${'  - {port: 80, name: http}\n'.repeat(20)}`;
  const count = Math.ceil(10_000_000 / document.length);
  const text = Array.from({ length: count }, () => document).join('---\n');
  expect(readManifests(text, 'a').manifests).toHaveLength(count);
});

test('nothing that is text makes the reader throw', () => {
  for (const text of [
    '\0',
    '%',
    '%YAML 2.0\n---\n',
    '\u0007',
    '&',
    '*',
    '!',
    '? ',
    '- -',
    '"\\x',
    '---',
  ]) {
    expect(() => readManifests(text, 'a')).not.toThrow();
  }
});

test('a file of very many broken documents is read in no time, each at its line', () => {
  const { findings } = readManifests('---\n{\n'.repeat(50_000), 'many.yaml');
  expect(findings).toHaveLength(50_000);
  expect(findings.slice(0, 3).map(({ where }) => where?.position?.line)).toEqual([3, 5, 7]);
});
