// What documents claim, of objects that somebody else wrote and of our own.

import { expect, test } from 'vitest';
import type { KubeObject } from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import { sampleCases } from '../../oracle/trial';
import { deriving, routeGroup, sandbox, workload } from '../../routes';
import { baseline, claiming, forkOfWeb, whole, written } from './claiming';

const pr42 = (lines: string) => [`Sandbox pr-42 key pr-42: ${lines}`];

function foreign(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name },
    spec: { selector: { app: name }, ports: [{ port: 80 }] },
  };
}

const [fork] = sandbox('pr-42', ['cart']).forks;
const cart = (forkService?: string): SandboxSpec =>
  sandbox('pr-42', [], {
    forks: fork === undefined ? [] : [{ ...fork, ...(forkService && { forkService }) }],
  });

test('a fork has the name that deriving gives it', () => {
  const expected = { lines: pr42('shop/cart -> shop/cart-pr-42'), said: [] };
  expect(claiming([], [cart()])).toMatchObject(expected);
});

test('somebody else has given it another name', () => {
  expect(claiming([foreign('basket')], [cart('basket')])).toMatchObject({
    lines: pr42('shop/cart -> shop/basket'),
    said: [],
  });
  expect(claiming([], [cart('basket')]).said).toEqual([
    'service-not-found: sandbox pr-42 has Service shop/basket in the place of Service shop/cart, which is not in the full set',
  ]);
});

test('a mark goes before the name that it would have, and the document before the mark', () => {
  const marked: KubeObject = {
    ...foreign('basket'),
    metadata: {
      namespace: 'shop',
      name: 'basket',
      labels: { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/routing-key': 'another' },
      annotations: { 'gatefork.dev/fork-of': 'Service/shop/cart' },
    },
  };
  const owned = [marked, foreign('own')];
  expect(claiming(owned, [cart()]).lines).toEqual(pr42('shop/cart -> shop/basket'));
  expect(claiming(owned, [cart('own')]).lines).toEqual(pr42('shop/cart -> shop/own'));
});

test('a fork stands in for every Service that selects the pods of its workload', () => {
  const [, service] = workload('cart');
  const second = { ...service, metadata: { namespace: 'shop', name: 'basket' } } as KubeObject;
  const away = { ...service, metadata: { namespace: 'far', name: 'cart' } } as KubeObject;
  expect(claiming([], [cart()], [...baseline, second, away]).lines).toEqual(
    pr42('shop/basket -> shop/basket-pr-42, shop/cart -> shop/cart-pr-42'),
  );
});

test('what goes elsewhere, and previews', () => {
  expect(claiming([], [whole])).toMatchObject({
    lines: pr42(
      'shop/cart -> shop/cart-pr-42, shop/payments => mocks/mock:80, pr-42.shop.test as HTTPRoute shop/shop',
    ),
    said: [],
  });
});

test('a Service that goes elsewhere is spoken to as its own policies say', () => {
  const policy: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'BackendTLSPolicy',
    metadata: { namespace: 'mocks', name: 'own' },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'mock' }],
      validation: { hostname: 'mock.test', wellKnownCACertificates: 'System' },
    },
  };
  const [claim] = claiming([policy], [whole]).claims;
  expect(claim?.replaced.get('shop/payments')?.tls).toEqual([
    { port: 80, policy: 'mocks/own', hostname: 'mock.test' },
  ]);
  expect(claim?.replaced.get('shop/cart')?.tls).toBeUndefined();
});

test('a route group claims what its sandboxes do, by their documents or by their marks', () => {
  const epic = routeGroup('epic', {
    any: [{ label: { key: 'feature', value: 'check*' } }, { sandboxes: ['pr-7', 'pr-9'] }],
  });
  const both =
    'RouteGroup epic key epic: shop/cart -> shop/cart-pr-42, shop/payments => mocks/mock:80, shop/web -> shop/web-pr-7';
  expect(claiming([], [whole, forkOfWeb, epic]).lines[0]).toBe(both);
  const ofMarks = claiming(written([forkOfWeb]), [whole, epic]);
  expect(ofMarks.lines[0]).toBe(both);
  expect(ofMarks.said).toEqual([
    'route-group-member-missing: route group epic names sandbox `pr-9`, which is not in the input: its requests stay with the baseline for what that sandbox would fork',
  ]);
});

