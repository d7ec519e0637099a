// Calls that can never be right are refused at the call, with the path of the construct.

import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import type { HTTPRouteFilter } from '../../imports/gateway-api';
import {
  Backend,
  Gateway,
  HttpFilter,
  HttpMatch,
  HttpRoute,
  type HttpRouteProps,
  type HttpRuleProps,
  Listener,
  UsageError,
} from '../../lib/index';

const chartFor = (namespace = 'shop') => new Chart(new App(), 'test', { namespace });
const routeWith = (props: HttpRouteProps) => () => new HttpRoute(chartFor(), 'route', props);
const ruleWith = (rule: HttpRuleProps) => routeWith({ rules: [rule] });
const matchWith = (match: HttpMatch) => ruleWith({ matches: [match] });
const times = <T>(count: number, value: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => value(i));
const backend = { name: 'a', port: 1 };

test('the error is a finding that names the construct and the field', () => {
  try {
    matchWith(HttpMatch.exact('cart'))();
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.finding).toEqual({
      code: 'construct-invalid',
      severity: 'error',
      message: 'spec.rules[0].matches[0].path.value is `cart`, which does not start with `/`',
      where: {
        origin: { from: 'construct', path: 'test/route' },
        path: ['spec', 'rules', 0, 'matches', 0, 'path', 'value'],
      },
    });
  }
});

test.each<[string, HttpMatch, string]>([
  ['no slash', HttpMatch.pathPrefix('cart'), '`cart`, which does not start with `/`'],
  ['two slashes', HttpMatch.exact('/a//b'), 'which holds `//`'],
  ['a dot segment', HttpMatch.exact('/a/./b'), 'which holds `/./`'],
  ['a double dot segment', HttpMatch.exact('/a/../b'), 'which holds `/../`'],
  ['a dot at the end', HttpMatch.exact('/a/.'), 'which ends in a dot segment'],
  ['two dots at the end', HttpMatch.exact('/a/..'), 'which ends in a dot segment'],
  ['an encoded slash', HttpMatch.exact('/a%2Fb'), 'which holds an encoded `/`'],
  ['a fragment', HttpMatch.exact('/a#b'), 'which holds `#`'],
  ['a query', HttpMatch.exact('/a?b'), 'which holds `?`'],
  ['a bare percent', HttpMatch.exact('/a%'), 'which holds `%` without two hexadecimal digits'],
  ['a space', HttpMatch.exact('/a b'), 'which holds characters that paths encode'],
  [
    'a header name with a space',
    HttpMatch.header('x y', '1'),
    'headers[0].name is `x y`, which the pattern',
  ],
  ['an empty header value', HttpMatch.header('x', ''), 'headers[0].value is empty'],
  [
    'one header twice',
    HttpMatch.header('x', '1').header('x', '2'),
    'headers[1] is the second entry for `x`',
  ],
  [
    'one header in two cases',
    HttpMatch.header('X', '1').header('x', '2'),
    'headers[1] is the second match for header `x`',
  ],
  [
    'one query parameter twice',
    HttpMatch.queryParam('q', '1').queryParam('q', '2'),
    'queryParams[1] is the second entry for `q`',
  ],
  [
    'too many headers',
    HttpMatch.any().headers(Object.fromEntries(times(17, (i) => [`x-${i}`, '1']))),
    'headers has 17 entries, and 16 is the most',
  ],
  [
    'a long path',
    HttpMatch.exact(`/${'a'.repeat(1024)}`),
    'has 1025 characters, and 1024 is the most',
  ],
])('a match with %s is refused', (_, match, message) => {
  expect(matchWith(match)).toThrow(`[test/route] spec.rules[0].matches[0].`);
  expect(matchWith(match)).toThrow(message);
});

test('an expression may hold what a plain path may not', () => {
  expect(matchWith(HttpMatch.regex('^(/a//b|c?#)$'))).not.toThrow();
});

