// Every pattern of the Gateway API's fields has words, and no words are left over.

import { expect, test } from 'vitest';
import { kindFacts, type Shape } from '../../../imports/gateway-api-facts';
import { patternWords } from '../../../lib/validate/schema/pattern-words';

function patternsIn(shape: Shape, found: Set<string>): void {
  for (const pattern of [shape.pattern, shape.inExperimental?.pattern]) {
    if (pattern !== undefined) found.add(pattern);
  }
  for (const inner of Object.values(shape.properties ?? {})) patternsIn(inner, found);
  if (shape.items !== undefined) patternsIn(shape.items, found);
  if (shape.additionalProperties !== undefined) patternsIn(shape.additionalProperties, found);
}

const patterns = new Set<string>();
for (const { versions } of kindFacts) {
  for (const { shape } of Object.values(versions)) patternsIn(shape, patterns);
}

test.each([...patterns])('%s is said in words', (pattern) => {
  expect(patternWords(pattern)?.noun).toMatch(/^(a|an|the) /);
});

test('a pattern of somebody else has none', () => {
  expect(patternWords('^a$')).toBeUndefined();
});
