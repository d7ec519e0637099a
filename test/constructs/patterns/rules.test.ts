// What patterns give beyond what docs/patterns.md shows (test/examples/patterns.test.ts).

import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HTTPRouteSpec } from '../../../imports/gateway-api';
import {
  Backend,
  Delegation,
  Entrances,
  Gateway,
  HttpFilter,
  HttpMatch,
  HttpPattern,
  HttpRoute,
  type HttpRouteProps,
  HttpsRedirect,
  inNamespaces,
  Listener,
  MutualTls,
  PathRedirects,
  TlsPassthrough,
} from '../../../lib/index';
import { whereTo } from '../../../lib/testing/where-to';
import { rendered, specs } from '../rendered';

const [stable, canary] = [
  { name: 'cart', port: 80 },
  { name: 'cart-next', port: 80 },
];
const chartFor = (namespace = 'shop') => new Chart(new App(), 'shop', { namespace });
const service = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { ports: [{ port: 80 }] },
});
const services = ['cart', 'cart-next', 'sorry'].map(service);

function gatewayIn(chart: Chart): Gateway {
  return new Gateway(chart, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'c',
    listeners: [Listener.http()],
  });
}

/** The route's spec, and where it and two Services send a request. */
function routeOf(rules: HttpRouteProps['rules'] & object) {
  const chart = chartFor();
  new HttpRoute(chart, 'route', { parents: [gatewayIn(chart)], rules });
  const manifests = [...rendered(chart), ...services];
  const [spec] = specs(chart, 'HTTPRoute') as readonly HTTPRouteSpec[];
  return {
    rules: spec?.rules ?? [],
    sharesOf: (path: string, headers: { readonly [name: string]: string } = {}) => {
      const outcome = whereTo(manifests, `http://shop.example.com${path}`, { headers });
      if (outcome.outcome !== 'backends') return outcome;
      return Object.fromEntries(outcome.backends.map(({ service, share }) => [service, share]));
    },
  };
}

test('at every step the canary gets its share, and whoever opts in gets the canary', () => {
  const steps = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(steps, fc.nat(), (unordered, at) => {
      const rising = [...unordered].sort((a, b) => a - b);
      const step = at % (rising.length + 1);
      const { sharesOf } = routeOf([
        HttpPattern.canary({
          ...{ stable, canary, steps: rising, step, total: 1000 },
          matches: [HttpMatch.pathPrefix('/a'), HttpMatch.exact('/b').header('x-a', '1')],
          optIn: { header: 'x-canary', value: 'on' },
        }),
      ]);
      const share = (step === 0 ? 0 : (rising[step - 1] ?? 0)) / 1000;
      const shares = { 'shop/cart': 1 - share, 'shop/cart-next': share };
      const close = Object.fromEntries(
        Object.entries(shares)
          .filter(([, wanted]) => wanted > 0)
          .map(([name, wanted]) => [name, expect.closeTo(wanted, 6)]),
      );
      expect(sharesOf('/a/x')).toMatchObject(close);
      expect(sharesOf('/b', { 'x-a': '1' })).toMatchObject(close);
      expect(sharesOf('/a/x', { 'x-canary': 'on' })).toEqual({ 'shop/cart-next': 1 });
      expect(sharesOf('/b', { 'x-a': '1', 'x-canary': 'on' })).toEqual({ 'shop/cart-next': 1 });
    }),
    { numRuns: 40 },
  );
});

test('from step to step weights change and nothing else', () => {
  const at = (step: number) =>
    routeOf([HttpPattern.canary({ stable, canary, steps: [5, 100], step })]).rules.map((rule) => ({
      ...rule,
      backendRefs: rule.backendRefs?.map(({ weight, ...rest }) => [weight, rest]),
    }));
  const weights = (step: number) => at(step)[0]?.backendRefs?.map((entry) => entry[0]);
  expect([0, 1, 2].map(weights)).toEqual([
    [100, 0],
    [95, 5],
    [0, 100],
  ]);
  const rest = (step: number) => at(step).map((rule) => rule.backendRefs?.map((entry) => entry[1]));
  expect(rest(0)).toEqual(rest(2));
});

