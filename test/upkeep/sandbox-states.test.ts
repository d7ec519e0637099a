// How sandboxes stand, from documents, from what was written, and from what would be written now.

import { expect, test } from 'vitest';
import type { KubeObject, Manifest } from '../../lib/model/manifest';
import type { RouteGroupSpec, SandboxSpec } from '../../lib/model/sandbox';
import { type StatesRequest, sandboxStates } from '../../lib/upkeep/sandbox-states';
import { plainSandbox, sandbox } from '../routes';

const origin = { from: 'file' as const, file: 'all.yaml', document: 0 };

function object(owner: Record<string, string>, more: Partial<KubeObject> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    ...more,
    metadata: {
      name: 'one',
      namespace: 'shop',
      labels: {
        'app.kubernetes.io/managed-by': 'gatefork',
        'gatefork.dev/routing-key': 'key',
        ...owner,
      },
      annotations: { 'gatefork.dev/baseline-digest': 'd1' },
      ...more.metadata,
    },
  };
}

const ofSandbox = object({ 'gatefork.dev/sandbox': 'pr-1' });
const ofGroup = object({ 'gatefork.dev/route-group': 'epic' });
const pr1: SandboxSpec = { ...plainSandbox, ...sandbox('pr-1', ['cart']) };
const epic: RouteGroupSpec = {
  kind: 'RouteGroup',
  name: 'epic',
  routingKey: 'epic',
  match: { sandboxes: ['pr-1'] },
  origin,
};

function states(
  objects: readonly KubeObject[],
  more: Partial<StatesRequest> & { readonly now?: number } = {},
) {
  const manifests = objects.map((one): Manifest => ({ object: one, origin }));
  return sandboxStates({
    manifests,
    sandboxes: [],
    groups: [],
    wouldBe: { owners: new Map() },
    now: 0,
    ...more,
  });
}

const wouldBe = (
  name: string,
  objects: readonly KubeObject[],
  members: readonly string[] = [],
) => ({
  owners: new Map([[name, { objects, members }]]),
});

test('a route group stands beside the sandboxes, with those that it reaches', () => {
  const [first, second] = states([ofSandbox, ofGroup], {
    sandboxes: [pr1],
    groups: [epic],
    wouldBe: {
      owners: new Map([
        ['pr-1', { objects: [ofSandbox], members: [] }],
        ['epic', { objects: [ofGroup], members: ['pr-1'] }],
      ]),
    },
  });
  expect(first).toMatchObject({
    kind: 'RouteGroup',
    name: 'epic',
    members: ['pr-1'],
    freshness: 'fresh',
  });
  expect(second).toMatchObject({ kind: 'Sandbox', name: 'pr-1', forks: ['Deployment shop/cart'] });
});

test.each<[string, readonly KubeObject[], readonly KubeObject[], string]>([
  ['the same objects in another order of keys', [ofSandbox], [reversed(ofSandbox)], 'fresh'],
  ['one object less', [ofSandbox], [], 'stale'],
  [
    'one object more',
    [ofSandbox],
    [ofSandbox, object({ 'gatefork.dev/sandbox': 'pr-1' }, { kind: 'Service' })],
    'stale',
  ],
  ['another value', [ofSandbox], [{ ...ofSandbox, data: { a: 'b' } }], 'stale'],
  ['nothing written', [], [ofSandbox], 'unwritten'],
])('%s', (_, written, fresh, freshness) => {
  const [state] = states(written, { sandboxes: [pr1], wouldBe: wouldBe('pr-1', fresh) });
  expect(state?.freshness).toBe(freshness);
});

function reversed(value: KubeObject): KubeObject {
  return Object.fromEntries(Object.entries(value).reverse()) as unknown as KubeObject;
}

test('its age and end are told by the present that is given', () => {
  const dated = { ...pr1, createdAt: '1970-01-01T00:00:10Z', expiresAt: '1970-01-01T01:00:00Z' };
  const at = (now: number) => states([], { sandboxes: [dated], now })[0];
  expect(at(70_000)).toMatchObject({ age: 60, isExpired: false });
  expect(at(3_600_000)).toMatchObject({ age: 3590, isExpired: true });
  expect(at(0)?.age).toBe(-10);
});

test('without its document the objects tell what they can', () => {
  const workload = object(
    { 'gatefork.dev/sandbox': 'pr-1' },
    {
      kind: 'Deployment',
      metadata: {
        annotations: {
          'gatefork.dev/fork-of': 'Deployment//cart',
          'gatefork.dev/expires-at': '1970-01-01T00:00:00Z',
        },
      },
    },
  );
  const [state] = states([workload]);
  expect(state).toMatchObject({
    routingKey: 'key',
    forks: ['Deployment cart'],
    isExpired: true,
    freshness: 'unknown',
  });
});
