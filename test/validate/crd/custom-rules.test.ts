// Rules that CustomResourceDefinitions state in CEL: what is told of objects that break them.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { validate } from '../../../lib/pipeline-validation';
import { manifests } from '../../routes';
import { limit, limitCrd } from './crds';

interface Asked {
  readonly objects: readonly KubeObject[];
  readonly schema: JsonObject;
  readonly against?: readonly KubeObject[];
}

function findingsOf({ objects, schema, against = [] }: Asked) {
  return validate({
    manifests: manifests(...objects),
    crds: manifests(limitCrd(schema)),
    against: manifests(...against),
  }).findings;
}

function told(asked: Asked): readonly string[] {
  return findingsOf(asked).map(({ code, message }) => `${code}: ${message}`);
}

const ruled = (rules: readonly JsonObject[], properties: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties: { least: { type: 'integer' }, most: { type: 'integer' }, ...properties },
  'x-kubernetes-validations': rules,
});

const ordered: JsonObject = {
  rule: 'self.least <= self.most',
  message: 'least must not be above most',
};

test('a broken rule is told with the message of its definition', () => {
  const schema = ruled([ordered]);
  expect(told({ objects: [limit({ least: 2, most: 1 })], schema })).toEqual([
    'rule-broken: `spec` of Limit shop/a breaks a rule of its kind: least must not be above most',
  ]);
  expect(told({ objects: [limit({ least: 1, most: 1 })], schema })).toEqual([]);
});

test('a rule without a message is told itself', () => {
  const schema = ruled([{ rule: 'self.least <=\n  self.most' }]);
  expect(told({ objects: [limit({ least: 2, most: 1 })], schema })).toEqual([
    'rule-broken: `spec` of Limit shop/a breaks the rule `self.least <= self.most`',
  ]);
});

test('a message may be worked out, and the fixed one stands in where that fails', () => {
  const worked = {
    ...ordered,
    messageExpression: '"%d is above %d".format([self.least, self.most])',
  };
  const failing = { ...ordered, messageExpression: 'self.none' };
  const objects = [limit({ least: 2, most: 1 })];
  expect(told({ objects, schema: ruled([worked]) })).toEqual([
    'rule-broken: `spec` of Limit shop/a breaks a rule of its kind: 2 is above 1',
  ]);
  expect(told({ objects, schema: ruled([failing]) })).toEqual([
    'rule-broken: `spec` of Limit shop/a breaks a rule of its kind: least must not be above most',
  ]);
});

test('a rule may say which field is meant', () => {
  const schema = ruled([{ ...ordered, fieldPath: '.least' }]);
  expect(told({ objects: [limit({ least: 2, most: 1 })], schema })[0]).toContain('`spec.least` of');
});

test('a rule that looks at what is not there is broken', () => {
  expect(told({ objects: [limit({ least: 2 })], schema: ruled([ordered]) })).toEqual([
    'rule-broken: `spec` of Limit shop/a breaks a rule of its kind, which cannot be worked out for it (no such key: most): least must not be above most',
  ]);
});

test('defaults are filled in before rules are asked', () => {
  const schema = ruled([ordered], { most: { type: 'integer', default: 9 } });
  expect(told({ objects: [limit({ least: 2 })], schema })).toEqual([]);
});

