// What the objects of sandboxes say of themselves.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { nameOf } from '../../../lib/model/manifest';
import { routeGroup } from '../../routes';
import { baseline, claiming, forkOfWeb, whole, written } from './claiming';

const epic = routeGroup('epic', { label: { key: 'feature', value: 'checkout' } });
const objects = written([whole, forkOfWeb, epic]);

const all = [
  'RouteGroup epic key epic: shop/cart -> shop/cart-pr-42, shop/payments => mocks/mock:80, shop/web -> shop/web-pr-7',
  'Sandbox pr-42 key pr-42: shop/cart -> shop/cart-pr-42, shop/payments => mocks/mock:80, pr-42.shop.test as HTTPRoute shop/shop',
  'Sandbox pr-7 key pr-7: shop/web -> shop/web-pr-7',
];

test('objects that were derived say all that was asked for', () => {
  expect(claiming(objects)).toMatchObject({ lines: all, said: [] });
});

test('who manages objects plays no part: Helm puts its own name there', () => {
  const adopted = objects.map((object) =>
    withLabels(object, { 'app.kubernetes.io/managed-by': 'Helm' }),
  );
  expect(claiming(adopted)).toMatchObject({ lines: all, said: [] });
});

test('one object of a sandbox is enough for what goes elsewhere', () => {
  const [fork] = objects.filter((object) => nameOf(object) === 'Service shop/cart-pr-42');
  expect(claiming(fork === undefined ? [] : [fork]).lines).toEqual([
    'Sandbox pr-42 key pr-42: shop/cart -> shop/cart-pr-42, shop/payments => mocks/mock:80',
  ]);
});

test('a preview is declared for the hostnames of its mark, whatever its route says', () => {
  const moved = changed('HTTPRoute shop/pr-42--shop--preview', (object) => ({
    ...object,
    spec: { ...(object.spec as JsonObject), hostnames: ['shop.test'] },
  }));
  expect(claiming(moved).lines).toEqual(all);
});

test('children of a fork in a dump of a cluster may lack the key', () => {
  const claim: KubeObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { namespace: 'shop', name: 'data-0', labels: { 'gatefork.dev/sandbox': 'pr-42' } },
  };
  expect(claiming([...objects, claim])).toMatchObject({ lines: all, said: [] });
});

test('a route group of which a sandbox is not there is told', () => {
  const rest = objects.filter(
    ({ metadata }) => metadata?.labels?.['gatefork.dev/sandbox'] !== 'pr-7',
  );
  expect(claiming(rest).said).toEqual([
    'route-group-member-missing: route group epic reaches sandbox `pr-7`, of which the full set holds nothing: its requests are taken to stay with the baseline for what that sandbox forks',
  ]);
});

const route = 'HTTPRoute shop/pr-42--shop';

test.each<[what: string, of: string, labels: Marks, annotations: Marks, said: string]>([
  [
    'no key',
    route,
    { 'routing-key': undefined },
    {},
    "has no label `gatefork.dev/routing-key`, and is marked as a sandbox's own",
  ],
  [
    'two keys',
    route,
    { 'routing-key': 'pr-9' },
    {},
    'are of one sandbox, and name two routing keys',
  ],
  [
    'two owners',
    route,
    { 'route-group': 'epic' },
    {},
    'is marked as of sandbox `pr-42` and of route group `epic`',
  ],
  [
    'replacements that differ',
    route,
    {},
    { replaces: 'Service/a/b=Service/c/d' },
    'are of one sandbox, and differ in `gatefork.dev/replaces`',
  ],
  [
    'replacements that cannot be read',
    route,
    {},
    { replaces: 'cart' },
    'has an annotation `gatefork.dev/replaces` that cannot be read',
  ],
  [
    'a fork of nothing',
    'Service shop/cart-pr-42',
    {},
    { 'fork-of': 'cart' },
    'has an annotation `gatefork.dev/fork-of` that cannot be read',
  ],
  [
    'a fork of what is not there',
    'Service shop/cart-pr-42',
    {},
    { 'fork-of': 'Service/shop/basket' },
    'was made from Service shop/basket, which the baseline does not hold',
  ],
  [
    'a preview of nothing',
    'HTTPRoute shop/pr-42--shop--preview',
    {},
    { 'derived-from': 'shop' },
    'has an annotation `gatefork.dev/derived-from` that cannot be read',
  ],
  [
    'a preview of what is not there',
    'HTTPRoute shop/pr-42--shop--preview',
    {},
    { 'derived-from': 'GRPCRoute/shop/shop' },
    'was made from GRPCRoute shop/shop, which the baseline does not hold',
  ],
])('%s', (_, of, labels, annotations, said) => {
  const marked = changed(of, (object) => withMarks(object, labels, annotations));
  const found = claiming(marked).said.join('\n');
  expect(found).toContain(said);
});

