import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import {
  Backend,
  Gateway,
  GrpcRoute,
  HttpFilter,
  HttpRoute,
  Listener,
  ReferenceGrant,
} from '../../lib/index';
import { rendered, specs } from './rendered';

const group = 'gateway.networking.k8s.io';

function twoTeams() {
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const pay = new Chart(app, 'pay', { namespace: 'pay' });
  const payments = new kplus.Service(pay, 'payments', {
    metadata: { name: 'payments' },
    ports: [{ port: 80 }],
  });
  return { shop, pay, payments };
}

test('a grant of its own, for constructs and for plain references', () => {
  const { shop, pay, payments } = twoTeams();
  const route = new HttpRoute(shop, 'route');
  new ReferenceGrant(pay, 'grant', {
    metadata: { name: 'grant' },
    from: [route, { kind: 'GRPCRoute', namespace: 'shop' }],
    to: [payments, {}, { kind: 'Secret', name: 'tls' }],
  })
    .addFrom({ group: 'x.io', kind: 'Own', namespace: 'other' })
    .addFrom(route);
  expect(rendered(pay, 'ReferenceGrant')).toEqual([
    {
      apiVersion: `${group}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'grant', namespace: 'pay' },
      spec: {
        from: [
          { group, kind: 'HTTPRoute', namespace: 'shop' },
          { group, kind: 'GRPCRoute', namespace: 'shop' },
          { group: 'x.io', kind: 'Own', namespace: 'other' },
        ],
        to: [
          { group: '', kind: 'Service', name: 'payments' },
          { group: '', kind: 'Service' },
          { group: '', kind: 'Secret', name: 'tls' },
        ],
      },
    },
  ]);
});

test('a grant for nobody is refused at synthesis, one for another namespace at the call', () => {
  const { shop, pay, payments } = twoTeams();
  expect(() => new ReferenceGrant(shop, 'wrong', { to: [payments] })).toThrow(
    '[shop/wrong] a ReferenceGrant of namespace `shop` lets nobody refer to Service payments of namespace `pay`',
  );
  new ReferenceGrant(pay, 'empty');
  expect(() => Testing.synth(pay)).toThrow(
    '[pay/empty] spec.from has 0 entries, and 1 is the least',
  );
});

test('backends that ask for it share one grant, in the chart and namespace of the Service', () => {
  const { shop, pay, payments } = twoTeams();
  const grant = true;
  new HttpRoute(shop, 'a', { rules: [{ backends: [Backend.of(payments, { grant })] }] });
  new HttpRoute(shop, 'b', {
    rules: [
      { filters: [HttpFilter.mirror(payments, { grant })], backends: [{ name: 'a', port: 1 }] },
    ],
  });
  new GrpcRoute(shop, 'c').addRule({
    backends: [{ name: 'payments', namespace: 'pay', port: 80, grant }],
  });
  expect(rendered(shop, 'ReferenceGrant')).toEqual([]);
  expect(rendered(pay, 'ReferenceGrant')).toEqual([
    {
      apiVersion: `${group}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'shop.payments', namespace: 'pay' },
      spec: {
        from: [
          { group, kind: 'HTTPRoute', namespace: 'shop' },
          { group, kind: 'GRPCRoute', namespace: 'shop' },
        ],
        to: [{ group: '', kind: 'Service', name: 'payments' }],
      },
    },
  ]);
});

test('a plain reference gets its grant beside the route, another Service one of its own', () => {
  const { shop, pay } = twoTeams();
  const far = { namespace: 'far', port: 80, grant: true };
  new HttpRoute(shop, 'a', {
    rules: [
      {
        backends: [
          { name: 'one', ...far },
          { name: 'two', ...far },
        ],
      },
    ],
  });
  new HttpRoute(pay, 'b', { rules: [{ backends: [{ name: 'one', ...far }] }] });
  const names = [shop, pay].map((chart) => {
    return rendered(chart, 'ReferenceGrant').map(({ metadata }) => metadata);
  });
  expect(names).toEqual([
    [
      { name: 'shop.one', namespace: 'far' },
      { name: 'shop.two', namespace: 'far' },
    ],
    [{ name: 'pay.one', namespace: 'far' }],
  ]);
  expect(specs(shop, 'HTTPRoute')[0]).toMatchObject({
    rules: [{ backendRefs: [{ name: 'one', namespace: 'far' }, { name: 'two' }] }],
  });
});

test('no grant is written inside one namespace, nor unasked', () => {
  const { shop, pay, payments } = twoTeams();
  new HttpRoute(pay, 'a', { rules: [{ backends: [Backend.of(payments, { grant: true })] }] });
  new HttpRoute(shop, 'b', { rules: [{ backends: [payments] }] });
  expect([...rendered(shop, 'ReferenceGrant'), ...rendered(pay, 'ReferenceGrant')]).toEqual([]);
});

test('a grant without both namespaces is refused', () => {
  const { shop } = twoTeams();
  const chart = new Chart(new App(), 'none');
  const service = new ApiObject(chart, 's', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: { ports: [{ port: 1 }] },
  });
  const rules = [{ backends: [Backend.of(service, { grant: true })] }];
  expect(() => new HttpRoute(shop, 'route', { rules })).toThrow(
    '[shop/route] a ReferenceGrant needs both namespaces, and Service s has none',
  );
});

test('certificates of other namespaces are granted where a listener asks for it', () => {
  const app = new App();
  const infra = new Chart(app, 'infra', { namespace: 'infra' });
  const certs = new Chart(app, 'certs', { namespace: 'certs' });
  const secret = new kplus.Secret(certs, 'tls', { metadata: { name: 'shop-tls' } });
  const plain = { name: 'other-tls', namespace: 'certs' };
  const certificates = [secret, plain, 'local-tls'];
  const gateway = new Gateway(infra, 'edge', {
    gatewayClassName: 'istio',
    listeners: [Listener.https({ certificates, grant: true })],
  });
  gateway.addListener(Listener.https({ port: 8443, certificates: [secret], grant: true }));
  const from = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'infra' }];
  const granted = (name: string) => ({ from, to: [{ group: '', kind: 'Secret', name }] });
  expect(specs(certs, 'ReferenceGrant')).toEqual([granted('shop-tls')]);
  expect(rendered(infra, 'ReferenceGrant')).toMatchObject([
    { metadata: { namespace: 'certs' }, spec: granted('other-tls') },
  ]);
});