test('rules below lists and maps are asked of each entry', () => {
  const positive = { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 0' }] };
  const schema: JsonObject = {
    type: 'object',
    properties: {
      list: { type: 'array', items: positive },
      map: { type: 'object', additionalProperties: positive },
      'of-one': { type: 'object', properties: { 'a-b': positive } },
    },
    'x-kubernetes-validations': [{ rule: 'has(self.of__dash__one.a__dash__b)', message: 'no a-b' }],
  };
  const object = limit({ list: [1, 0], map: { a: 0, b: 1 }, 'of-one': { 'a-b': 0 } });
  expect(findingsOf({ objects: [object], schema }).map(({ where }) => where?.path)).toEqual([
    ['spec', 'list', 1],
    ['spec', 'map', 'a'],
    ['spec', 'of-one', 'a-b'],
  ]);
});

test('rules within allOf are asked, too', () => {
  const schema = { ...ruled([]), allOf: [{ 'x-kubernetes-validations': [ordered] }] };
  expect(told({ objects: [limit({ least: 2, most: 1 })], schema })).toHaveLength(1);
});

test('a rule that cannot be evaluated is told once, with its place in the definition', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      list: {
        type: 'array',
        items: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self.isPrime()' }] },
      },
    },
  };
  const objects = [limit({ list: [1, 2] }), limit({ list: [3] }, { name: 'b' })];
  const findings = findingsOf({ objects, schema });
  expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'warning rule-not-evaluated',
  ]);
  expect(findings[0]?.message).toContain(
    'a rule of `spec.list[0]` in CustomResourceDefinition limits.example.com cannot be evaluated here, so that nobody knows whether objects keep it: `self.isPrime()`: found no matching overload',
  );
  expect(findings[0]?.where?.path?.slice(-5)).toEqual([
    'spec',
    'properties',
    'list',
    'items',
    'x-kubernetes-validations',
  ]);
});

test('a rule about a change is asked where the object was there before', () => {
  const fixed = { rule: 'self.least == oldSelf.least', message: 'least is fixed' };
  const schema = ruled([fixed]);
  const objects = [limit({ least: 2 })];
  expect(told({ objects, schema })).toEqual([]);
  expect(told({ objects, schema, against: [limit({ least: 2 })] })).toEqual([]);
  expect(told({ objects, schema, against: [limit({ least: 1 })] })).toEqual([
    'rule-broken: `spec` of Limit shop/a breaks a rule of its kind: least is fixed',
  ]);
});

test('entries of a list are found again by their keys', () => {
  const fixed = [{ rule: 'self.n == oldSelf.n', message: 'n is fixed' }];
  const items = {
    type: 'object',
    properties: { name: { type: 'string' }, n: { type: 'integer' } },
    'x-kubernetes-validations': fixed,
  };
  const list = {
    type: 'array',
    items,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
  };
  const schema = { type: 'object', properties: { list } };
  const against = [
    limit({
      list: [
        { name: 'a', n: 1 },
        { name: 'b', n: 2 },
      ],
    }),
  ];
  const objects = [
    limit({
      list: [
        { name: 'b', n: 2 },
        { name: 'a', n: 3 },
        { name: 'c', n: 4 },
      ],
    }),
  ];
  expect(findingsOf({ objects, schema, against }).map(({ where }) => where?.path)).toEqual([
    ['spec', 'list', 1],
  ]);
});

test('a rule that asks for what was there as for something that may be missing is always asked', () => {
  const rule = {
    rule: 'oldSelf.hasValue() || self.least == 0',
    message: 'begins at 0',
    optionalOldSelf: true,
  };
  const schema = ruled([rule]);
  const objects = [limit({ least: 2 })];
  expect(told({ objects, schema })).toHaveLength(1);
  expect(told({ objects, schema, against: [limit({ least: 1 })] })).toEqual([]);
});

test('what broke a rule before and did not change may stay', () => {
  const schema = ruled([ordered]);
  const object = limit({ least: 2, most: 1 });
  expect(told({ objects: [object], schema, against: [object] })).toEqual([]);
});

test('a value that does not fit its type is told of, and not asked about', () => {
  expect(told({ objects: [limit({ least: 'a', most: 1 })], schema: ruled([ordered]) })).toEqual([
    expect.stringContaining('type-invalid'),
  ]);
});

test('an object within an object has a name that fits, and says what it is', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      of: {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        'x-kubernetes-preserve-unknown-fields': true,
      },
    },
  };
  const whole = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { b: 1 } };
  expect(told({ objects: [limit({ of: whole })], schema })).toEqual([]);
  expect(told({ objects: [limit({ of: { ...whole, metadata: {} } })], schema })).toEqual([]);
  expect(
    told({ objects: [limit({ of: { metadata: { labels: { a: 'b c' } } } })], schema }),
  ).toEqual([
    'field-required: `spec.of.apiVersion` of Limit shop/a is not there, and is required',
    'field-required: `spec.of.kind` of Limit shop/a is not there, and is required',
    expect.stringContaining('`spec.of.metadata.labels.a` of Limit shop/a'),
  ]);
});
