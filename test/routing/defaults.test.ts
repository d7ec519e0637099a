// Defaults: known objects word for word, and any object against a plain rendering of the
// algorithm that Kubernetes uses.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindFacts, type Shape } from '../../imports/gateway-api-facts';
import type { KubeObject } from '../../lib/model/manifest';
import { withDefaults } from '../../lib/routing/defaults';

const group = 'gateway.networking.k8s.io';

function specWithDefaults(kind: string, spec: KubeObject['spec'], version = 'v1') {
  return withDefaults({ apiVersion: `${group}/${version}`, kind, spec }).spec;
}

test.each(['v1', 'v1beta1'])('a sparse HTTPRoute of %s gets every default', (version) => {
  const spec = {
    parentRefs: [{ name: 'edge' }],
    rules: [
      { backendRefs: [{ name: 'cart', port: 80 }] },
      {
        matches: [
          { headers: [{ name: 'x', value: '1' }], queryParams: [{ name: 'q', value: '1' }] },
        ],
        filters: [
          { type: 'RequestRedirect', requestRedirect: {} },
          {
            type: 'RequestMirror',
            requestMirror: { backendRef: { name: 'm' }, fraction: { numerator: 1 } },
          },
          { type: 'CORS', cors: {} },
        ],
      },
    ],
  };
  const path = { type: 'PathPrefix', value: '/' };
  expect(specWithDefaults('HTTPRoute', spec, version)).toEqual({
    parentRefs: [{ group, kind: 'Gateway', name: 'edge' }],
    rules: [
      {
        matches: [{ path }],
        backendRefs: [{ group: '', kind: 'Service', name: 'cart', port: 80, weight: 1 }],
      },
      {
        matches: [
          {
            path,
            headers: [{ type: 'Exact', name: 'x', value: '1' }],
            queryParams: [{ type: 'Exact', name: 'q', value: '1' }],
          },
        ],
        filters: [
          { type: 'RequestRedirect', requestRedirect: { statusCode: 302 } },
          {
            type: 'RequestMirror',
            requestMirror: {
              backendRef: { group: '', kind: 'Service', name: 'm' },
              fraction: { numerator: 1, denominator: 100 },
            },
          },
          { type: 'CORS', cors: { maxAge: 5 } },
        ],
      },
    ],
  });
});

test('an HTTPRoute without rules gets the rule that takes everything', () => {
  const rules = [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }] }];
  expect(specWithDefaults('HTTPRoute', {})).toEqual({ rules });
  expect(specWithDefaults('HTTPRoute', { rules: null })).toEqual({ rules });
  expect(specWithDefaults('HTTPRoute', { rules: [] })).toEqual({ rules: [] });
});

test('a path that names only its type or value gets the other', () => {
  const paths = [{ type: 'Exact' }, { value: '/a' }, { type: null, value: null }, {}];
  const matches = paths.map((path) => ({ path }));
  const filled = [
    { type: 'Exact', value: '/' },
    { type: 'PathPrefix', value: '/a' },
    { type: 'PathPrefix', value: '/' },
    { type: 'PathPrefix', value: '/' },
  ].map((path) => ({ path }));
  expect(specWithDefaults('HTTPRoute', { rules: [{ matches }] })).toEqual({
    rules: [{ matches: filled }],
  });
});

test('a GRPCRoute gets no rule and no match, but the types inside', () => {
  expect(specWithDefaults('GRPCRoute', { rules: [{}] })).toEqual({ rules: [{}] });
  expect(
    specWithDefaults('GRPCRoute', { rules: [{ matches: [{ method: { service: 's' } }] }] }),
  ).toEqual({
    rules: [{ matches: [{ method: { type: 'Exact', service: 's' } }] }],
  });
});

test('a Gateway gets the defaults of its listeners and of who may attach', () => {
  const listener = { name: 'https', port: 443, protocol: 'HTTPS' };
  const tls = { certificateRefs: [{ name: 'cert' }] };
  const spec = { gatewayClassName: 'c', listeners: [{ ...listener, tls }], allowedListeners: {} };
  expect(specWithDefaults('Gateway', spec)).toEqual({
    gatewayClassName: 'c',
    allowedListeners: { namespaces: { from: 'None' } },
    listeners: [
      {
        ...listener,
        allowedRoutes: { namespaces: { from: 'Same' } },
        tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'cert' }] },
      },
    ],
  });
});