test('rules of one pattern have names of their own, and keep filters and timeouts', () => {
  const frame = {
    name: 'cart',
    filters: [HttpFilter.requestHeaders({ set: { a: '1' } })],
    timeouts: { request: '1s' },
  };
  const mark = { header: 'x', value: '1' };
  const patterns = [
    HttpPattern.canary({ ...frame, stable, canary, steps: [5], optIn: mark }),
    HttpPattern.blueGreen({ ...frame, blue: stable, green: canary, live: 'green', preview: mark }),
    HttpPattern.abTest({ ...frame, by: { header: 'x' }, control: stable, variants: { b: canary } }),
    HttpPattern.apiVersions({
      ...frame,
      by: { header: 'x' },
      versions: { v1: stable },
      otherwise: 'v1',
    }),
  ];
  const names = patterns.map((pattern) => routeOf([pattern]).rules.map(({ name }) => name));
  expect(names).toEqual([
    ['cart-opt-in', 'cart'],
    ['cart-preview', 'cart'],
    ['cart-b', 'cart'],
    ['cart-v1', 'cart'],
  ]);
  for (const rule of patterns.flatMap((pattern) => routeOf([pattern]).rules)) {
    expect(rule.filters).toHaveLength(1);
    expect(rule.timeouts).toEqual({ request: '1s' });
  }
});

test('a backend keeps its port and its filters in a pattern', () => {
  const filters = [HttpFilter.requestHeaders({ set: { a: '1' } })];
  const { rules } = routeOf([
    HttpPattern.canary({
      stable: Backend.of(stable, { port: 81, filters }),
      canary: { ...canary, filters },
      steps: [5],
      step: 1,
    }),
  ]);
  expect(rules[0]?.backendRefs).toMatchObject([
    { name: 'cart', port: 81, weight: 95, filters: [{ type: 'RequestHeaderModifier' }] },
    { name: 'cart-next', port: 80, weight: 5, filters: [{ type: 'RequestHeaderModifier' }] },
  ]);
});

test('the other colour is the one that a preview shows', () => {
  const at = (live: 'blue' | 'green') => {
    const preview = { header: 'x-preview', value: 'on' };
    return routeOf([HttpPattern.blueGreen({ blue: stable, green: canary, live, preview })]);
  };
  for (const [live, now, next] of [
    ['blue', 'shop/cart', 'shop/cart-next'],
    ['green', 'shop/cart-next', 'shop/cart'],
  ] as const) {
    expect(at(live).sharesOf('/')).toEqual({ [now]: 1 });
    expect(at(live).sharesOf('/', { 'x-preview': 'on' })).toEqual({ [next]: 1 });
  }
});

test('a cookie counts wherever it stands, and as a whole', () => {
  const { sharesOf } = routeOf([
    HttpPattern.abTest({ by: { cookie: 'v' }, control: stable, variants: { 'b.1': canary } }),
  ]);
  const toB = { 'shop/cart-next': 1 };
  const toControl = { 'shop/cart': 1 };
  for (const cookie of ['v=b.1', 'a=1; v=b.1', 'v=b.1; a=1', 'a=1; v=b.1; c=2']) {
    expect(sharesOf('/', { cookie })).toEqual(toB);
  }
  for (const cookie of ['v=b', 'v=b.12', 'xv=b.1', 'v=bx1', 'a=v=b.1x']) {
    expect(sharesOf('/', { cookie })).toEqual(toControl);
  }
});

test('versions by path are taken off where that is asked for', () => {
  const versions = { v1: stable, v2: canary };
  const rulesOf = (path: string) =>
    routeOf([HttpPattern.apiVersions({ by: { path, strip: true }, versions, otherwise: 'v2' })]);
  expect(
    rulesOf('/api').rules.map(({ matches, filters }) => [
      matches?.[0]?.path?.value,
      filters?.[0]?.urlRewrite?.path?.replacePrefixMatch,
    ]),
  ).toEqual([
    ['/api/v1', '/api'],
    ['/api/v2', '/api'],
    ['/api', undefined],
  ]);
  expect(rulesOf('/').rules.map(({ matches }) => matches?.[0]?.path?.value)).toEqual([
    '/v1',
    '/v2',
    '/',
  ]);
  expect(rulesOf('/api').sharesOf('/api/orders')).toEqual({ 'shop/cart-next': 1 });
  expect(rulesOf('/api').sharesOf('/api/v1/orders')).toEqual({ 'shop/cart': 1 });
});

