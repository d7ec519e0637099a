// Errors that somebody takes upon himself.

import { expect, test } from 'vitest';
import { accepted, unusedAcceptances } from '../../lib/derive/acceptance';
import type { Acceptance } from '../../lib/model/config';
import { finding } from '../../lib/model/finding';
import { deriving } from '../routes';
import { policy, protecting, shop } from './protect/protected';

const guard = {
  ...policy('policy.networking.k8s.io/v1alpha1/AdminNetworkPolicy', {
    subject: { pods: { podSelector: { matchLabels: { app: 'a' } } } },
  }),
  metadata: { name: 'guard' },
};

const acceptance: Acceptance = {
  code: 'policy-left-behind',
  object: 'AdminNetworkPolicy guard',
  reason: 'previews have a cluster of their own',
};

test('an accepted error is a note with its reason, and the sandbox is written', () => {
  const { findings, objects } = deriving([...shop, guard], ['a'], { accept: [acceptance] });
  const [only] = findings.filter(({ code }) => code === 'policy-left-behind');
  expect(only).toMatchObject({ severity: 'info' });
  expect(only?.message).toMatch(/: accepted, `previews have a cluster of their own`$/);
  expect(only?.hint).toBeUndefined();
  expect(objects.length).toBeGreaterThan(0);
});

test('an error that is not accepted by its own name stays one, and nothing is written', () => {
  const wrong = { ...acceptance, object: 'AdminNetworkPolicy other' };
  const { objects } = deriving([...shop, guard], ['a'], { accept: [wrong] });
  expect(objects).toEqual([]);
  expect(protecting([guard], { config: { accept: [wrong] } }).codes).toEqual([
    'acceptance-unused',
    'policy-left-behind',
  ]);
});

test('a capture that was accepted leaves the fork as it is', () => {
  const budget = policy('policy/PodDisruptionBudget', { selector: {}, minAvailable: 1 });
  const accept: Acceptance = {
    code: 'fork-captured',
    object: 'PodDisruptionBudget shop/p',
    reason: 'the budget is wide',
  };
  expect(deriving([...shop, budget], ['a']).objects).toEqual([]);
  const { objects, findings } = deriving([...shop, budget], ['a'], { accept: [accept] });
  expect(objects.map(({ kind }) => kind)).toContain('Deployment');
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('to accept twice is to accept once', () => {
  const found = [
    finding('policy-left-behind', { message: 'x', object: 'AdminNetworkPolicy guard' }),
    finding('policy-left-behind', { message: 'y' }),
    finding('policy-narrowed', { message: 'z', object: 'AdminNetworkPolicy guard' }),
  ];
  const once = accepted(found, { accept: [acceptance] });
  expect(accepted(once, { accept: [acceptance] })).toEqual(once);
  expect(once.map(({ severity }) => severity)).toEqual(['info', 'error', 'warning']);
  expect(unusedAcceptances(once, { accept: [acceptance] })).toEqual([]);
  expect(unusedAcceptances([], { accept: [acceptance] })[0]?.message).toBe(
    'the settings accept `policy-left-behind` of `AdminNetworkPolicy guard`, and nothing of the kind was found',
  );
});
