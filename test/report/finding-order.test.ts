// Findings stand in the order of files, documents and fields, whatever order they were found in.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Finding, finding } from '../../lib/model/finding';
import type { FieldPath } from '../../lib/model/manifest';
import { inOrderOfPlace } from '../../lib/report/finding-order';

function at(file: string, document: number, path: FieldPath, item?: number): Finding {
  const origin = { from: 'file', file, document, ...(item === undefined ? {} : { item }) } as const;
  return finding('field-unknown', { message: 'm', where: { origin, path } });
}

const ordered = [
  at('a.yaml', 0, []),
  at('a.yaml', 0, ['spec']),
  at('a.yaml', 0, ['spec', 'rules', 2, 'x']),
  at('a.yaml', 0, ['spec', 'rules', 10]),
  at('a.yaml', 0, ['spec', 'rules', 10, 'a']),
  at('a.yaml', 1, []),
  at('a.yaml', 1, [], 0),
  at('a.yaml', 1, [], 3),
  at('a.yaml', 10, []),
  at('b.yaml', 0, []),
  finding('field-unknown', { message: 'a' }),
  finding('field-unknown', { message: 'b' }),
];

test('whatever the order in which they were found', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...ordered], { minLength: ordered.length }), (mixed) => {
      expect(inOrderOfPlace(mixed)).toEqual(ordered);
    }),
  );
});
