// What a match asks of a request, where the Gateway API says so: paths, methods, headers, query
// parameters and gRPC calls.

import { expect, test } from 'vitest';
import type { HeaderLine } from '../../../lib/model/request';
import type { HttpMatch, ValueMatch } from '../../../lib/model/route';
import { accepts, hasUnderscoreHeader } from '../../../lib/routing/accept/accepts';
import { prepare } from '../../../lib/routing/accept/prepared-request';
import { specification } from '../../../lib/routing/law';
import { grpcMatch, httpMatch } from '../../routes';
import { answer, exact, expression, request } from '../questions';

const onHeaders = (...headers: readonly ValueMatch[]): HttpMatch => ({
  ...httpMatch('/'),
  headers,
});
const onQuery = (...query: readonly ValueMatch[]): HttpMatch => ({ ...httpMatch('/'), query });

test.each([
  ['=/abc', '/abc', 'yes'],
  ['=/abc', '/abc/', 'no'],
  ['=/abc/', '/abc', 'no'],
  ['=/abc', '/ABC', 'no'],
  ['=/abc', '/abc?x=1', 'yes'],
  ['=/abc', '/abc#top', 'yes'],
  ['=/abc', '/abc#top?x=1', 'yes'],
  ['=/abc', '/abc?x=1#/abcd', 'yes'],
  ['=/', '', 'yes'],
  ['=/', '?x=1', 'yes'],
  ['=/abc', 'abc', 'yes'],
  ['/abc', '/abc', 'yes'],
  ['/abc', '/abc/', 'yes'],
  ['/abc', '/abc/x', 'yes'],
  ['/abc', '/abcd', 'no'],
  ['/abc', '/abc?d', 'yes'],
  ['/abc/', '/abc', 'yes'],
  ['/abc/', '/abcd', 'no'],
  ['/abc', '/Abc/x', 'no'],
  ['/', '/anything', 'yes'],
  ['/', '*', 'no'],
  ['~/v[0-9]+', '/v12', 'yes'],
  ['~/v[0-9]+', '/v12?x', 'yes'],
  ['~/v[0-9]+', '/x', 'no'],
])('the path %s takes %s: %s', (path, asked, truth) => {
  expect(answer(httpMatch(path), request(`GET ${asked}`))).toBe(truth);
  // None of these hangs on what the specification leaves open.
  const prepared = prepare(request(`GET ${asked}`), specification);
  if (!path.startsWith('~')) {
    expect(accepts(httpMatch(path), prepared, specification)).toBe(truth);
  }
});

test.each([
  ['/', 'GET', 'yes'],
  ['GET /', 'GET', 'yes'],
  ['GET /', 'HEAD', 'no'],
  ['GET /', 'get', 'no'],
  ['GET /', 'POST', 'no'],
])('%s takes the method %s: %s', (match, method, truth) => {
  expect(answer(httpMatch(match), { ...request('/'), method })).toBe(truth);
});

test('a law that ignores methods or query parameters does', () => {
  expect(answer(httpMatch('POST /'), request('GET /'), { ignoresMethods: true })).toBe('yes');
  expect(answer(httpMatch('/?debug=1'), request('GET /'), { ignoresQueries: true })).toBe('yes');
  expect(answer(httpMatch('=/a?debug=1'), request('GET /'), { ignoresQueries: true })).toBe('no');
});

const env: HeaderLine = ['X-Env', 'prod'];

test.each<[readonly ValueMatch[], readonly HeaderLine[], string]>([
  [[exact('x-env', 'prod')], [env], 'yes'],
  [[exact('X-ENV', 'prod')], [['x-env', 'prod']], 'yes'],
  [[exact('x-env', 'Prod')], [env], 'no'],
  [[exact('x-env', 'pro')], [env], 'no'],
  [[exact('x-env', 'prod')], [], 'no'],
  [[exact('x-env', 'prod')], [['x-env', ' \tprod ']], 'yes'],
  [[exact('x-env', '')], [['x-env', '']], 'yes'],
  [[exact('x-env', 'a,b')], [['x-env', 'a,b']], 'yes'],
  [[exact('x-env', 'prod'), exact('x-user', 'ann')], [env], 'no'],
  [[exact('x-env', 'prod'), exact('x-user', 'ann')], [['X-User', 'ann'], env], 'yes'],
  // Of entries of one name, the first alone counts.
  [[exact('x-env', 'prod'), exact('X-Env', 'test')], [env], 'yes'],
  [[exact('X-Env', 'test'), exact('x-env', 'prod')], [env], 'no'],
  [[expression('x-env', 'pr.*')], [env], 'yes'],
  [[expression('x-env', 'te.*')], [env], 'no'],
  [[expression('x-env', '.*')], [], 'no'],
  [[expression('x-env', '.*')], [['x-env', '']], 'yes'],
  [[exact('__proto__', 'x')], [], 'no'],
  [[exact('__proto__', 'x')], [['__proto__', 'x']], 'yes'],
  [[exact('constructor', 'x')], [], 'no'],
])('the header matches %j take %j: %s', (headers, lines, truth) => {
  expect(answer(onHeaders(...headers), request('/', lines))).toBe(truth);
  const call = { ...grpcMatch('/'), headers };
  expect(answer(call, request('grpc /shop.Cart/Get', lines))).toBe(truth);
});

