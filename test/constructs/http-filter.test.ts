import { ApiObject, Testing } from 'cdk8s';
import { expect, test } from 'vitest';
import { HttpFilter } from '../../lib/index';
import { httpRuleFrom } from './rendered';

const catchAll = [{ path: { type: 'PathPrefix', value: '/' } }];
const mirror = { group: '', kind: 'Service', name: 'audit', port: 80 };

test.each<[string, HttpFilter, object]>([
  [
    'requestHeaders',
    HttpFilter.requestHeaders({ set: { a: '1' }, add: [{ name: 'b', value: '2' }], remove: ['c'] }),
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: {
        set: [{ name: 'a', value: '1' }],
        add: [{ name: 'b', value: '2' }],
        remove: ['c'],
      },
    },
  ],
  [
    'responseHeaders',
    HttpFilter.responseHeaders({ remove: ['server'] }),
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['server'] } },
  ],
  [
    'mirror by percent',
    HttpFilter.mirror({ name: 'audit', port: 80 }, { percent: 5 }),
    { type: 'RequestMirror', requestMirror: { backendRef: mirror, percent: 5 } },
  ],
  [
    'mirror by fraction',
    HttpFilter.mirror({ name: 'audit' }, { fraction: { numerator: 1 }, port: 80 }),
    {
      type: 'RequestMirror',
      requestMirror: { backendRef: mirror, fraction: { numerator: 1, denominator: 100 } },
    },
  ],
  [
    'redirect',
    HttpFilter.redirect({
      scheme: 'https',
      hostname: 'a.example.com',
      port: 8443,
      statusCode: 301,
    }),
    {
      type: 'RequestRedirect',
      requestRedirect: { scheme: 'https', hostname: 'a.example.com', port: 8443, statusCode: 301 },
    },
  ],
  [
    'redirect to a path',
    HttpFilter.redirect({ fullPath: '/new' }),
    {
      type: 'RequestRedirect',
      requestRedirect: {
        statusCode: 302,
        path: { type: 'ReplaceFullPath', replaceFullPath: '/new' },
      },
    },
  ],
  [
    'rewrite',
    HttpFilter.rewrite({ hostname: 'cart.internal', prefix: '/v2' }),
    {
      type: 'URLRewrite',
      urlRewrite: {
        hostname: 'cart.internal',
        path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2' },
      },
    },
  ],
  [
    'rewrite as the API writes it',
    HttpFilter.rewrite({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '' } }),
    {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '' } },
    },
  ],
  [
    'cors',
    HttpFilter.cors({ allowOrigins: ['https://*.example.com'], allowMethods: ['GET', 'PUT'] }),
    {
      type: 'CORS',
      cors: { allowOrigins: ['https://*.example.com'], allowMethods: ['GET', 'PUT'], maxAge: 5 },
    },
  ],
  [
    'extensionRef',
    HttpFilter.extensionRef({ group: 'example.com', kind: 'Plugin', name: 'limit' }),
    { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Plugin', name: 'limit' } },
  ],
  [
    'externalAuth',
    HttpFilter.externalAuth(
      { name: 'audit', port: 80 },
      { protocol: 'HTTP', http: { path: '/check' }, forwardBody: { maxSize: 10 } },
    ),
    {
      type: 'ExternalAuth',
      externalAuth: {
        protocol: 'HTTP',
        backendRef: mirror,
        http: { path: '/check' },
        forwardBody: { maxSize: 10 },
      },
    },
  ],
])('HttpFilter.%s', (_, filter, expected) => {
  expect(httpRuleFrom({ filters: [filter] })).toEqual({ matches: catchAll, filters: [expected] });
});

test('an extension may be a construct', () => {
  const chart = Testing.chart();
  const plugin = new ApiObject(chart, 'p', {
    apiVersion: 'example.com/v1',
    kind: 'Plugin',
    metadata: { name: 'limit' },
  });
  expect(HttpFilter.extensionRef(plugin).spec.extensionRef).toEqual({
    group: 'example.com',
    kind: 'Plugin',
    name: 'limit',
  });
});
