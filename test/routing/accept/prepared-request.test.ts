// Requests as matching looks at them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalisedPath } from '../../../lib/routing/accept/normalised-path';
import { prepare } from '../../../lib/routing/accept/prepared-request';
import { specification } from '../../../lib/routing/law';
import { request } from '../questions';

test('a request is read once', () => {
  const lines = [
    ['X-Env', ' prod '],
    ['x-env', 'test'],
    ['Accept', 'a, b'],
  ] as const;
  const read = prepare(
    request('POST /a//b?x=1&y#z', lines, 'Shop.Example.com:8080'),
    specification,
  );
  expect(read).toMatchObject({
    method: 'POST',
    host: 'shop.example.com',
    paths: ['/a//b', '/a/b'],
    query: [
      ['x', '1'],
      ['y', ''],
    ],
    isGrpc: false,
  });
  expect([...read.headers]).toEqual([
    ['x-env', ['prod', 'test']],
    ['accept', ['a, b']],
    ['host', ['Shop.Example.com:8080']],
  ]);
});

test.each([
  ['shop.example.com', 'shop.example.com'],
  ['SHOP.example.com:80', 'shop.example.com'],
  ['shop.example.com:', 'shop.example.com'],
  ['[::1]:8080', '[::1]'],
  ['[::1]', '[::1]'],
  ['10.0.0.1:80', '10.0.0.1'],
  ['', ''],
])('the host %s is compared as %s', (host, compared) => {
  expect(prepare(request('/', [], host), specification).host).toBe(compared);
});

test('a request without a host has no Host', () => {
  expect(prepare(request('/', [], ''), specification).headers.has('host')).toBe(false);
});

test.each([
  ['/shop.Cart/Get', 'shop.Cart', 'Get'],
  ['/shop.Cart/Get?x', 'shop.Cart', 'Get'],
  ['/shop.Cart', undefined, undefined],
  ['/', undefined, undefined],
])('the call %s is of the service %s and the method %s', (path, service, method) => {
  const read = prepare({ ...request(`grpc ${path}`), method: '' }, specification);
  expect([read.grpcService, read.grpcMethod]).toEqual([service, method]);
  expect(read).toMatchObject({ isGrpc: true, method: 'POST' });
});

test('only a law that may normalise has a path normalised', () => {
  const asked = request('/a//b');
  expect(prepare(asked, { ...specification, paths: ['as sent'] }).paths).toEqual(['/a//b']);
  expect(prepare(asked, { ...specification, paths: ['normalised'] }).paths).toHaveLength(2);
  expect(prepare(request('/a/b'), specification).paths).toEqual(['/a/b']);
});

test.each([
  ['/', '/'],
  ['*', '*'],
  ['/a/b/', '/a/b/'],
  ['/a.b/..c/.d', '/a.b/..c/.d'],
  ['//', '/'],
  ['/a///b//', '/a/b/'],
  ['/.', '/'],
  ['/..', '/'],
  ['/a/.', '/a/'],
  ['/a/..', '/'],
  ['/a/b/..', '/a/'],
  ['/a/../../b', '/b'],
  ['/a/./b', '/a/b'],
  ['/a/%2e%2E/b', '/b'],
  ['/a%2f..%2Fb', '/b'],
  ['/a//../b', '/a/b'],
  ['/%41%7a%30%2d%5F%2e%7E', '/Az0-_.~'],
  ['/%20%C3%A4%40', '/%20%C3%A4%40'],
  ['/%', '/%'],
  ['/%zz/%4', '/%zz/%4'],
  ['/%2561', '/%2561'],
])('%s is normalised to %s', (path, normalised) => {
  expect(normalisedPath(path)).toBe(normalised);
});

const piece = fc.constantFrom('/', '.', '..', 'a', '%61', '%2e', '%2F', '%20', '%25');

test('a normalised path stays as it is, and holds neither dot segments nor empty ones', () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const path = normalisedPath(`/${pieces.join('')}`);
      expect(normalisedPath(path)).toBe(path);
      expect(path).toMatch(/^\//);
      expect(path).not.toMatch(/\/\/|\/\.\.?(?:\/|$)|%2[Ff]/);
    }),
    { numRuns: 3000 },
  );
});