test('a route group that does not say its sandboxes', () => {
  const silent = objects.map((object) => withMarks(object, {}, { members: undefined }));
  expect(claiming(silent).said).toEqual([
    expect.stringContaining('and has no annotation `gatefork.dev/members` with its sandboxes'),
  ]);
});

test('a fork that is marked twice', () => {
  const [fork] = objects.filter((object) => nameOf(object) === 'Service shop/cart-pr-42');
  const twin = { ...fork, metadata: { ...fork?.metadata, name: 'another' } } as KubeObject;
  expect(claiming([...objects, twin]).said).toEqual([
    'mark-invalid: Service shop/cart-pr-42 and Service shop/another are of one sandbox, and forks of one Service',
  ]);
});

test('an owner whose objects all lack the key is told of', () => {
  const bare = objects.map((object) => withMarks(object, { 'routing-key': undefined }, {}));
  expect(claiming(bare).said.length).toBeGreaterThanOrEqual(3);
  expect(claiming(bare).claims).toEqual([]);
});

test('a key that none can be, and one that two owners have', () => {
  const odd = objects.map((object) => withMarks(object, { 'routing-key': 'Up' }, {}));
  const said = claiming(odd).said.join('\n');
  expect(said).toContain('names `Up` as its routing key, which none can be');
  expect(said).toContain(
    'routing-key-shared: route group epic and sandbox pr-42 have one routing key, `Up`',
  );
});

test('what is in labels and annotations may be anything', () => {
  const values = [1, null, [], {}, true, '', ',', '=', 'Service/a/b=', '__proto__'];
  for (const value of values) {
    const odd = objects.map((object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        labels: { ...object.metadata?.labels, 'gatefork.dev/routing-key': value },
        annotations: {
          'gatefork.dev/replaces': value,
          'gatefork.dev/members': value,
          'gatefork.dev/preview': value,
          'gatefork.dev/fork-of': value,
        },
      },
    })) as unknown as KubeObject[];
    expect(() => claiming(odd)).not.toThrow();
    expect(claiming(odd).said).not.toEqual([]);
  }
});

test('without sandboxes nothing is claimed', () => {
  expect(claiming([])).toMatchObject({ claims: [], said: [] });
  expect(baseline.length).toBeGreaterThan(5);
});

type Marks = { readonly [mark: string]: string | undefined };

function changed(name: string, change: (object: KubeObject) => KubeObject): KubeObject[] {
  const found = objects.filter((object) => nameOf(object) === name);
  expect(found).toHaveLength(1);
  return objects.map((object) => (nameOf(object) === name ? change(object) : object));
}

function withLabels(object: KubeObject, labels: { readonly [key: string]: string }): KubeObject {
  const { metadata = {} } = object;
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } };
}

function withMarks(object: KubeObject, labels: Marks, annotations: Marks): KubeObject {
  const { metadata = {} } = object;
  const merged = (map: JsonObject | undefined, marks: Marks) => {
    const own = Object.entries(marks).map(([mark, value]) => [`gatefork.dev/${mark}`, value]);
    const entries = Object.entries({ ...map, ...Object.fromEntries(own) });
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: merged(metadata.labels, labels),
      annotations: merged(metadata.annotations, annotations),
    },
  } as KubeObject;
}
