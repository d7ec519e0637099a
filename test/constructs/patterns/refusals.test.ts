// What patterns refuse: at the call, with the path of the route or construct, in words.

import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import {
  Backend,
  Delegation,
  DomainRedirect,
  Entrances,
  Gateway,
  HttpPattern,
  HttpRoute,
  type HttpRouteProps,
  HttpsRedirect,
  Listener,
  MutualTls,
  PathRedirects,
  UsageError,
} from '../../../lib/index';

const [stable, canary] = [
  { name: 'cart', port: 80 },
  { name: 'cart-next', port: 80 },
];
const chartFor = () => new Chart(new App(), 'test', { namespace: 'shop' });
const gatewayIn = (chart: Chart) =>
  new Gateway(chart, 'edge', {
    metadata: { name: 'edge' },
    gatewayClassName: 'c',
    listeners: [Listener.http(), Listener.https({ certificates: ['tls'] })],
  });
const routed = (rule: NonNullable<HttpRouteProps['rules']>[number]) => () => {
  new HttpRoute(chartFor(), 'route', { rules: [rule] });
};
const weighted = { stable, canary, steps: [5, 50, 100] };
const variant = { control: stable, variants: { b: canary } };
const cookie = { ...variant, by: { cookie: 'variant' } };

function refusal(build: () => unknown): { readonly path: string; readonly message: string } {
  try {
    build();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { code, message, where, hint } = error.finding;
    expect(code).toBe('construct-invalid');
    expect(hint).toMatch(/\w/);
    const origin = where?.origin;
    return { path: origin?.from === 'construct' ? origin.path : '', message };
  }
  throw new Error('nothing was refused');
}