test('two sandboxes of a route group that replace one Service', () => {
  const rival = sandbox('pr-8', ['cart'], { labels: { feature: 'checkout' } });
  const epic = routeGroup('epic', { label: { key: 'feature', value: '*' } });
  expect(claiming([], [whole, rival, epic]).said).toEqual([
    'route-group-conflict: sandboxes pr-42 and pr-8 of route group epic both replace Service shop/cart, so its key would lead to two places',
  ]);
});

test('what the baseline does not hold', () => {
  const lost = sandbox('pr-42', ['basket'], {
    virtual: [
      {
        service: { namespace: 'shop', name: 'pay' },
        to: { name: 'x' },
        path: ['spec', 'virtual', 0],
      },
    ],
  });
  expect(claiming([], [lost]).said).toEqual([
    'workload-not-found: sandbox `pr-42` forks Deployment shop/basket, which is not in the baseline',
    'service-not-found: sandbox pr-42 sends the requests for Service shop/pay elsewhere, and the baseline has no such Service',
  ]);
  const [alone] = workload('lonely');
  const silent = alone === undefined ? baseline : [...baseline, alone];
  expect(claiming([], [sandbox('pr-42', ['lonely'])], silent).said).toEqual([
    'workload-without-service: no Service in the baseline selects the pods of Deployment shop/lonely, so no request could be sent to its fork',
  ]);
});

test('where a controller labels the pods, the marks tell', () => {
  const [, service] = workload('canaried');
  const [deployment] = workload('canaried');
  const behind = {
    ...service,
    spec: { selector: { app: 'canaried-primary' }, ports: [{ port: 80 }] },
  } as KubeObject;
  const marked: KubeObject = {
    ...foreign('canaried-pr-42'),
    metadata: {
      namespace: 'shop',
      name: 'canaried-pr-42',
      labels: { 'gatefork.dev/sandbox': 'pr-42' },
      annotations: { 'gatefork.dev/fork-of': 'Service/shop/canaried' },
    },
  };
  const objects = [...baseline, behind, ...(deployment === undefined ? [] : [deployment])];
  expect(claiming([marked], [sandbox('pr-42', ['canaried'])], objects)).toMatchObject({
    lines: pr42('shop/canaried -> shop/canaried-pr-42'),
    said: [],
  });
});

test('the current namespace by either of its names', () => {
  const [deployment, service] = workload('here', { namespace: '' });
  const objects = [deployment, service].filter((one) => one !== undefined);
  for (const namespace of ['', 'shop']) {
    const owner = sandbox('pr-42', ['here'], { namespace });
    expect(claiming([], [owner], objects, 'shop').lines).toEqual(pr42('/here -> /here-pr-42'));
  }
});

test('documents and marks of what was derived claim the same of what routes reach', () => {
  let compared = 0;
  for (const { objects, sandboxes, groups, config } of sampleCases(4711, 40)) {
    const owners = [...sandboxes, ...groups];
    const made = deriving(objects, owners, config).objects;
    if (made.length === 0) continue;
    const marked = new Map(claiming(made, [], objects).claims.map((one) => [one.owner.name, one]));
    for (const said of claiming(made, owners, objects).claims) {
      const own = marked.get(said.owner.name);
      if (own === undefined) continue;
      compared += own.replaced.size;
      expect(said.owner).toEqual(own.owner);
      // Forks that no route reaches are not written, so no mark tells of them.
      for (const [key, target] of own.replaced) expect(said.replaced.get(key)).toEqual(target);
    }
  }
  expect(compared).toBeGreaterThan(40);
});