test('where the law lets all entries of one name count, all must hold', () => {
  const match = onHeaders(exact('x-env', 'prod'), exact('X-Env', 'test'));
  const asked = request('/', [env]);
  expect(answer(match, asked, { sameHeaderTwice: 'all' })).toBe('no');
  const both = request('/', [env, ['x-env', 'test']]);
  expect(answer(match, both, { sameHeaderTwice: 'all' })).toBe('yes');
});

test.each([
  ['shop.example.com', 'shop.example.com', 'yes'],
  ['shop.example.com', 'Shop.Example.com:8080', 'maybe'],
  ['shop.example.com:8080', 'shop.example.com:8080', 'maybe'],
  ['other.example.com', 'shop.example.com', 'no'],
  ['shop.example.com', '', 'no'],
])('a match on Host %s asked for the host %s: %s', (value, host, truth) => {
  for (const name of ['Host', 'host', 'HOST']) {
    expect(answer(onHeaders(exact(name, value)), request('/', [], host))).toBe(truth);
  }
});

test('where the law has no matches on Host they never hold', () => {
  const asked = request('/', [], 'shop.test');
  expect(answer(onHeaders(exact('Host', 'shop.test')), asked, { matchesHost: 'no' })).toBe('no');
  expect(answer(onHeaders(exact('Host', 'shop.test')), asked, { matchesHost: 'open' })).toBe(
    'maybe',
  );
});

test('the host that was asked for is the Host, whatever else a line says', () => {
  const asked = request('/', [['Host', 'other.example.com']]);
  expect(answer(onHeaders(exact('host', 'other.example.com')), asked)).toBe('no');
});

test.each<[readonly ValueMatch[], string, string]>([
  [[exact('debug', '1')], 'debug=1', 'yes'],
  [[exact('debug', '1')], 'x=2&debug=1', 'yes'],
  [[exact('debug', '1')], '', 'no'],
  [[exact('debug', '1')], 'Debug=1', 'no'],
  [[exact('debug', '1')], 'debug=10', 'no'],
  [[exact('debug', 'a')], 'debug=A', 'no'],
  [[exact('debug', '')], 'debug', 'yes'],
  [[exact('debug', '')], 'debug=', 'yes'],
  [[exact('debug', '1=2')], 'debug=1=2', 'yes'],
  [[exact('debug', '1')], 'a=0;debug=1', 'no'],
  [[exact('debug', '1')], '&&debug=1&', 'yes'],
  [[exact('', '1')], '=1', 'yes'],
  [[exact('debug', '1')], 'debug=1#debug=2', 'yes'],
  [[exact('debug', '1')], 'debug=1?', 'no'],
  [[exact('a', '1'), exact('b', '2')], 'b=2&a=1', 'yes'],
  [[exact('a', '1'), exact('b', '2')], 'a=1', 'no'],
  [[exact('a', '1'), exact('a', '2')], 'a=1', 'yes'],
  [[exact('a', '2'), exact('a', '1')], 'a=1', 'no'],
  // Names of parameters differ in case: two entries, and both must hold.
  [[exact('a', '1'), exact('A', '2')], 'a=1', 'no'],
  [[expression('a', '[0-9]+')], 'a=12', 'yes'],
  [[expression('a', '[0-9]+')], 'a=x', 'no'],
  [[expression('a', '.*')], 'b=', 'no'],
  [[exact('__proto__', '1')], '__proto__=1', 'yes'],
  [[exact('__proto__', '1')], '', 'no'],
])('the query matches %j take ?%s: %s', (query, asked, truth) => {
  expect(answer(onQuery(...query), request(`/?${asked}`))).toBe(truth);
});

