// The walk over rules: whatever stands in an object, it is bounded, and leaves the object as it was.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindFacts } from '../../../imports/gateway-api-facts';
import { fieldName, type Json, type KubeObject } from '../../../lib/model/manifest';
import { rulesOf } from '../../../lib/validate/rules/rules-of';
import { service, told } from './told';

/** Fields that rules look at, and some that nobody knows. */
const names = [
  ...['spec', 'status', 'rules', 'filters', 'matches', 'backendRefs', 'parentRefs', 'listeners'],
  ...['type', 'path', 'value', 'requestMirror', 'requestRedirect', 'urlRewrite', 'cors', 'tls'],
  ...['fraction', 'numerator', 'denominator', 'hostnames', 'addresses', 'infrastructure', 'labels'],
  ...['timeouts', 'request', 'backendRequest', 'method', 'service', 'protocol', 'port', 'name'],
  ...['group', 'kind', 'namespace', 'sectionName', 'cookieConfig', 'validation', 'targetRefs'],
  ...['__proto__', 'constructor', 'toString', 'length'],
];
const values = ['Service', '', 'Exact', 'PathPrefix', 'HTTPS', 'Hostname', '*', '10s', 'a', '::'];

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 8, withCrossShrink: true },
    fc.oneof<fc.Arbitrary<Json>[]>(
      fc.constantFrom(...values),
      fc.string(),
      fc.double(),
      fc.bigInt(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 6 }),
  ),
}));

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

describe.each(kindFacts.map(({ kind, versions }) => [kind, Object.keys(versions)] as const))(
  '%s',
  (kind, versions) => {
    test('anything may stand anywhere', () => {
      for (const version of versions) {
        const rules = rulesOf(kind, version, 'experimental');
        if (rules === undefined) continue;
        fc.assert(
          fc.property(json, json, json, (spec, status, old) => {
            const object = frozen({ apiVersion: 'a/v1', kind, spec, status }) as KubeObject;
            const seen: string[] = [];
            rules(object, ({ path }) => seen.push(fieldName(path)), { ...object, spec: old });
            const again: string[] = [];
            rules(object, ({ path }) => again.push(fieldName(path)), { ...object, spec: old });
            expect(again).toEqual(seen);
          }),
          { numRuns: 60, seed: 7 },
        );
      }
    });
  },
);

test('kinds without rules, and kinds that are none', () => {
  expect(rulesOf('ReferenceGrant', 'v1', 'standard')).toBeUndefined();
  expect(rulesOf('constructor', 'v1', 'standard')).toBeUndefined();
});

test('long lists and texts take time in proportion', () => {
  const many = 20_000;
  const started = process.cpuUsage();
  const parentRefs = Array.from({ length: many }, (_, index) => ({ name: `p${index % 7000}` }));
  const value = `/${'a/../'.repeat(many)}`;
  const rule = { matches: [{ path: { value } }], backendRefs: Array(many).fill(service) };
  const lines = told('HTTPRoute', { parentRefs, rules: [rule] });
  const { user } = process.cpuUsage(started);
  expect(lines.length).toBeGreaterThan(many / 2);
  expect(user / 1000).toBeLessThan(3000);
});