test('maintenance leaves the rules alone while it is off, patterns among them', () => {
  const rules = [HttpPattern.canary({ stable, canary, steps: [5], step: 1 })];
  const page = { name: 'sorry', port: 80 };
  const off = routeOf([HttpPattern.maintenance({ on: false, page, rules })]);
  expect(off.rules).toEqual(routeOf(rules).rules);
  const letIn = { header: 'x-operator', value: 'on' };
  const on = routeOf([HttpPattern.maintenance({ on: true, page, letIn, rules })]);
  expect(on.sharesOf('/')).toEqual({ 'shop/sorry': 1 });
  expect(on.sharesOf('/', { 'x-operator': 'on' })).toMatchObject({
    'shop/cart': expect.closeTo(0.95),
  });
});

test('maintenance may redirect to another host', () => {
  const page = 'https://status.example.com/shop';
  const { sharesOf } = routeOf([HttpPattern.maintenance({ on: true, page, rules: [] })]);
  expect(sharesOf('/cart?a=1')).toMatchObject({ status: 302 });
  expect(JSON.stringify(sharesOf('/cart'))).toContain(page);
});

test('a patterns’ rules join a route later too, in their place', () => {
  const chart = chartFor();
  const route = new HttpRoute(chart, 'route', { rules: [{ backends: [stable] }] });
  route.addRule(HttpPattern.redirects({ '/a': '/b', '/c/*': 'http://d.example:8080/' }), {
    matches: [HttpMatch.exact('/x')],
  });
  const { rules } = route.toSpec();
  expect(rules?.map(({ matches }) => matches?.[0]?.path?.value)).toEqual([
    ...[undefined, '/a', '/c', '/x'],
  ]);
  expect(rules?.[2]?.filters?.[0]?.requestRedirect).toEqual({
    scheme: 'http',
    hostname: 'd.example',
    port: 8080,
    path: { type: 'ReplaceFullPath', replaceFullPath: '/' },
    statusCode: 301,
  });
});

test('a long table goes into as many routes as it takes, and every entry leads where it says', () => {
  const chart = chartFor();
  const paths = Object.fromEntries(
    Array.from({ length: 70 }, (_, i) => [[`/old-${i}/*`, `/new-${i}/*`]]).flat(),
  );
  const parents = [gatewayIn(chart)];
  const table = new PathRedirects(chart, 'table', { parents, hostnames: ['a.example'], paths });
  expect(table.routes).toHaveLength(5);
  const manifests = rendered(chart);
  for (const index of [0, 15, 16, 69]) {
    const outcome = whereTo(manifests, `http://a.example/old-${index}/x`);
    expect(outcome).toMatchObject({
      status: 301,
      location: `http://a.example/new-${index}/x`,
    });
  }
});

test('paths to one page share rules of 64', () => {
  const paths = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`/old-${i}`, '/new']));
  const { rules } = routeOf([HttpPattern.redirects(paths, { statusCode: 308 })]);
  expect(rules.map(({ matches }) => matches?.length)).toEqual([64, 1]);
});

test('security headers may be changed, in any case, and what they set is not taken out', () => {
  const filter = HttpPattern.securityHeaders({ 'X-Frame-Options': 'SAMEORIGIN', Server: 'shop' });
  expect(filter.spec.responseHeaderModifier).toEqual({
    set: [
      { name: 'strict-transport-security', value: 'max-age=31536000' },
      { name: 'x-content-type-options', value: 'nosniff' },
      { name: 'x-frame-options', value: 'SAMEORIGIN' },
      { name: 'referrer-policy', value: 'strict-origin-when-cross-origin' },
      { name: 'server', value: 'shop' },
    ],
    remove: ['x-powered-by'],
  });
});

test('resilience says nothing of what is not asked for', () => {
  expect(HttpPattern.resilience({})).toEqual({});
  expect(HttpPattern.resilience({ timeout: '5s' })).toEqual({ timeouts: { request: '5s' } });
  expect(HttpPattern.resilience({ retries: 0, retryOn: [503] })).toEqual({
    retry: { attempts: 0, codes: [503] },
  });
});

test('an HTTPS redirect takes hosts, listeners and a port', () => {
  const chart = chartFor();
  const gateway = gatewayIn(chart).addListener(Listener.http({ port: 8080 }));
  new HttpsRedirect(chart, 'redirect', {
    ...{ gateway, listeners: ['http', 'http-8080'], port: 8443, statusCode: 308 },
    hostnames: ['a.example'],
  });
  expect(specs(chart, 'HTTPRoute')).toMatchObject([
    {
      parentRefs: [{ sectionName: 'http' }, { sectionName: 'http-8080' }],
      hostnames: ['a.example'],
      rules: [{ filters: [{ requestRedirect: { scheme: 'https', port: 8443, statusCode: 308 } }] }],
    },
  ]);
});

