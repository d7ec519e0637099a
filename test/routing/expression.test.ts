// Regular expressions as RE2 reads them.

import { expect, test } from 'vitest';
import { expressionError, finds } from '../../lib/routing/expression';

test('an expression that RE2 does not take has an error, and could match anything', () => {
  for (const expression of ['(', '(?=a)', 'a\\1', '[z-a]']) {
    expect(expressionError(expression)).toBeTypeOf('string');
    expect(finds(expression, 'x')).toBe(true);
  }
  expect(expressionError('^/v[0-9]+$')).toBeUndefined();
});

test('an expression is found anywhere unless it is anchored', () => {
  expect(finds('v[0-9]', '/api/v1/x')).toBe(true);
  expect(finds('^v[0-9]', '/api/v1/x')).toBe(false);
});

test('an expression that explodes by backtracking is answered at once', () => {
  const start = performance.now();
  expect(finds('^(a+)+$', `${'a'.repeat(5000)}!`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(2000);
});
