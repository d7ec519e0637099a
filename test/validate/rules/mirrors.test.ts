// Mirrors: one share, and no more than all.

import { expect, test } from 'vitest';
import { ofRule, service } from './told';

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a share that is said twice',
    ofRule({
      filters: [
        {
          type: 'RequestMirror',
          requestMirror: { backendRef: service, percent: 5, fraction: { numerator: 1 } },
        },
      ],
    }),
    [
      'fraction-invalid spec.rules[0].filters[0].requestMirror.fraction stands beside `percent`, and both say which share is mirrored',
    ],
  ],
  [
    'more than all',
    ofRule({
      filters: [
        {
          type: 'RequestMirror',
          requestMirror: { backendRef: service, fraction: { numerator: 101 } },
        },
      ],
    }),
    [
      'fraction-invalid spec.rules[0].filters[0].requestMirror.fraction.numerator is 101, which is more than the denominator 100',
    ],
  ],
  [
    'all of them',
    ofRule({
      filters: [
        {
          type: 'RequestMirror',
          requestMirror: { backendRef: service, fraction: { numerator: 4, denominator: 4 } },
        },
      ],
    }),
    [],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
