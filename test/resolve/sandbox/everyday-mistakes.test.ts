// Mistakes that people make: one message for one mistake, which says what is wrong by itself.

import { expect, test } from 'vitest';
import { forkOf, forkWith, messagesOf } from './documents';

const variable = { name: 'LOG', value: 'x' };

test.each<readonly [string, object, string]>([
  ['a text in the place of an entry', { forks: ['cart'] }, 'spec.forks[0] is the string `cart`'],
  ['nothing in the place of an entry', { forks: [null] }, 'spec.forks[0] is null, not an object'],
  [
    'names in the place of Services',
    { virtual: [{ service: 'a', to: { name: 'b' } }] },
    '.service',
  ],
  ['a hostname alone', { previews: ['a.example.com'] }, 'spec.previews[0] is the string'],
])('%s is one mistake, not one for each field below', (_, spec, message) => {
  const messages = messagesOf(spec);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(message);
});

test.each<readonly [string, object, string]>([
  ['an operation', { env: [{ name: 'X', operation: 'remove' }] }, 'operation is `remove`, which'],
  ['a patch of text', { patch: 'spec' }, 'patch is the string `spec`, not an object'],
  ['a variable of text', { env: ['X'] }, 'env[0] is the string `X`, not an object'],
])('%s that is wrong is said once', (_, customizations, message) => {
  const { messages } = forkWith(customizations);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(message);
});

test.each<readonly [string, object, string]>([
  ['a variable set twice', { env: [variable, variable] }, 'env[1] changes `LOG` once more'],
  [
    'a variable set twice in one container',
    {
      env: [
        { ...variable, container: 'a' },
        { ...variable, container: 'a' },
      ],
    },
    'env[1] changes `LOG` once more',
  ],
  [
    'a container with two images',
    { images: [{ image: 'a:1' }, { image: 'a:2' }] },
    'images[1] changes the same container once more',
  ],
  [
    'an image with a blank',
    { images: [{ image: 'shop/cart :2' }] },
    'images[0].image is `shop/cart',
  ],
  ['a name with `=`', { env: [{ name: 'A=B', value: '' }] }, 'env[0].name is `A=B`, which no'],
  ['a name of two lines', { env: [{ name: 'A\nB', value: '' }] }, 'env[0].name is `A'],
  [
    'a source that Kubernetes does not know',
    { env: [{ name: 'A', valueFrom: { secretRef: { name: 'x', key: 'y' } } }] },
    'env[0].valueFrom.secretRef is not a known field',
  ],
  [
    'two sources',
    { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'a' }, secretKeyRef: {} } }] },
    'env[0].valueFrom has `fieldRef` and `secretKeyRef`',
  ],
  ['no source', { env: [{ name: 'A', valueFrom: {} }] }, 'env[0].valueFrom names no source'],
  [
    'a source without its key',
    { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'x' } } }] },
    'env[0].valueFrom.secretKeyRef.key is missing',
  ],
])('%s is refused', (_, customizations, message) => {
  const { messages } = forkWith(customizations);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(message);
});

test('the same variable and image in different containers are two changes', () => {
  const env = ['a', 'b'].map((container) => ({ ...variable, container }));
  const images = ['a', 'b'].map((container) => ({ container, image: 'x:1' }));
  expect(forkWith({ env, images }).messages).toEqual([]);
});

test.each<readonly [string, object]>([
  ['a field of the pod', { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } }],
  ['a resource', { resourceFieldRef: { resource: 'limits.cpu' } }],
  ['a key of a ConfigMap', { configMapKeyRef: { name: 'x', key: 'y', optional: true } }],
  ['a key of a Secret', { secretKeyRef: { name: 'x', key: 'y' } }],
  ['a key of a file', { fileKeyRef: { volumeName: 'v', path: 'a', key: 'y' } }],
])('%s is a source', (_, valueFrom) => {
  const { fork, messages } = forkWith({ env: [{ name: 'A', valueFrom }] });
  expect(messages).toEqual([]);
  expect(fork?.env[0]?.valueFrom).toEqual(valueFrom);
});

test.each<readonly [object, string]>([
  [{ expiresAt: 'tomorrow' }, 'spec.expiresAt is `tomorrow`, not a time'],
  [{ createdAt: '2026-01-01T00:00:00Z', ttl: '3 days' }, 'spec.ttl is `3 days`, not a duration'],
  [
    { createdAt: '2026-01-01T00:00:00Z', ttl: '1h', expiresAt: '2026-01-02T00:00:00Z' },
    'spec.ttl stands beside `expiresAt`',
  ],
])('times read aloud: %j', (spec, message) => {
  expect(messagesOf({ forks: [{ forkOf }], ...spec })).toEqual([expect.stringContaining(message)]);
});

test('a label without a value is not called missing', () => {
  const labelled = { metadata: { name: 'pr-42', labels: { a: null } } };
  expect(messagesOf({ forks: [{ forkOf }] }, labelled)).toEqual([
    expect.stringContaining('metadata.labels.a is null, not a string'),
  ]);
});

test('a kind in other letters is put right', () => {
  expect(messagesOf({ forks: [{ forkOf: { ...forkOf, kind: 'deployment' } }] })).toEqual([
    expect.stringContaining('forkOf.kind is `deployment`, which is not known here'),
  ]);
});
