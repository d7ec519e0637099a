// The settings `carriers` and `preset`: every form, and names that some hop would read otherwise.

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/model/manifest';
import { headerProblem } from '../../lib/resolve/carrier-reader';
import { readConfig } from '../../lib/resolve/config-file';
import { manifests } from '../routes';

const config = (spec: unknown) =>
  readConfig(
    manifests({
      apiVersion: 'gatefork.dev/v1alpha1',
      kind: 'Config',
      spec: spec as JsonObject,
    }),
    'gatefork.yaml',
  );

const messagesOf = (spec: unknown) => config(spec).findings.map(({ message }) => message);

test('every carrier', () => {
  const carriers = [
    'baggage',
    'tracestate',
    { header: 'X-Routing-Key' },
    { query: 'sandbox' },
    { cookie: 'sandbox' },
  ];
  expect(config({ carriers })).toMatchObject({
    config: {
      carriers: [
        { type: 'baggage' },
        { type: 'tracestate' },
        { type: 'header', name: 'X-Routing-Key' },
        { type: 'query', name: 'sandbox' },
        { type: 'cookie', name: 'sandbox' },
      ],
    },
    findings: [],
  });
});

test('the preset of Signadot', () => {
  expect(config({ preset: 'signadot' }).config.carriers).toEqual([
    { type: 'baggage' },
    { type: 'tracestate' },
    { type: 'header', name: 'ot-baggage-sd-routing-key' },
    { type: 'header', name: 'uberctx-sd-routing-key' },
  ]);
});

test('settings that say nothing of carriers leave the default', () => {
  expect(config({}).config).not.toHaveProperty('carriers');
});

test('one name may be a header, a parameter and a cookie at once, and parameters differ by case', () => {
  const carriers = [{ header: 'k' }, { query: 'k' }, { query: 'K' }, { cookie: 'k' }];
  expect(messagesOf({ carriers })).toEqual([]);
});

test.each<readonly [unknown, readonly string[]]>([
  [['cookie'], ['spec.carriers[0] is `cookie`, which is no carrier']],
  [[7], ['spec.carriers[0] is `7`, which is no carrier']],
  [[null], ['spec.carriers[0] is `null`, which is no carrier']],
  [[['baggage']], ['spec.carriers[0] is `baggage`, which is no carrier']],
  [['baggage', 'baggage'], ['spec.carriers[1] names baggage twice']],
  [[{ header: 'x-a' }, { header: 'X-A' }], ['spec.carriers[1] names header X-A twice']],
  [[{ query: 'k' }, { query: 'k' }], ['spec.carriers[1] names query parameter k twice']],
  [[{ cookie: 'k' }, { cookie: 'k' }], ['spec.carriers[1] names cookie k twice']],
  [
    [{ headers: 'x' }],
    ['spec.carriers[0].headers is not a known field', 'spec.carriers[0] names no carrier'],
  ],
  [[{}], ['spec.carriers[0] names no carrier']],
  [[{ header: 'x-a', query: 'k' }], ['spec.carriers[0] names both header and query']],
  [[{ __proto__: null, header: 7 }], ['spec.carriers[0].header is the number `7`, not a string']],
  [[{ header: 'a_b' }], ['spec.carriers[0].header is `a_b`, which cannot carry the key']],
  [[{ query: 'a b' }], ['spec.carriers[0].query is `a b`, which cannot carry the key']],
  [[{ query: 'a%20b' }], ['spec.carriers[0].query is `a%20b`, which cannot carry the key']],
  [[{ query: 'a&b' }], ['spec.carriers[0].query is `a&b`, which cannot carry the key']],
  [[{ query: '' }], ['spec.carriers[0].query is ``, which cannot carry the key']],
  [[{ cookie: 'a=b' }], ['spec.carriers[0].cookie is `a=b`, which cannot carry the key']],
  [[{ cookie: 'a;b' }], ['spec.carriers[0].cookie is `a;b`, which cannot carry the key']],
  [
    [{ cookie: 'k'.repeat(257) }],
    [`spec.carriers[0].cookie is \`${'k'.repeat(257)}\`, which cannot carry the key`],
  ],
])('%j is refused', (carriers, messages) => {
  expect(messagesOf({ carriers })).toEqual(messages.map((message) => `Config: ${message}`));
});

test('carriers of a wrong type are refused once', () => {
  expect(messagesOf({ carriers: 'baggage' })).toEqual([
    'Config: spec.carriers is the string `baggage`, not a list',
  ]);
});

describe('presets', () => {
  test.each([
    [{ carriers: ['baggage'], preset: 'signadot' }, 'spec.carriers stands beside `preset`'],
    [{ preset: 'other' }, 'spec.preset is `other`, which is not known here'],
    [{ preset: '__proto__' }, 'spec.preset is `__proto__`, which is not known here'],
  ])('%j is refused', (spec, message) => {
    expect(messagesOf(spec)).toContain(`Config: ${message}`);
  });
});

test.each([
  ['x-routing-key', true],
  ['X-Routing-Key', true],
  ['x_routing', false],
  ['baggage', false],
  ['TraceState', false],
  ['cookie', false],
  ['Cookie', false],
  ['host', false],
  ['key-bin', false],
  [':path', false],
  ['x key', false],
  ['', false],
  ['x'.repeat(257), false],
])('the header %s can carry a key: %s', (name, isFine) => {
  expect(headerProblem(name) === undefined).toBe(isFine);
});
