import { expect, test } from 'vitest';
import type { FieldPath } from '../../lib/model/manifest';
import { at, isObject, type Json } from '../../lib/model/manifest';
import { Positions } from '../../lib/yaml/position';

import { readDocuments } from '../../lib/yaml/read';

const positionOf = (text: string, ...place: Parameters<Positions['of']>) =>
  new Positions(text).of(...place);

const text = `# shop
apiVersion: v1
kind: Service
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: "cart", labels: {'a': b}}
spec:
  base: &base
    weight: 1
  rules:
  - matches:
    - path: &p
        value: /cart
    on: 1
  - <<: *base
    again: *p
---
apiVersion: v1
kind: List
items:
- kind: A
- kind: B
  spec:
    x: 1
`;

function place(document: number, path: FieldPath, item?: number) {
  const origin = { from: 'file', file: 'a', document, ...(item === undefined ? {} : { item }) };
  const position = positionOf(text, origin as never, path);
  return position === undefined ? undefined : `${position.line}:${position.column}`;
}

test('a field is found by its key, an entry of a list by its start', () => {
  expect(place(0, [])).toBe('2:1');
  expect(place(1, ['spec', 'rules'])).toBe('11:3');
  expect(place(1, ['spec', 'rules', 0])).toBe('12:5');
  expect(place(1, ['spec', 'rules', 0, 'matches', 0, 'path', 'value'])).toBe('14:9');
  expect(place(1, ['metadata', 'labels', 'a'])).toBe('7:35');
});

test('a path that leads nowhere ends at the nearest ancestor', () => {
  expect(place(1, ['spec', 'rules', 7, 'x'])).toBe('11:3');
  expect(place(1, ['status', 'x'])).toBe('5:1');
  expect(place(1, ['kind', 'x'])).toBe('6:1');
});

test('merge keys, aliases and keys that become strings are followed', () => {
  expect(place(1, ['spec', 'rules', 1, 'weight'])).toBe('10:5');
  expect(place(1, ['spec', 'rules', 1, 'again', 'value'])).toBe('14:9');
  expect(place(1, ['spec', 'rules', 0, 'true'])).toBe('15:5');
});

test('an item of a List is found in the List', () => {
  expect(place(2, [], 1)).toBe('23:3');
  expect(place(2, ['spec', 'x'], 1)).toBe('25:5');
});

test('a document or text that is not there has no position', () => {
  expect(place(9, [])).toBeUndefined();
  expect(positionOf('', { from: 'file', file: 'a', document: 0 }, [])).toBeUndefined();
  expect(positionOf('a: [', { from: 'file', file: 'a', document: 0 }, ['a'])).toBeUndefined();
});

test('streams with directives and end marks are counted as they are read', () => {
  const odd = '%YAML 1.1\n---\na: 1\n...\n---\nb: 1\n...\nc: 1\n';
  const { documents } = readDocuments(odd, 'a');
  const lines = documents.map(({ origin }) => positionOf(odd, origin, ['x'])?.line);
  expect(lines).toEqual([3, 6, 8]);
});

test('a byte order mark and Windows line ends do not shift positions', () => {
  const windows = `\uFEFFa: 1\r\nb:\r\n  c: 1\r\n`;
  const origin = { from: 'file', file: 'a', document: 0 } as const;
  expect(positionOf(windows, origin, ['a'])).toEqual({ line: 1, column: 1 });
  expect(positionOf(windows, origin, ['b', 'c'])).toEqual({ line: 3, column: 3 });
});

test('every field that is read has a position of its own document', () => {
  for (const { value, origin } of readDocuments(text, 'a').documents) {
    for (const path of pathsOf(value)) {
      expect(at(value, path)).toBeDefined();
      expect(positionOf(text, origin, path)).toBeDefined();
    }
  }
});

function pathsOf(value: Json, path: FieldPath = []): FieldPath[] {
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((item: Json, index) => pathsOf(item, [...path, index]))];
  }
  if (!isObject(value)) return [path];
  const inner = Object.entries(value).flatMap(([key, held]) =>
    pathsOf(held ?? null, [...path, key]),
  );
  return [path, ...inner];
}
