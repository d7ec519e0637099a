// RequestRedirect: status, and each part of the Location.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import type { Exchange } from '../../../lib/routing/filter/exchange';
import { redirect } from '../../../lib/routing/filter/redirect';
import { exchange } from '../exchanges';

const location = (filter: JsonObject, given: Partial<Exchange> = {}) =>
  redirect(filter, exchange({ host: 'a', path: '/p', ...given })).location;

describe('the port', () => {
  // Scheme and port of the request and its listener, of the filter, and what is written.
  test.each<['http' | 'https', number, string | undefined, number | undefined, string]>([
    ['http', 80, undefined, undefined, 'http://a/p'],
    ['http', 80, undefined, 80, 'http://a/p'],
    ['http', 80, undefined, 443, 'http://a:443/p'],
    ['http', 80, undefined, 8080, 'http://a:8080/p'],
    ['http', 80, 'http', undefined, 'http://a/p'],
    ['http', 80, 'https', undefined, 'https://a/p'],
    ['http', 80, 'https', 443, 'https://a/p'],
    ['http', 80, 'https', 80, 'https://a:80/p'],
    ['http', 80, 'https', 8443, 'https://a:8443/p'],
    ['http', 8080, undefined, undefined, 'http://a:8080/p'],
    ['http', 8080, undefined, 80, 'http://a/p'],
    ['http', 8080, 'http', undefined, 'http://a/p'],
    ['http', 8080, 'https', undefined, 'https://a/p'],
    ['http', 443, undefined, undefined, 'http://a:443/p'],
    ['https', 443, undefined, undefined, 'https://a/p'],
    ['https', 443, undefined, 443, 'https://a/p'],
    ['https', 443, undefined, 8443, 'https://a:8443/p'],
    ['https', 443, 'http', undefined, 'http://a/p'],
    ['https', 443, 'http', 80, 'http://a/p'],
    ['https', 443, 'http', 8080, 'http://a:8080/p'],
    ['https', 443, 'https', undefined, 'https://a/p'],
    ['https', 8443, undefined, undefined, 'https://a:8443/p'],
    ['https', 8443, undefined, 443, 'https://a/p'],
    ['https', 8443, 'https', undefined, 'https://a/p'],
    ['https', 80, undefined, undefined, 'https://a:80/p'],
    ['http', 8080, 'ftp', undefined, 'ftp://a:8080/p'],
  ])('of %s on %i with scheme %s, port %s: %s', (scheme, port, toScheme, toPort, expected) => {
    const filter = {
      ...(toScheme === undefined ? {} : { scheme: toScheme }),
      ...(toPort === undefined ? {} : { port: toPort }),
    };
    expect(location(filter, { scheme, port })).toBe(expected);
  });

  test('of the request counts for nothing', () => {
    expect(location({}, { host: 'a:30080', port: 80 })).toBe('http://a/p');
    expect(location({ scheme: 'https' }, { host: 'a:30080' })).toBe('https://a/p');
  });

  test('is never the one that the scheme implies', () => {
    const scheme = fc.constantFrom('http' as const, 'https' as const);
    const port = fc.constantFrom(80, 443, 8080, 8443);
    const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
    const any = fc.property(scheme, port, maybe(scheme), maybe(port), (from, at, to, shown) => {
      const url = location({ scheme: to, port: shown }, { scheme: from, port: at });
      expect(new URL(url).href).toBe(url);
    });
    fc.assert(any);
  });
});

describe('the host', () => {
  test.each([
    ['a.example.com', undefined, 'http://a.example.com/p'],
    ['a.example.com:8080', undefined, 'http://a.example.com/p'],
    ['A.Example.com', undefined, 'http://A.Example.com/p'],
    ['a.example.com:8080', 'b.example.org', 'http://b.example.org/p'],
    ['a.example.com', '', 'http://a.example.com/p'],
    ['[::1]:8080', undefined, 'http://[::1]/p'],
    ['[2001:db8::1]', undefined, 'http://[2001:db8::1]/p'],
    ['10.0.0.1:80', undefined, 'http://10.0.0.1/p'],
    ['', 'b.example.org', 'http://b.example.org/p'],
    ['', undefined, '/p'],
  ])('of %s with hostname %s: %s', (host, hostname, expected) => {
    expect(location(hostname === undefined ? {} : { hostname }, { host })).toBe(expected);
  });
});

describe('the path', () => {
  const full = { type: 'ReplaceFullPath', replaceFullPath: '/one' };
  const prefix = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/xyz' };
  test.each<[string, JsonObject, string, string]>([
    ['is kept', {}, '/foo/bar', 'http://a/foo/bar'],
    ['is kept with its query', {}, '/foo?x=1', 'http://a/foo?x=1'],
    ['is replaced', { path: full }, '/foo/bar', 'http://a/one'],
    ['is replaced, its query is not', { path: full }, '/foo?x=1', 'http://a/one?x=1'],
    ['gets another prefix', { path: prefix }, '/foo/bar?x', 'http://a/xyz/bar?x'],
    ['of a request for the server itself is none', {}, '*', 'http://a'],
  ])('%s', (_, filter, path, expected) => {
    expect(location(filter, { path, prefix: '/foo' })).toBe(expected);
  });
});

test.each([
  [undefined, 302],
  [301, 301],
  [302, 302],
  [303, 303],
  [307, 307],
  [308, 308],
  ['301', 302],
  [null, 302],
])('status %s answers %i', (statusCode, status) => {
  expect(redirect({ statusCode }, exchange()).status).toBe(status);
});

test.each<[JsonObject]>([
  [{ scheme: 1 }],
  [{ scheme: '' }],
  [{ hostname: ['b'] }],
  [{ port: '8080' }],
  [{ port: 0 }],
  [{ port: 1.5 }],
  [{ port: 8080n }],
  [{ path: '/x' }],
])('a part that cannot be read is as good as none: %o', (filter) => {
  expect(location(filter)).toBe('http://a/p');
});
