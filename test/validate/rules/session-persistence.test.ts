// Sessions: what a cookie is told.

import { expect, test } from 'vitest';
import { ofRule } from './told';

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a permanent cookie without an end',
    ofRule({ sessionPersistence: { type: 'Cookie', cookieConfig: { lifetimeType: 'Permanent' } } }),
    [
      'session-persistence-invalid spec.rules[0].sessionPersistence.absoluteTimeout is not there, though the cookie is `Permanent`, and a browser must be told when it ends',
    ],
  ],
  [
    'a cookie for a header',
    ofRule({ sessionPersistence: { type: 'Header', cookieConfig: {} } }),
    [
      'session-persistence-invalid spec.rules[0].sessionPersistence.cookieConfig is there, though sessions are kept by `Header`',
    ],
  ],
  [
    'a permanent cookie with an end',
    ofRule({
      sessionPersistence: { absoluteTimeout: '1h', cookieConfig: { lifetimeType: 'Permanent' } },
    }),
    [],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