test.each<[string, HttpRuleProps, string]>([
  [
    'a redirect with backends',
    { filters: [HttpFilter.redirect({})], backends: [backend] },
    'spec.rules[0] has a RequestRedirect filter and backends',
  ],
  [
    'a weight out of range',
    { backends: [{ ...backend, weight: 1_000_001 }] },
    'spec.rules[0].backendRefs[0].weight is `1000001`, and 1000000 is the most',
  ],
  ['a negative weight', { backends: [{ ...backend, weight: -1 }] }, 'is `-1`, and 0 is the least'],
  ['half a weight', { backends: [{ ...backend, weight: 0.5 }] }, 'is `0.5`, not a whole number'],
  [
    'redirect and rewrite',
    { filters: [HttpFilter.redirect({}), HttpFilter.rewrite({ fullPath: '/' })] },
    'spec.rules[0].filters has both a RequestRedirect and a URLRewrite',
  ],
  [
    'two rewrites',
    { filters: [HttpFilter.rewrite({ fullPath: '/' }), HttpFilter.rewrite({ hostname: 'a.b' })] },
    'spec.rules[0].filters[1] is the second URLRewrite of its list',
  ],
  [
    'a new prefix for an exact match',
    { matches: [HttpMatch.exact('/a')], filters: [HttpFilter.rewrite({ prefix: '/b' })] },
    'spec.rules[0].filters[0] replaces the prefix of a match',
  ],
  [
    'a new prefix for two matches, at a backend',
    {
      matches: [HttpMatch.pathPrefix('/a'), HttpMatch.pathPrefix('/b')],
      backends: [{ ...backend, filters: [HttpFilter.redirect({ prefix: '/b' })] }],
    },
    'spec.rules[0].backendRefs[0].filters[0] replaces the prefix of a match',
  ],
  [
    'both kinds of path change',
    { filters: [HttpFilter.rewrite({ prefix: '/b', fullPath: '/c' })] },
    'spec.rules[0].filters[0].urlRewrite.path has `replacePrefixMatch` and is of type ReplaceFullPath',
  ],
  [
    'a share by percent and by fraction',
    { filters: [HttpFilter.mirror(backend, { percent: 1, fraction: { numerator: 1 } })] },
    'spec.rules[0].filters[0].requestMirror has both `percent` and `fraction`',
  ],
  [
    'a fraction above one',
    { filters: [HttpFilter.mirror(backend, { fraction: { numerator: 3, denominator: 2 } })] },
    'is 3 of 2, more than all requests',
  ],
  [
    'an asterisk among origins',
    { filters: [HttpFilter.cors({ allowOrigins: ['*', 'https://a.example.com'] })] },
    'cors.allowOrigins has `*` beside other entries',
  ],
  [
    'a filter without its field',
    { filters: [{ type: 'CORS' }] },
    'spec.rules[0].filters[0] lacks `cors`',
  ],
  [
    'a filter with a field of another type',
    { filters: [{ type: 'CORS', cors: {}, urlRewrite: {} }] },
    'spec.rules[0].filters[0] is of type CORS and has `urlRewrite`',
  ],
  [
    'a header that is set and removed',
    { filters: [HttpFilter.requestHeaders({ set: { Cookie: '1' }, remove: ['cookie'] })] },
    'spec.rules[0].filters[0].requestHeaderModifier changes header `cookie` twice',
  ],
  [
    'a status code that is no redirect',
    {
      filters: [
        {
          type: 'RequestRedirect',
          requestRedirect: { statusCode: 200 },
        } as unknown as HTTPRouteFilter,
      ],
    },
    'statusCode is `200`, not one of 301, 302, 303, 307, 308',
  ],
  [
    "a backend timeout beyond the request's",
    { timeouts: { request: '1s', backendRequest: '1m' } },
    "spec.rules[0].timeouts.backendRequest is `1m`, longer than the whole request's `1s`",
  ],
  [
    'a duration that is none',
    { timeouts: { request: '1.5s' } },
    'timeouts.request is `1.5s`, which the pattern',
  ],
  [
    'too many matches',
    { matches: times(65, () => HttpMatch.any()) },
    'matches has 65 entries, and 64 is the most',
  ],
])('a rule with %s is refused', (_, rule, message) => {
  expect(ruleWith(rule)).toThrow('[test/route] spec.rules[0]');
  expect(ruleWith(rule)).toThrow(message);
});

test('an endless timeout goes before no other', () => {
  expect(ruleWith({ timeouts: { request: '0s', backendRequest: '1m' } })).not.toThrow();
});

