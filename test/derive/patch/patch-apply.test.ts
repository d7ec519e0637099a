import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyPatch } from '../../../lib/derive/patch/patch-apply';
import { copyOf, withoutNulls } from '../../../lib/derive/patch/patch-values';
import type { JsonObject } from '../../../lib/model/manifest';
import { frozen } from '../fork/fork-baseline';

const object: JsonObject = frozen({
  kind: 'X',
  spec: { a: 1, list: ['x', 'y'], deep: { b: { c: 2 } } },
});

test.each([
  ['strategic', { spec: { a: 2, deep: null } }, { kind: 'X', spec: { a: 2, list: ['x', 'y'] } }],
  [
    'merge',
    { spec: { a: 2, list: ['z'], deep: null } },
    { kind: 'X', spec: { a: 2, list: ['z'] } },
  ],
  [
    'merge',
    { spec: { deep: { b: { d: { e: null, f: 1 } } } } },
    { kind: 'X', spec: { a: 1, list: ['x', 'y'], deep: { b: { c: 2, d: { f: 1 } } } } },
  ],
  [
    'json',
    [
      { op: 'test', path: '/spec/a', value: 1 },
      { op: 'add', path: '/spec/list/-', value: 'z' },
      { op: 'remove', path: '/spec/deep' },
    ],
    { kind: 'X', spec: { a: 1, list: ['x', 'y', 'z'] } },
  ],
  [
    'json',
    [
      { op: 'move', from: '/spec/deep/b', path: '/spec/b' },
      { op: 'copy', from: '/spec/b', path: '/spec/c' },
      { op: 'replace', path: '/spec/c/c', value: 3 },
    ],
    { kind: 'X', spec: { a: 1, list: ['x', 'y'], deep: {}, b: { c: 2 }, c: { c: 3 } } },
  ],
  [
    'json',
    [{ op: 'add', path: '/spec/a', value: null }],
    { kind: 'X', spec: { list: ['x', 'y'], deep: { b: { c: 2 } } } },
  ],
] as const)('a %s patch is applied to a copy, and no null is left', (type, value, expected) => {
  expect(applyPatch(object, { type, value: frozen(value) })).toEqual({ object: expected });
});

test('a value that a patch brings in is a copy, too', () => {
  const value = frozen([
    { op: 'add', path: '/spec/new', value: { inner: [] } },
    { op: 'add', path: '/spec/new/inner/-', value: 1 },
  ]);
  expect(applyPatch(object, { type: 'json', value })).toMatchObject({
    object: { spec: { new: { inner: [1] } } },
  });
});

test.each([
  ['json', {}, 'is no list of operations'],
  [
    'json',
    [{ op: 'test', path: '/spec/a', value: 2 }],
    'has a `test` that does not hold (operation 0, `/spec/a`)',
  ],
  [
    'json',
    [
      { op: 'add', path: '/x', value: 1 },
      { op: 'remove', path: '/nowhere' },
    ],
    'names a path that is not there (operation 1, `/nowhere`)',
  ],
  [
    'json',
    [{ op: 'replace', path: '/spec/list/7', value: 1 }],
    'names a path that is not there (operation 0, `/spec/list/7`)',
  ],
  [
    'json',
    [{ op: 'add', path: '/spec/list/7', value: 1 }],
    'has a list index beyond the end of the list',
  ],
  [
    'json',
    [{ op: 'add', path: '/spec/none/x', value: 1 }],
    'adds to a path whose parent is not there',
  ],
  ['json', [{ op: 'explode', path: '/spec' }], 'has an `op` that is none of'],
  ['json', [{ op: 'add', path: '/spec/a' }], 'without `value`'],
  ['json', [{ op: 'add', path: 'spec', value: 1 }], 'does not start with `/`'],
  ['json', [7], 'has an operation that is no object'],
  ['json', [{ op: 'add', path: '/__proto__/x', value: 1 }], 'cannot be applied'],
  ['json', [{ op: 'replace', path: '', value: 'text' }], 'leaves no object'],
  ['merge', [], 'is no object'],
  ['merge', 'text', 'is no object'],
  ['merge', JSON.parse('{"spec":{"__proto__":{"a":1}}}'), 'has the key `__proto__`'],
  ['strategic', null, 'is no object'],
  ['strategic', { spec: { $patch: 'x' } }, 'has a `$patch`'],
  ['strategic', { spec: () => 1 }, 'a value is no JSON'],
] as const)('a %s patch that cannot be applied says why: %j', (type, value, problem) => {
  expect(applyPatch(object, { type, value })).toEqual({
    problem: expect.stringContaining(problem),
  });
});

test('large integers come through', () => {
  const big = frozen({ kind: 'X', spec: { n: 12345678901234567890n } });
  for (const type of ['merge', 'strategic'] as const) {
    expect(applyPatch(big, { type, value: { a: 1 } })).toEqual({ object: { ...big, a: 1 } });
  }
  const value = [{ op: 'add', path: '/a', value: 1 }];
  expect(applyPatch(big, { type: 'json', value })).toEqual({ object: { ...big, a: 1 } });
});

test('a merge patch without nulls is idempotent', () => {
  const json = fc
    .jsonValue({ noUnicodeString: true, maxDepth: 3 })
    .map((value) => withoutNulls(copyOf(value)));
  const map = fc.dictionary(fc.constantFrom('a', 'b', 'c'), json, { noNullPrototype: true });
  const law = fc.property(map, map, (left, value) => {
    const once = applyPatch(frozen(left), { type: 'merge', value: frozen(value) });
    // Keys that the library cannot set are refused, which the table above shows.
    if (!('object' in once)) return;
    expect(applyPatch(once.object, { type: 'merge', value })).toEqual(once);
  });
  fc.assert(law);
});
