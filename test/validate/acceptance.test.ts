// Findings that somebody takes upon himself: by the settings, or by an annotation of the object.

import { describe, expect, test } from 'vitest';
import type { Acceptance } from '../../lib/model/config';
import { type Finding, findingCodes } from '../../lib/model/finding';
import type { Manifest } from '../../lib/model/manifest';
import { isOfObjects } from '../../lib/model/object-codes';
import { type ValidateInput, validate } from '../../lib/pipeline-validation';

function route(name: string, accept?: string, spec: object = { hostname: ['a'] }): Manifest {
  const annotations =
    accept === undefined ? {} : { annotations: { 'gatefork.dev/accept': accept } };
  return {
    object: {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name, namespace: 'shop', ...annotations },
      spec: spec as never,
    },
    origin: { from: 'file', file: `${name}.yaml`, document: 0 },
  };
}

const entry = (code: string, object: string, reason = 'so it is') =>
  ({ code, object, reason }) as Acceptance;

function told(manifests: readonly Manifest[], accept: readonly Acceptance[] = [], more = {}) {
  const input: ValidateInput = { manifests, config: { accept }, lint: false, ...more };
  return validate(input).findings.map(({ severity, code, object }: Finding) => {
    return [severity, code, object ?? ''].join(' ').trim();
  });
}

const fault = 'error field-unknown HTTPRoute shop/a';
const note = 'info field-unknown HTTPRoute shop/a';

describe('an entry of the settings', () => {
  test('makes notes of all findings of its code about its object, and of no other', () => {
    const both = [route('a', undefined, { hostname: ['a'], rule: [] }), route('b')];
    expect(told(both, [entry('field-unknown', 'HTTPRoute shop/a')])).toEqual([
      note,
      note,
      'error field-unknown HTTPRoute shop/b',
    ]);
  });

  test('gives its reason, and nothing to do', () => {
    const accept = [entry('field-unknown', 'HTTPRoute shop/a', 'of `old`')];
    const [one] = validate({ manifests: [route('a')], config: { accept }, lint: false }).findings;
    expect(one?.message).toMatch(/is not a known field: accepted, `of `old``$/);
    expect(one?.hint).toBeUndefined();
  });

  test.each([
    ['field-unknown', 'HTTPRoute shop/b'],
    ['type-invalid', 'HTTPRoute shop/a'],
    ['field-unknown', 'HTTPRoute a'],
  ])('that meets nothing is told: %s of %s', (code, object) => {
    expect(told([route('a')], [entry(code, object)])).toEqual([fault, 'warning acceptance-unused']);
  });

  test('of deriving, or of a proof, is none of its business', () => {
    for (const code of ['policy-left-behind', 'isolation-violated', 'fork-captured']) {
      expect(told([route('a')], [entry(code, 'HTTPRoute shop/a')])).toEqual([fault]);
    }
  });

  test('for a warning is not called unused where warnings are not looked for', () => {
    const accept = [entry('backend-not-found', 'HTTPRoute shop/a')];
    expect(told([route('a')], accept)).toEqual([fault]);
    expect(told([route('a')], accept, { lint: true })).toContain('warning acceptance-unused');
  });

  test('takes what only the law says broken', () => {
    const lost = route('a', undefined, { rules: [{ backendRefs: [{ name: 'x', port: 80 }] }] });
    const accept = [entry('route-without-parents', 'HTTPRoute shop/a')];
    expect(told([lost], accept, { lint: true })).toEqual([
      'info route-without-parents HTTPRoute shop/a',
    ]);
  });
});

describe('an annotation', () => {
  test('accepts for its own object alone', () => {
    expect(told([route('a', 'field-unknown: so it is'), route('b')])).toEqual([
      note,
      'error field-unknown HTTPRoute shop/b',
    ]);
  });

  test('may have several lines, blanks and colons within a reason', () => {
    const spec = { hostname: ['a'], hostnames: 'b' };
    const text = '\n  field-unknown :  a: b \n\ntype-invalid: see https://example.com\n';
    expect(told([route('a', text, spec)])).toEqual([
      'info field-unknown HTTPRoute shop/a',
      'info type-invalid HTTPRoute shop/a',
    ]);
  });

  test.each([
    ['field-unknown', 'without a reason'],
    ['field-unknown:  ', 'without a reason'],
    ['field-unknwon: x', 'which no message has'],
    ['no words of ours', 'which no message has'],
    ['policy-gained: x', 'says nothing of an object as it stands'],
    ['__proto__: x', 'which no message has'],
  ])('that accepts nothing is told: `%s`', (text, words) => {
    const { findings } = validate({ manifests: [route('a', text)], lint: false });
    const codes = findings.map(({ code, severity }) => `${severity} ${code}`).sort();
    expect(codes).toEqual(['error field-unknown', 'warning acceptance-invalid']);
    expect(findings.find(({ code }) => code === 'acceptance-invalid')?.message).toContain(words);
  });

  test('that meets nothing is told, at the annotation', () => {
    const { findings } = validate({
      manifests: [route('a', 'type-invalid: x', {})],
      lint: false,
    });
    expect(findings).toMatchObject([
      {
        code: 'acceptance-unused',
        where: { path: ['metadata', 'annotations', 'gatefork.dev/accept'] },
      },
    ]);
  });
});

test('every code of a validation can be accepted, and none of deriving', () => {
  const codes = findingCodes.filter(isOfObjects);
  expect(codes).toContain('backend-not-found');
  expect(codes).toContain('kind-not-served');
  expect(codes).toContain('redirect-with-backends');
  for (const code of [
    'policy-left-behind',
    'yaml-invalid',
    'acceptance-unused',
    'order-ambiguous',
  ]) {
    expect(codes).not.toContain(code);
  }
});