test('each entrance has its filters, its rules and what all share; more may be added to one', () => {
  const chart = chartFor();
  const gateway = gatewayIn(chart);
  const shared = HttpPattern.canary({ stable, canary, steps: [5] });
  const entrances = new Entrances(chart, 'cart', {
    rules: [shared],
    entrances: {
      outer: { parents: [gateway], filters: [HttpPattern.securityHeaders()] },
      inner: { parents: [gateway], hostnames: ['inner.example'] },
    },
  });
  entrances.route('inner').addHostname('intern.example');
  const [outer, inner] = specs(chart, 'HTTPRoute') as readonly HTTPRouteSpec[];
  expect(outer?.rules?.[0]?.filters).toHaveLength(1);
  expect(inner?.rules?.[0]?.filters).toBeUndefined();
  expect(inner?.hostnames).toEqual(['inner.example', 'intern.example']);
});

test('a delegated host is closed to other namespaces, wildcards have listeners too', () => {
  const app = new App();
  const platform = new Chart(app, 'platform', { namespace: 'platform' });
  const gateway = new Gateway(platform, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'c',
  });
  const namespaces = ['shop', 'payments'];
  const { parent } = new Delegation(platform, 'hosts', {
    ...{ gateway, hostname: '*.example.com', namespaces },
  });
  for (const namespace of ['shop', 'other']) {
    const chart = new Chart(app, namespace, { namespace });
    const metadata = { name: 'route' };
    const hostnames = [`${namespace}.example.com`];
    new HttpRoute(chart, 'route', {
      metadata,
      hostnames,
      parents: [parent],
      rules: [{ backends: [stable] }],
    });
  }
  // What is not known of a namespace is taken to let it in.
  const known = ['shop', 'other'].map((name) => {
    const metadata = { name, labels: { 'kubernetes.io/metadata.name': name } };
    return { apiVersion: 'v1', kind: 'Namespace', metadata };
  });
  const written = app.charts.flatMap((chart) => rendered(chart));
  const manifests = [...known, ...services, ...written];
  expect(whereTo(manifests, 'http://shop.example.com/')).toMatchObject({
    backends: [{ service: 'shop/cart' }],
  });
  expect(whereTo(manifests, 'http://other.example.com/')).toMatchObject({
    status: 404,
  });
  expect(specs(platform, 'Gateway')).toMatchObject([
    { listeners: [{ name: 'wildcard.example.com', protocol: 'HTTP', port: 80 }] },
  ]);
  expect(rendered(platform, 'ReferenceGrant')).toEqual([]);
});

test('namespaces by their names', () => {
  expect(inNamespaces('a')).toEqual({ matchLabels: { 'kubernetes.io/metadata.name': 'a' } });
  expect(inNamespaces('a', 'b')).toEqual({
    matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['a', 'b'] }],
  });
});

test('passthrough from another namespace is let in, and from no other', () => {
  const app = new App();
  const platform = new Chart(app, 'platform', { namespace: 'platform' });
  const gateway = new Gateway(platform, 'edge', { gatewayClassName: 'c' });
  const hostnames = ['bank.example.com', '*.bank.example.com'];
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new TlsPassthrough(shop, 'bank', { gateway, hostnames, backends: [stable], port: 8443 });
  const allowedRoutes = {
    namespaces: { from: 'Selector', selector: inNamespaces('shop') },
  };
  expect(specs(platform, 'Gateway')).toMatchObject([
    {
      listeners: [
        { name: 'tls-bank.example.com', hostname: 'bank.example.com', port: 8443, allowedRoutes },
        { name: 'tls-wildcard.bank.example.com', tls: { mode: 'Passthrough' }, allowedRoutes },
      ],
    },
  ]);
});

test('a client certificate of another namespace is granted', () => {
  const chart = chartFor();
  const gateway = gatewayIn(chart);
  new MutualTls(chart, 'cart-tls', {
    gateways: [gateway],
    clientCertificate: { name: 'client', namespace: 'certificates' },
    targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    validation: { hostname: 'cart', wellKnownCACertificates: 'System' },
  });
  expect(gateway.toSpec().tls?.backend?.clientCertificateRef).toEqual({
    name: 'client',
    namespace: 'certificates',
  });
  expect(specs(chart, 'ReferenceGrant')).toEqual([
    {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shop' }],
      to: [{ group: '', kind: 'Secret', name: 'client' }],
    },
  ]);
});