test('status is left alone, and kinds of other groups are returned as they are', () => {
  const gateway = {
    apiVersion: `${group}/v1`,
    kind: 'GatewayClass',
    spec: { controllerName: 'a/b' },
  };
  expect(withDefaults(gateway)).toBe(gateway);
  const other = { apiVersion: 'example.com/v1', kind: 'HTTPRoute', spec: {} };
  expect(withDefaults(other)).toBe(other);
  const bare = { apiVersion: `${group}/v1`, kind: 'HTTPRoute' };
  expect(withDefaults(bare)).toBe(bare);
});

test('what needs nothing is shared, not copied', () => {
  const full = withDefaults({ apiVersion: `${group}/v1`, kind: 'HTTPRoute', spec: {} });
  expect(withDefaults(full)).toBe(full);
  const spec = {
    hostnames: ['a.example.com'],
    rules: [{ matches: [{ path: { type: 'Exact', value: '/' } }] }],
  };
  const parentRefs = [{ name: 'edge' }];
  const filled = withDefaults({ ...full, spec: { ...spec, parentRefs } }).spec;
  expect(filled).toHaveProperty('rules', spec.rules);
  expect((filled as typeof spec).rules).toBe(spec.rules);
  expect(parentRefs).toEqual([{ name: 'edge' }]);
});

test('keys such as __proto__ are fields like any other', () => {
  const spec = JSON.parse('{"rules":[{"__proto__":{"matches":[]},"constructor":1}]}');
  const filled = specWithDefaults('HTTPRoute', spec);
  expect(JSON.stringify(filled)).toBe(
    '{"rules":[{"__proto__":{"matches":[]},"constructor":1,"matches":[{"path":{"type":"PathPrefix","value":"/"}}]}]}',
  );
});

test('no map and no list item has a default of its own', () => {
  const below = (shape: Shape): boolean =>
    shape.default !== undefined ||
    [...Object.values(shape.properties ?? {}), shape.items, shape.additionalProperties].some(
      (inner) => inner !== undefined && below(inner),
    );
  const holds = (shape: Shape): boolean =>
    shape.items?.default === undefined &&
    (shape.additionalProperties === undefined || !below(shape.additionalProperties)) &&
    [...Object.values(shape.properties ?? {}), shape.items].every(
      (inner) => inner === undefined || holds(inner),
    );
  for (const { versions } of kindFacts) {
    for (const { shape } of Object.values(versions)) expect(holds(shape)).toBe(true);
  }
});

/** The algorithm of Kubernetes on a value of its own, changed in place. */
function fillPlainly(value: unknown, shape: Shape): void {
  if (Array.isArray(value)) {
    for (const item of value) if (shape.items) fillPlainly(item, shape.items);
  } else if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>;
    for (const [key, field] of Object.entries(shape.properties ?? {})) {
      if (field.default === undefined) continue;
      if (!Object.hasOwn(object, key) || object[key] === null)
        object[key] = structuredClone(field.default);
    }
    for (const key of Object.keys(object)) {
      const field = shape.properties?.[key];
      if (field) fillPlainly(object[key], field);
    }
  }
}

/** Objects that follow a shape here and there: fields left out, null, or of the wrong type. */
function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom<unknown>(null, 'text', 7, [], {});
  if (shape.items) {
    const list = fc.array(arbitraryOf(shape.items), { maxLength: 2 });
    return fc.oneof({ weight: 9, arbitrary: list }, { weight: 1, arbitrary: odd });
  }
  if (shape.properties) {
    const fields = Object.entries(shape.properties).map(([key, field]) => [
      key,
      arbitraryOf(field),
    ]);
    const record = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
    return fc.oneof({ weight: 9, arbitrary: record }, { weight: 1, arbitrary: odd });
  }
  return odd;
}

const versions = kindFacts.flatMap((facts) =>
  Object.entries(facts.versions).map(([version, { shape }]) => ({ ...facts, version, shape })),
);

test.each(versions)('$kind $version: any object gets what Kubernetes would fill in', (facts) => {
  const specShape = facts.shape.properties?.spec;
  if (specShape === undefined) throw new Error('no spec');
  const apiVersion = `${facts.group}/${facts.version}`;
  fc.assert(
    fc.property(arbitraryOf(specShape), (spec) => {
      const object = { apiVersion, kind: facts.kind, spec } as KubeObject;
      const before = JSON.stringify(object);
      const expected = structuredClone(spec);
      fillPlainly(expected, specShape);
      const filled = withDefaults(object);
      expect(filled.spec).toEqual(expected);
      expect(JSON.stringify(object)).toBe(before);
      expect(withDefaults(filled)).toBe(filled);
    }),
    { numRuns: 60 },
  );
});
