// Grants: a grant that names a baseline Service does not cover its fork.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import {
  deriving,
  gateway,
  gatewayGroup,
  match,
  printed,
  route,
  sandbox,
  workload,
} from '../../routes';

const fromRoutes = (namespace = 'shop', kind = 'HTTPRoute') => ({
  group: gatewayGroup,
  kind,
  namespace,
});

function grant(name: string, spec: JsonObject, namespace = 'back'): KubeObject {
  return {
    apiVersion: `${gatewayGroup}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: { name, namespace },
    spec,
  };
}

const toA = [{ group: '', kind: 'Service', name: 'a' }];
const backendRefs = [{ name: 'a', namespace: 'back', port: 80 }];

function derivedWith(...grants: readonly KubeObject[]) {
  const objects = [
    gateway(),
    ...workload('a', { namespace: 'back' }),
    ...grants,
    route('r', [{ matches: [match('/')], backendRefs }]),
  ];
  return deriving(objects, [sandbox('pr-42', ['a'], { namespace: 'back' })]);
}

function grantsFor(...grants: readonly KubeObject[]): readonly KubeObject[] {
  const { objects: written, lines } = derivedWith(...grants);
  expect(lines).toEqual(['pr-42--r: / +baggage -> back/a-pr-42']);
  return written.filter(({ kind }) => kind === 'ReferenceGrant');
}

test('a grant by name gets a sibling for the fork, with the same from', () => {
  const [written, ...rest] = grantsFor(grant('g', { from: [fromRoutes()], to: toA }));
  expect(rest).toEqual([]);
  expect(written).toMatchObject({
    apiVersion: `${gatewayGroup}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: {
      name: 'a-pr-42--httproute--shop',
      namespace: 'back',
      labels: { 'gatefork.dev/sandbox': 'pr-42' },
      annotations: { 'gatefork.dev/derived-from': 'ReferenceGrant/back/g' },
    },
  });
  expect(written?.spec).toEqual({
    from: [fromRoutes()],
    to: [{ group: '', kind: 'Service', name: 'a-pr-42' }],
  });
});

test.each([
  ['a grant of the whole kind', { from: [fromRoutes()], to: [{ group: '', kind: 'Service' }] }],
  [
    'an empty name, which means the whole kind',
    { from: [fromRoutes()], to: [{ group: '', kind: 'Service', name: '' }] },
  ],
])('%s: nothing to write', (_, spec) => {
  expect(grantsFor(grant('g', spec))).toEqual([]);
});

test.each([
  ['no grant at all', undefined],
  ['a grant from another namespace', { from: [fromRoutes('web')], to: toA }],
  ['a grant from another kind', { from: [fromRoutes('shop', 'GRPCRoute')], to: toA }],
  [
    'a grant to another Service',
    { from: [fromRoutes()], to: [{ group: '', kind: 'Service', name: 'b' }] },
  ],
  ['a grant to a Secret', { from: [fromRoutes()], to: [{ group: '', kind: 'Secret', name: 'a' }] }],
  [
    'a grant in another namespace than the Service',
    { from: [fromRoutes()], to: toA, namespace: 'shop' },
  ],
])('%s: the reference is not resolved, so no fork stands in for it', (_, spec) => {
  const { namespace = 'back', ...own } = { namespace: 'back', ...spec };
  const grants = spec === undefined ? [] : [grant('g', own, namespace)];
  const { lines, findings } = derivedWith(...grants);
  expect(lines).toEqual([]);
  expect(findings.map(({ code }) => code)).toContain('backend-unresolved');
});

test('entries of other kinds are not taken over', () => {
  const from = [fromRoutes('shop', 'GRPCRoute'), fromRoutes(), fromRoutes('web')];
  const [written] = grantsFor(grant('g', { from, to: toA }));
  expect(written?.spec).toMatchObject({ from: [fromRoutes(), fromRoutes('web')] });
});

test('which of two grants is followed does not depend on the order of the input', () => {
  const [x, y] = ['x', 'y'].map((name) => grant(name, { from: [fromRoutes()], to: toA }));
  if (x === undefined || y === undefined) throw new Error('two grants');
  expect(grantsFor(x, y)).toEqual(grantsFor(y, x));
});

test('a mirror target in another namespace needs a grant as well', () => {
  const filters = [
    {
      type: 'RequestMirror',
      requestMirror: { backendRef: { name: 'a', namespace: 'back', port: 80 } },
    },
  ];
  const objects = [
    gateway(),
    ...workload('a', { namespace: 'back' }),
    ...workload('b'),
    grant('g', { from: [fromRoutes()], to: toA }),
    route('r', [{ matches: [match('/')], filters, backendRefs: [{ name: 'b', port: 80 }] }]),
  ];
  const { objects: written } = deriving(objects, [sandbox('pr-42', ['a'], { namespace: 'back' })]);
  expect(printed(written, 'ReferenceGrant back/a-pr-42--httproute--shop')).toBeDefined();
});
