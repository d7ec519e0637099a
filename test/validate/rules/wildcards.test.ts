// A `*` that stands for everything stands alone.

import { expect, test } from 'vitest';
import { ofRule } from './told';

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'origins',
    ofRule({ filters: [{ type: 'CORS', cors: { allowOrigins: ['https://a.example', '*'] } }] }),
    [
      'wildcard-not-alone spec.rules[0].filters[0].cors.allowOrigins[1] is `*`, which stands for all origins, and other origins stand beside it',
    ],
  ],
  [
    'methods and headers',
    ofRule({
      filters: [
        { type: 'CORS', cors: { allowMethods: ['*', 'GET'], allowHeaders: ['*', 'X-Key'] } },
      ],
    }),
    [
      'wildcard-not-alone spec.rules[0].filters[0].cors.allowMethods[0] is `*`, which stands for all methods, and other methods stand beside it',
      'wildcard-not-alone spec.rules[0].filters[0].cors.allowHeaders[0] is `*`, which stands for all headers, and other headers stand beside it',
    ],
  ],
  ['alone', ofRule({ filters: [{ type: 'CORS', cors: { allowOrigins: ['*'] } }] }), []],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
