// Expressions as people write them in routes: questions about two or three of them are decided.

import { expect, test } from 'vitest';
import type { Literal, TextAnswer } from '../../../lib/verify/text/text-question';
import { askPath, askValue, below, carrying, expression } from './asking';

const values = [
  ...[
    '^(alice|bob)$',
    'canary|beta',
    '^v[0-9]+(\\.[0-9]+)*$',
    '^(?i)(gold|platinum)$',
    '.*beta.*',
    '.+',
    '.*',
  ],
  ...[
    '(?i).*(android|iphone|ipad|mobile).*',
    '.*Chrome/(8[0-9]|9[0-9]).*',
    '^Mozilla/5\\.0 .*',
    'Bot|Crawler',
  ],
  ...[
    '^Bearer [A-Za-z0-9-_=]+\\.[A-Za-z0-9-_=]+\\.?[A-Za-z0-9-_.+/=]*$',
    '^Basic [A-Za-z0-9+/]+={0,2}$',
  ],
  ...[
    '[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}',
    '^(en|de|fr)(-[A-Z]{2})?(,.*)?$',
    '^de\\b',
    '\\bde\\b',
  ],
  ...[
    '^(.*;)?\\s*session=[^;]+\\s*(;.*)?$',
    'userid=[0-9]*[02468](;|$)',
    '^(10|172\\.(1[6-9]|2[0-9]|3[01]))\\.',
  ],
  ...[
    '^[^@]+@example\\.com$',
    '^application/(json|grpc(\\+proto)?)(;.*)?$',
    '^.{1,64}$',
    '^[[:alpha:]][[:word:]]*$',
  ],
];
const paths = [
  ...[
    '/',
    '^/api/v[12]/.*',
    '/api/v[0-9]+/users/[^/]+',
    '^/(en|de)(/.*)?$',
    '/(?i:admin)(/.*)?',
    '/.*/health',
  ],
  ...[
    '.*\\.(png|jpe?g|gif|css|js|svg|woff2?)$',
    '^/[^/]+/[^/]+$',
    '/orders/\\d+(/items/\\d+)?',
    '^/static/.+',
  ],
  ...[
    '/users/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}',
    '^/(?:a|b|c)/?$',
    '/[A-Za-z0-9_.~-]+',
    '/cart(/.*)?',
  ],
  ...[
    '^/[^.]*$',
    '/(shop|cart)\\.[A-Z][A-Za-z]+/(Get|List).*',
    '^/docs/(?:.*/)?index\\.html?$',
    '.*//.*',
    '',
  ],
];
const readings = ['whole', 'leftmost', 'search'] as const;

/** Milliseconds of one question on a machine with other things to do. */
const patience = 2_000;

test.each(readings)('about values, read as %s', (reading) => {
  const keys = [
    carrying({ type: 'baggage' }, 'pr-4'),
    carrying({ type: 'cookie', name: 'sb' }, 'pr-4'),
  ];
  const all = [...values.map((one) => expression(one, reading)), ...keys];
  expectDecided(all, (sides) => askValue(sides));
});

test.each(readings)('about paths, read as %s', (reading) => {
  const within = below('', {
    exceptBelow: ['/cart/x', '/api/v2'],
    exceptExact: ['/', '/cart'],
  });
  const all = paths.map((one) => expression(one, reading));
  expectDecided(all, (sides) => askPath(within, sides));
});

type Sides = readonly [holds: readonly Literal[], lacks: readonly Literal[]];

/** Every one beside every other, and every two beside a third that lies some way off. */
function expectDecided(all: readonly Literal[], ask: (sides: Sides) => TextAnswer): void {
  const kinds = new Map<string, number>();
  let slowest = 0;
  const count = (sides: Sides) => {
    const start = performance.now();
    const [kind = ''] = Object.keys(ask(sides));
    slowest = Math.max(slowest, performance.now() - start);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  };
  all.forEach((one, at) => {
    all.forEach((other, otherAt) => {
      const third = all[(at + 2 * otherAt + 1) % all.length] ?? one;
      count([[one], [other]]);
      count([[one, other], [third]]);
    });
  });
  const asked = 2 * all.length ** 2;
  // One of them asks for two members of a list beside more than 64 characters.
  expect((kinds.get('undecided') ?? 0) / asked).toBeLessThan(1 / 1000);
  expect(kinds.get('none')).toBeGreaterThan(asked / 10);
  expect(kinds.get('texts')).toBeGreaterThan(asked / 10);
  expect(slowest).toBeLessThan(patience);
}