test.each<[string, HttpRouteProps, string]>([
  ['rules', { rules: times(17, () => ({})) }, 'spec.rules has 17 entries, and 16 is the most'],
  [
    'hostnames',
    { hostnames: times(17, (i) => `h${i}.example.com`) },
    'spec.hostnames has 17 entries, and 16 is the most',
  ],
  [
    'parents',
    { parents: times(33, (i) => ({ name: `g${i}` })) },
    'spec.parentRefs has 33 entries, and 32 is the most',
  ],
  [
    'matches over all rules',
    { rules: times(3, () => ({ matches: times(43, () => HttpMatch.any()) })) },
    'spec.rules have 129 matches together, and 128 is the most',
  ],
  [
    'mentions of one parent',
    { parents: [{ name: 'g' }, { name: 'g', sectionName: 'a' }] },
    'spec.parentRefs[1] names Gateway `g` a second time',
  ],
])('a route with too many %s is refused', (_, props, message) => {
  expect(routeWith(props)).toThrow(`[test/route] ${message}`);
});

test('what is added later is held to the same limits', () => {
  const route = new HttpRoute(chartFor(), 'route', { rules: times(16, () => ({})) });
  expect(() => route.addRule({})).toThrow('[test/route] spec.rules has 17 entries');
  const named = new HttpRoute(chartFor(), 'named');
  expect(() => named.addHostname('192.168.1')).not.toThrow();
  expect(() => named.addHostname('Shop')).toThrow('[test/named] spec.hostnames[1] is `Shop`');
});

test('a Service without a port, or with several, is refused at synthesis with its ports', () => {
  const chart = chartFor();
  const several = new kplus.Service(chart, 'several', {
    metadata: { name: 'several' },
    ports: [
      { port: 80, name: 'http' },
      { port: 81, name: 'admin' },
    ],
  });
  new HttpRoute(chart, 'route', { rules: [{ backends: [several] }] });
  expect(() => Testing.synth(chart)).toThrow(
    '[test/route] backend Service several has 2 ports: 80 (http), 81 (admin); say which port',
  );
  const bare = chartFor();
  new HttpRoute(bare, 'route', { rules: [{ backends: [{ name: 'cart' }] }] });
  expect(() => Testing.synth(bare)).toThrow(
    '[test/route] spec.rules[0].backendRefs[0] names Service `cart` without a port',
  );
  const mirrored = chartFor();
  new HttpRoute(mirrored, 'route', { rules: [{ filters: [HttpFilter.mirror({ name: 'cart' })] }] });
  expect(() => Testing.synth(mirrored)).toThrow(
    '[test/route] spec.rules[0].filters[0].requestMirror.backendRef names Service `cart` without a port',
  );
});

test('a port that a Service does not have is refused, by name and by number', () => {
  const withPort = (port: number | string) => {
    const chart = chartFor();
    const ports = [{ port: 80, name: 'http' }];
    const cart = new kplus.Service(chart, 'cart', { metadata: { name: 'cart' }, ports });
    new HttpRoute(chart, 'route', { rules: [{ backends: [Backend.of(cart, { port })] }] });
    return () => Testing.synth(chart);
  };
  expect(withPort('grpc')).toThrow('backend Service cart has no port called `grpc`: 80 (http)');
  expect(withPort(8080)).toThrow('[test/route] backend Service cart has no port 8080: 80 (http)');
  expect(withPort(80)).not.toThrow();
  expect(withPort('http')).not.toThrow();
});

test('the port of a Service without ports, or of a backend of another kind, is taken as given', () => {
  const chart = chartFor();
  const of = (apiVersion: string, kind: string, spec = {}) =>
    Backend.of(new ApiObject(chart, kind, { apiVersion, kind, spec }), { port: 8080 });
  const headless = of('v1', 'Service', { clusterIP: 'None' });
  const imported = of('multicluster.x-k8s.io/v1alpha1', 'ServiceImport');
  new HttpRoute(chart, 'route', { rules: [{ backends: [headless, imported] }] });
  expect(() => Testing.synth(chart)).not.toThrow();
});

test('a workload is no backend, and a misspelt listener no parent', () => {
  const chart = chartFor();
  const cart = new kplus.Deployment(chart, 'cart', { containers: [{ image: 'a' }] });
  const rules = [{ backends: [cart as unknown as ApiObject] }];
  expect(() => new HttpRoute(chart, 'route', { rules })).toThrow(
    '[test/route] `test/cart` is not a Service',
  );
  const other = chartFor();
  const edge = new Gateway(other, 'edge', { gatewayClassName: 'c', listeners: [Listener.http()] });
  new HttpRoute(other, 'typo', { parents: [edge.listener('htpp')] });
  expect(() => Testing.synth(other)).toThrow(
    'has no listener called `htpp`; its listeners are http',
  );
});
