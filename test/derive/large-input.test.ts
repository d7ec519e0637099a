// Lists longer than a call takes arguments, and input made to take quadratic time: whatever is
// said of it, it is said soon.

import { expect, test } from 'vitest';
import { isError } from '../../lib/model/finding';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { derive } from '../../lib/pipeline';
import { deriving, gateway, route, rule, sandbox, workload } from '../routes';

const many = 200_000;

const baseline = [gateway(), ...workload('a'), route('r', [rule('/', 'a')])];

function withPodSpec(object: KubeObject, podSpec: JsonObject): KubeObject {
  if (object.kind !== 'Deployment') return object;
  const spec = object.spec as { readonly template: { readonly spec: JsonObject } };
  const template = { ...spec.template, spec: { ...spec.template.spec, ...podSpec } };
  return { ...object, spec: { ...(object.spec as JsonObject), template } };
}

test('a pod spec with very many terms of affinity', () => {
  const term = { labelSelector: { matchLabels: { app: 'other' } }, topologyKey: 'zone' };
  const required = { requiredDuringSchedulingIgnoredDuringExecution: Array(many).fill(term) };
  const objects = baseline.map((object) =>
    withPodSpec(object, { affinity: { podAffinity: required } }),
  );
  // It is derived, and is then more than a cluster stores.
  expect(deriving(objects, [sandbox('pr-1', ['a'])]).codes).toContain('object-too-large');
});

test('a route with very many rules, none of them an object', () => {
  const broken = route('b', [rule('/b', 'a')]);
  const spec = { ...(broken.spec as JsonObject), rules: Array(many).fill('x') };
  const { derived } = deriving([...baseline, { ...broken, spec }], [sandbox('pr-1', ['a'])]);
  expect(derived.findings).toHaveLength(many);
});

test('a route with very many rules that all reach a fork', () => {
  const rules = Array.from({ length: 20_000 }, (_, index) => rule(`/r${index}`, 'a'));
  const { codes } = deriving([...baseline, route('long', rules)], [sandbox('pr-1', ['a'])]);
  expect(codes).toContain('route-limit');
});

test('very many policies that select the pods of a fork', () => {
  const policies = Array.from({ length: many }, (_, index) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: `budget-${index}` },
    spec: { selector: { matchLabels: { app: 'a' } } },
  }));
  const origin = { from: 'construct', path: 'shop' } as const;
  const objects = [...baseline, ...policies].map((object) => ({ object, origin }));
  const derived = derive({ baseline: objects, sandboxes: [sandbox('pr-1', ['a'])] });
  expect(derived.findings.filter(isError)).toEqual([]);
  expect(derived.sandboxes).toHaveLength(1);
});
