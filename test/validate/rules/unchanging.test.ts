// Fields that stay as they were made.

import { expect, test } from 'vitest';
import { told } from './told';

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'another controller',
    told(
      'GatewayClass',
      { controllerName: 'b.example/x' },
      { old: { controllerName: 'a.example/x' } },
    ),
    [
      'field-immutable spec.controllerName is `b.example/x` and was `a.example/x`, which cannot be changed',
    ],
  ],
  [
    'the same controller',
    told(
      'GatewayClass',
      { controllerName: 'a.example/x' },
      { old: { controllerName: 'a.example/x', description: 'a' } },
    ),
    [],
  ],
  ['a new object', told('GatewayClass', { controllerName: 'a.example/x' }), []],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
