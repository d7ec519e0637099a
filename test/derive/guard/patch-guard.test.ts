import fc from 'fast-check';
import { applyPatch, type Operation } from 'fast-json-patch';
import { expect, test } from 'vitest';
import { changesNotAllowed } from '../../../lib/derive/guard/patch-guard';
import type { JsonObject } from '../../../lib/model/manifest';
import { frozen } from '../fork/fork-baseline';

const before = frozen({
  metadata: { labels: { app: 'cart' } },
  spec: {
    replicas: 1,
    none: [],
    template: {
      spec: {
        containers: [{ name: 'main', image: 'a:1', resources: { limits: { cpu: '2' } } }],
      },
    },
  },
});

type Row = readonly [string, (copy: Mutable) => void, readonly string[], readonly string[]];

// biome-ignore lint/suspicious/noExplicitAny: a document that tests change as a patch would
type Mutable = any;

const resources = '/spec/template/spec/containers/*/resources';

const rows: readonly Row[] = [
  ['nothing changes', () => {}, [], []],
  [
    'a leaf below',
    (o) => (o.spec.template.spec.containers[0].resources.limits.cpu = '1'),
    [resources],
    [],
  ],
  [
    'a leaf beside',
    (o) => (o.spec.template.spec.containers[0].image = 'b'),
    [resources],
    ['/spec/template/spec/containers/0/image'],
  ],
  [
    'a whole object is added',
    (o) => (o.spec.template.spec.nodeSelector = { pool: 'a' }),
    ['/spec/template/spec/nodeSelector/pool'],
    [],
  ],
  [
    'one key more than allowed',
    (o) => (o.spec.template.spec.nodeSelector = { pool: 'a', zone: 'b' }),
    ['/spec/template/spec/nodeSelector/pool'],
    ['/spec/template/spec/nodeSelector/zone'],
  ],
  [
    'something is taken away',
    (o) => delete o.spec.replicas,
    ['/spec/template'],
    ['/spec/replicas'],
  ],
  [
    'an empty object is added',
    (o) => (o.spec.template.spec.securityContext = {}),
    ['/spec/template/spec/nodeSelector'],
    ['/spec/template/spec/securityContext'],
  ],
  ['an object becomes a text', (o) => (o.metadata.labels = 'x'), ['/spec'], ['/metadata/labels']],
  [
    'a container is added',
    (o) => o.spec.template.spec.containers.push({ name: 'x' }),
    ['/spec/template/spec/containers/*/resources'],
    ['/spec/template/spec/containers/1/name'],
  ],
  [
    'keys with a slash',
    (o) => (o.metadata.labels['a/b~c'] = '1'),
    ['/metadata/labels/a~1b~0c'],
    [],
  ],
  [
    'a longer key of the same beginning',
    (o) => (o.spec.replicasMax = 3),
    ['/spec/replicas'],
    ['/spec/replicasMax'],
  ],
  [
    'a star is one step, not two',
    (o) => (o.spec.template.spec.x = 1),
    ['/*/x'],
    ['/spec/template/spec/x'],
  ],
  ['an empty list goes', (o) => delete o.spec.none, ['/spec/replicas'], ['/spec/none']],
  ['all is allowed', (o) => (o.spec = {}), ['/'], []],
  ['nothing is allowed', (o) => (o.spec.replicas = 2), [], ['/spec/replicas']],
];

test.each(rows)('%s', (_, change, allowed, refused) => {
  const after = structuredClone(before) as Mutable;
  change(after);
  expect(changesNotAllowed(before, frozen(after), allowed)).toEqual(refused);
});

test('a patch of allowed pointers is never refused, any other change always', () => {
  const path = fc.constantFrom('/spec/a', '/spec/b', '/spec/c/0', '/spec/c/1', '/spec/d/e');
  const document = { spec: { a: 1, b: { x: 1 }, c: [1, { y: 2 }], d: { e: null, f: 2 } } };
  fc.assert(
    fc.property(path, fc.jsonValue(), fc.uniqueArray(path), (at, value, allowed) => {
      const operation: Operation = { op: 'replace', path: at, value };
      const copy = structuredClone(document) as JsonObject;
      const after = applyPatch(copy, [operation]).newDocument as JsonObject;
      const refused = changesNotAllowed(document as JsonObject, after, allowed);
      const isSame = JSON.stringify(after) === JSON.stringify(document);
      if (isSame || allowed.includes(at)) expect(refused).toEqual([]);
      else {
        expect(refused.length).toBeGreaterThan(0);
        expect(refused.every((one) => one === at || one.startsWith(`${at}/`))).toBe(true);
      }
      expect(changesNotAllowed(after, document as JsonObject, [''])).toEqual([]);
    }),
  );
});

test('however much a patch changes, it is compared in no time', () => {
  const list = (word: string) => ({
    a: Array.from({ length: 50_000 }, (_, at) => `${word}${at}`),
  });
  const start = performance.now();
  expect(changesNotAllowed(list('a'), list('b'), ['/b'])).toHaveLength(50_000);
  expect(performance.now() - start).toBeLessThan(5000);
});
