import { expect, test } from 'vitest';
import { writeJson } from '../../lib/yaml/write-json';

const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };

test('the order of keys changes no byte, and kind and name come first', () => {
  const text = writeJson([{ ...object, data: { b: '1', a: '2' } }]);
  const { metadata, kind, apiVersion } = object;
  expect(writeJson([{ data: { a: '2', b: '1' }, metadata, kind, apiVersion }])).toBe(text);
  expect(text.indexOf('"metadata"')).toBeLessThan(text.indexOf('"data"'));
  expect(text.indexOf('"a": "2"')).toBeLessThan(text.indexOf('"b": "1"'));
});

test('what JSON.parse reads is what was written', () => {
  const data = { empty: '', list: [], map: {}, text: 'é"\\\n\u2028', nested: [[1, -0.5], [{}]] };
  const list: unknown = JSON.parse(writeJson([{ ...object, data }]));
  expect(list).toEqual({ apiVersion: 'v1', kind: 'List', items: [{ ...object, data }] });
});

test('integers beyond 2^53 keep their digits', () => {
  expect(writeJson([{ ...object, spec: { big: 9223372036854775807n } }])).toContain(
    '"big": 9223372036854775807\n',
  );
});

test('null and undefined under a key are left out, `__proto__` is a key', () => {
  const data: object = JSON.parse('{"__proto__": {"x": 1}, "gone": null}');
  const text = writeJson([{ ...object, data: { ...data, absent: undefined } }]);
  expect(text).not.toContain('gone');
  expect(text).not.toContain('absent');
  const kept = writeJson([{ ...object, data: JSON.parse('{"__proto__": {"x": 1}}') }]);
  expect(kept).toContain('"__proto__": {\n');
});
