// Keys of labels and annotations that a Gateway hands on.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { told } from './told';

const ofInfrastructure = (infrastructure: JsonObject) =>
  told('Gateway', {
    gatewayClassName: 'a',
    infrastructure,
    listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }],
  });

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a key with a space',
    ofInfrastructure({ labels: { 'my team': 'a' } }),
    [
      'key-invalid spec.infrastructure.labels["my team"] has a key that the API server does not take',
    ],
  ],
  [
    'a key with a prefix too long',
    ofInfrastructure({ annotations: { [`${'a.'.repeat(126)}a/b`]: 'c' } }),
    [
      `key-invalid spec.infrastructure.annotations.${'a.'.repeat(126)}a/b has a prefix of 253 characters, of which 252 are the most`,
    ],
  ],
  [
    'the longest prefix, and a name of 63',
    ofInfrastructure({ annotations: { [`${'a.'.repeat(125)}aa/${'b'.repeat(63)}`]: 'c' } }),
    [],
  ],
  [
    '`__proto__` is a key like others, and no right one',
    ofInfrastructure({ labels: JSON.parse('{"__proto__":"a"}') }),
    [
      'key-invalid spec.infrastructure.labels.__proto__ has a key that the API server does not take',
    ],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