test.each([
  ['shop.Cart/Get', '/shop.Cart/Get', 'yes'],
  ['shop.Cart/Get', '/shop.Cart/List', 'no'],
  ['shop.Cart/Get', '/shop.Cart/get', 'no'],
  ['shop.Cart/Get', '/shop.cart/Get', 'no'],
  ['shop.Cart/Get', '/shop.Cart/Get/x', 'no'],
  ['.shop.Cart/Get', '/shop.Cart/Get', 'yes'],
  ['shop.Cart/', '/shop.Cart/Get', 'yes'],
  ['.shop.Cart/', '/shop.Cart/Get', 'yes'],
  ['shop.Cart/', '/shop.Carts/Get', 'no'],
  ['shop.Cart/', '/shop.Cart', 'no'],
  ['/Get', '/shop.Cart/Get', 'yes'],
  ['/Get', '/shop.Cart/TheGet', 'no'],
  ['/', '/shop.Cart/Get', 'yes'],
  ['/', '/', 'yes'],
])('the gRPC match %s takes the call of %s: %s', (match, path, truth) => {
  expect(answer(grpcMatch(match), request(`grpc ${path}`))).toBe(truth);
});

test.each([
  [{ service: 'shop\\..*' }, 'yes'],
  [{ service: 'shop' }, 'no'],
  [{ service: '.*', method: 'G.*' }, 'yes'],
  [{ method: 'G' }, 'no'],
  [{ method: '.*' }, 'yes'],
])('the gRPC expressions %j take /shop.Cart/Get: %s', (parts, truth) => {
  const match = { protocol: 'grpc', type: 'RegularExpression', headers: [], ...parts } as const;
  expect(answer(match, request('grpc /shop.Cart/Get'))).toBe(truth);
});

test('a gRPC call is a POST to its path, with its content type', () => {
  const call = request('grpc /shop.Cart/Get');
  expect(answer(httpMatch('POST =/shop.Cart/Get'), call)).toBe('yes');
  expect(answer(httpMatch('GET /'), call)).toBe('no');
  expect(answer(onHeaders(expression('content-type', 'application/grpc.*')), call)).toBe('yes');
  const other = request('grpc /shop.Cart/Get', [['Content-Type', 'application/grpc+json']]);
  expect(answer(onHeaders(exact('content-type', 'application/grpc+json')), other)).toBe('yes');
});

test.each([
  ['application/grpc', 'yes'],
  ['Application/gRPC', 'yes'],
  ['application/grpc+proto', 'yes'],
  ['application/grpc; charset=utf-8', 'yes'],
  ['application/grpc-web', 'no'],
  ['application/json', 'no'],
])('a GRPCRoute takes an HTTP request of content type %s: %s', (type, truth) => {
  const asked = request('POST /shop.Cart/Get', [['content-type', type]]);
  expect(answer(grpcMatch('shop.Cart/Get'), asked)).toBe(truth);
});

test.each([
  ['shop.Cart/Get', '/shop.Cart/Get', 'yes'],
  ['shop.Cart/Get', '/shop.Cart/List', 'no'],
  ['shop.Cart/', '/shop.Cart/Get/more', 'yes'],
  ['shop.Cart/', '/shop.Cart', 'yes'],
  ['shop.Cart/', '/shop.Cartoon', 'no'],
  ['/Get', '/a/b/Get', 'yes'],
  ['/', '/anything', 'yes'],
])('where GRPCRoutes take plain HTTP, %s takes %s: %s', (match, path, truth) => {
  const asked = request(`GET ${path}`);
  expect(answer(grpcMatch(match), asked, { grpcRoutesTakeHttp: 'yes' })).toBe(truth);
  const open = truth === 'yes' ? 'maybe' : 'no';
  expect(answer(grpcMatch(match), asked, { grpcRoutesTakeHttp: 'open' })).toBe(open);
  expect(answer(grpcMatch(match), asked)).toBe('no');
});

test('a header name with an underscore is seen', () => {
  const isSeen = (...lines: readonly HeaderLine[]) =>
    hasUnderscoreHeader(prepare(request('/', lines), specification));
  expect(isSeen(['x-env', 'a_b'])).toBe(false);
  expect(isSeen(['x-env', 'a'], ['X_Env', 'b'])).toBe(true);
});
