// Requests and matches in words.

import { expect, test } from 'vitest';
import { matchText, requestText } from '../../lib/routing/witness';
import { exact, grpcMatch, httpMatch } from '../routes';

test('a request is told by method, path, query and headers', () => {
  expect(requestText(httpMatch('GET /cart?debug=1', { 'x-env': 'prod' }))).toBe(
    'GET /cart?debug=1, x-env: prod',
  );
  expect(requestText(httpMatch('/'))).toBe('GET /');
});

test('a request for two matches meets both', () => {
  const both = [httpMatch('/api', { a: '1' }), httpMatch('POST /?x=1', { b: '2' })];
  expect(requestText(...both)).toBe('POST /api?x=1, a: 1, b: 2');
});

test('a gRPC call is told by service and method', () => {
  expect(requestText(grpcMatch('shop.Cart/Get', [exact('x-a')]))).toBe(
    'gRPC /shop.Cart/Get, x-a: 1',
  );
});

test.each([
  ['/cart', '/cart/*'],
  ['/', '/*'],
  ['=/cart', '/cart'],
  ['~/v[0-9]', '~/v[0-9]'],
  ['GET /cart?a=1', 'GET /cart/*, ?a=1'],
])('the match %s reads %s', (text, words) => {
  expect(matchText(httpMatch(text))).toBe(words);
});

test('a gRPC match names what it leaves open with a star', () => {
  expect(matchText(grpcMatch('shop.Cart/'))).toBe('grpc shop.Cart/*');
  expect(matchText(grpcMatch('/'))).toBe('grpc */*');
});
