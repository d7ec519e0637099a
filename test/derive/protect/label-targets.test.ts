// Policies that select their targets by label: decided for each, offline.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { gateway, route, rule, workload } from '../../routes';
import { policy, protecting, targets } from './protected';

const security = 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy';

/** A route with a label of its own and one of the tool that owns it. */
const labelled: readonly KubeObject[] = [
  gateway(),
  ...workload('a'),
  route('r', [rule('/', 'a', {}, { name: 'home' })], {
    labels: { team: 'shop', 'app.kubernetes.io/instance': 'shop' },
  }),
];

function selecting(selector: JsonObject, metadata: JsonObject = {}) {
  const targetSelectors = [{ kind: 'HTTPRoute', ...selector }];
  return protecting([policy(security, { targetSelectors, cors: {} }, metadata)], {
    baseline: labelled,
  });
}

test('one that selects by a label that was copied follows by itself, and is shown', () => {
  const { copies, codes, accounts } = selecting({ matchLabels: { team: 'shop' } });
  expect(copies).toEqual({});
  expect(codes).toEqual([]);
  expect(accounts).toEqual(['SecurityPolicy shop/p label HTTPRoute shop/pr-42--r']);
});

test('one that selects every route takes the derived one too', () => {
  expect(selecting({}).accounts).toEqual(['SecurityPolicy shop/p label HTTPRoute shop/pr-42--r']);
});

test('one that selects by a label of ownership is copied, by name', () => {
  const { copies, codes } = selecting({ matchLabels: { 'app.kubernetes.io/instance': 'shop' } });
  expect(codes).toEqual([]);
  expect(copies).toEqual({
    'SecurityPolicy shop/pr-42--p': {
      cors: {},
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'pr-42--r' }],
    },
  });
});

test('one that leaves managed routes out is copied', () => {
  const { copies } = selecting({
    matchExpressions: [{ key: 'app.kubernetes.io/managed-by', operator: 'DoesNotExist' }],
  });
  expect(Object.values(copies).flatMap(targets)).toEqual(['HTTPRoute pr-42--r']);
});

test('one that takes the derived route alone is refused', () => {
  const { codes, messages } = selecting({
    matchExpressions: [{ key: 'app.kubernetes.io/instance', operator: 'DoesNotExist' }],
  });
  expect(codes).toEqual(['policy-gained']);
  expect(messages).toEqual([
    'SecurityPolicy shop/p selects HTTPRoute shop/pr-42--r by `!app.kubernetes.io/instance`, and not HTTPRoute shop/r',
  ]);
});

test('one that selects by a mark of Gatefork is meant for derived routes', () => {
  expect(
    selecting({ matchExpressions: [{ key: 'gatefork.dev/sandbox', operator: 'Exists' }] }),
  ).toMatchObject({ copies: {}, codes: [] });
});

test('one of another kind, group, namespace or label is none of its business', () => {
  const others = [
    selecting({ kind: 'GRPCRoute' }),
    selecting({ group: 'traefik.io' }),
    selecting({ matchLabels: { team: 'pay' } }),
    selecting({ matchLabels: 'shop' }),
    selecting({}, { namespace: 'infra' }),
  ];
  for (const one of others) expect(one).toMatchObject({ copies: {}, codes: [], accounts: [] });
});

test('one that reaches into other namespaces follows too, and where it does not is refused', () => {
  const wide = (matchLabels: JsonObject) =>
    selecting({ matchLabels, namespaces: { from: 'All' } }, { namespace: 'infra' });
  expect(wide({ team: 'shop' }).accounts).toEqual([
    'SecurityPolicy infra/p label HTTPRoute shop/pr-42--r',
  ]);
  expect(wide({ 'app.kubernetes.io/instance': 'shop' }).codes).toEqual(['policy-left-behind']);
});

test('a section that it selects in stays', () => {
  const { copies } = selecting({
    matchLabels: { 'app.kubernetes.io/instance': 'shop' },
    sectionName: 'home',
  });
  expect(Object.values(copies).flatMap(targets)).toEqual(['HTTPRoute pr-42--r#home']);
});