test.each<[string, () => unknown, string]>([
  [
    'steps that do not rise',
    routed(HttpPattern.canary({ ...weighted, steps: [5, 50, 50] })),
    'step 3 of the canary is `50`, not more than the `50` before it',
  ],
  [
    'a share beyond all',
    routed(HttpPattern.canary({ ...weighted, steps: [5, 101] })),
    'step 2 of the canary is `101`, and its shares are out of 100',
  ],
  [
    'half a percent',
    routed(HttpPattern.canary({ ...weighted, steps: [0.5] })),
    'step 1 of the canary is `0.5`, and its shares are out of 100',
  ],
  [
    'a step that is not there',
    routed(HttpPattern.canary({ ...weighted, step: 4 })),
    'the canary is at step `4` and has 3',
  ],
  [
    'a step before the first',
    routed(HttpPattern.canary({ ...weighted, step: -1 })),
    'the canary is at step `-1` and has 3',
  ],
  ['no steps', routed(HttpPattern.canary({ ...weighted, steps: [] })), 'the canary has no steps'],
  [
    'more shares than the API has weights',
    routed(HttpPattern.canary({ ...weighted, total: 1_000_001 })),
    "the canary's shares are out of `1000001`",
  ],
  [
    'a weight beside that of the steps',
    routed(HttpPattern.canary({ ...weighted, canary: Backend.of(canary, { weight: 7 }) })),
    'a backend has weight `7`, and the pattern that it is in says how many requests it gets',
  ],
  [
    'another colour',
    routed(HttpPattern.blueGreen({ blue: stable, green: canary, live: 'red' as 'blue' })),
    '`red` is live, and there are blue and green',
  ],
  [
    'a test without a variant',
    routed(HttpPattern.abTest({ ...cookie, variants: {} })),
    'the A/B test has no variant beside its control',
  ],
  [
    'an assignment by header',
    routed(HttpPattern.abTest({ ...variant, by: { header: 'x-variant' }, assign: { b: 5 } })),
    'the A/B test assigns variants and is by header, which nobody keeps for the next request',
  ],
  [
    'an unknown variant',
    routed(HttpPattern.abTest({ ...cookie, assign: { c: 5 } })),
    'variant `c` is assigned, and the A/B test has no such variant',
  ],
  [
    'more visitors than there are',
    routed(
      HttpPattern.abTest({
        ...cookie,
        variants: { b: canary, c: canary },
        assign: { b: 60, c: 50 },
      }),
    ),
    'the A/B test assigns 110 percent of the visitors',
  ],
  [
    'a negative share',
    routed(HttpPattern.abTest({ ...cookie, assign: { b: -1 } })),
    'variant `b` gets `-1` percent',
  ],
  [
    'a name for those who got none',
    routed(
      HttpPattern.abTest({ ...cookie, variants: { control: canary }, assign: { control: 5 } }),
    ),
    'a variant is called `control`, as those are who got no other',
  ],
  [
    'a value that ends a cookie',
    routed(HttpPattern.abTest({ ...cookie, variants: { 'b;c': canary }, assign: {} })),
    '`b;c` cannot stand in a cookie',
  ],
  ['an empty table', routed(HttpPattern.redirects({})), 'the table of paths is empty'],
  ['a path to nowhere', routed(HttpPattern.redirects({ '/old': 'new' })), '`/old` leads to `new`'],
  [
    'a star inside a path',
    routed(HttpPattern.redirects({ '/a/*/b': '/c' })),
    '`/a/*/b` has a `*` that does not stand at its end, after a `/`',
  ],
  [
    'a star from one path',
    routed(HttpPattern.redirects({ '/old': '/new/*' })),
    '`/old` is one path, and `/new/*` keeps what follows it',
  ],
  [
    'a circle of one',
    routed(HttpPattern.redirects({ '/a': '/a' })),
    '`/a` leads back to itself, so that no redirect is the last one',
  ],
  [
    'a circle of three',
    routed(HttpPattern.redirects({ '/z': '/a', '/a': '/b', '/b': '/c', '/c': '/a' })),
    '`/a` leads back to itself, so that no redirect is the last one',
  ],
  [
    'a rewrite to a host',
    routed(HttpPattern.rewrites({ paths: { '/a': 'https://b/c' }, backends: [stable] })),
    '`/a` is rewritten to `https://b/c`, which names a host',
  ],
  [
    'no versions',
    routed(HttpPattern.apiVersions({ by: { header: 'v' }, versions: {} })),
    'the API has no versions',
  ],
  [
    'an unknown version for the rest',
    routed(
      HttpPattern.apiVersions({ by: { path: '/api' }, versions: { v1: stable }, otherwise: 'v2' }),
    ),
    "requests without a version go to `v2`, which is none of the API's",
  ],
  [
    'matches beside versions by path',
    routed(
      HttpPattern.apiVersions({ by: { path: '/api' }, versions: { v1: stable }, matches: [{}] }),
    ),
    'versions by path bring their own matches',
  ],
  [
    'a page on the same host',
    routed(HttpPattern.maintenance({ on: true, page: '/sorry', rules: [] })),
    '`/sorry` names no host, so the redirect would lead back to where it came from',
  ],
  [
    'a domain that is sent to itself',
    () => new DomainRedirect(chartFor(), 'route', { from: ['a.example'], to: 'a.example' }),
    '`a.example` is sent to itself',
  ],
  [
    'a domain redirect for no host, which would take all',
    () => new DomainRedirect(chartFor(), 'route', { from: [], to: 'a.example' }),
    'no host is sent to `a.example`',
  ],
  [
    'a host in nobody’s hands',
    () => {
      const chart = chartFor();
      const gateway = gatewayIn(chart);
      return new Delegation(chart, 'route', { gateway, hostname: 'a.example', namespaces: [] });
    },
    'host `a.example` is in the hands of no namespace',
  ],
  [
    'variants that plain JavaScript left out',
    routed(HttpPattern.abTest({ control: stable, by: { header: 'x' } } as never)),
    '`variants` is no object of values by name',
  ],
  [
    'a place that plain JavaScript left out',
    routed(HttpPattern.abTest(variant as never)),
    '`by` names neither a header nor a cookie',
  ],
  [
    'versions by nothing',
    routed(HttpPattern.apiVersions({ versions: { v1: stable } } as never)),
    '`by` names neither a header nor a cookie',
  ],
  [
    'a table that is a list',
    routed(HttpPattern.redirects([['/a', '/b']] as never)),
    '`paths` is no object of values by name',
  ],
  [
    'steps that are one number',
    routed(HttpPattern.canary({ ...weighted, steps: 5 as never })),
    'the canary has no steps',
  ],
  [
    'a domain redirect for hosts that plain JavaScript left out',
    () => new DomainRedirect(chartFor(), 'route', { to: 'a.example' } as never),
    'no host is sent to `a.example`',
  ],
  [
    'no entrance',
    () => new Entrances(chartFor(), 'route', { entrances: {} }),
    'there is no entrance',
  ],
  [
    'an unknown entrance',
    () => new Entrances(chartFor(), 'route', { entrances: { inner: {} } }).route('outer'),
    'there is no entrance called `outer`',
  ],
])('%s', (_, build, message) => {
  expect(refusal(build)).toEqual({ path: 'test/route', message });
});

test('a table of redirects is refused at its first route', () => {
  const build = () => new PathRedirects(chartFor(), 'table', { paths: { '/a': '/a' } });
  expect(refusal(build).path).toBe('test/table/0');
});

test('a redirect to HTTPS on an HTTPS listener is refused at synthesis, as is a listener that is not there', () => {
  const chart = chartFor();
  const gateway = gatewayIn(chart);
  const circle = new HttpsRedirect(chart, 'circle', { gateway, listeners: ['https'] });
  expect(refusal(() => circle.toJson())).toEqual({
    path: 'test/circle',
    message: 'listener `https` of Gateway edge is HTTPS, so a redirect to HTTPS leads back to it',
  });
  const lost = new HttpsRedirect(chart, 'lost', { gateway, listeners: ['plain'] });
  expect(refusal(() => lost.toJson()).message).toBe('Gateway edge has no listener called `plain`');
});

test('a Gateway shows all backends one certificate', () => {
  const chart = chartFor();
  const gateway = gatewayIn(chart);
  const policy = (id: string, clientCertificate: string) =>
    new MutualTls(chart, id, {
      gateways: [gateway],
      clientCertificate,
      targetRefs: [{ group: '', kind: 'Service', name: id }],
      validation: { hostname: 'cart', wellKnownCACertificates: 'System' },
    });
  policy('a', 'client');
  policy('b', 'client');
  expect(refusal(() => policy('c', 'other'))).toEqual({
    path: 'test/edge',
    message:
      'the Gateway shows backends the certificate of Secret client already, and has one for all of them',
  });
});
