// Why a match accepts a request or not, in words.

import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../lib/model/request';
import type { Match } from '../../../lib/model/route';
import { explainAcceptance } from '../../../lib/routing/accept/accepts';
import { prepare } from '../../../lib/routing/accept/prepared-request';
import { type Law, specification } from '../../../lib/routing/law';
import { grpcMatch, httpMatch } from '../../routes';
import { exact, expression, request } from '../questions';

function because(match: Match, asked: HttpRequest, points: Partial<Law> = {}): string {
  const law = { ...specification, ...points };
  return explainAcceptance(match, prepare(asked, law), law).because;
}

test.each<[string, Match, HttpRequest]>([
  ['all that it asks for holds', httpMatch('/a'), request('/a/b')],
  ['method is `GET`, not `POST`', httpMatch('POST /a'), request('/b')],
  ['path is `/b`, not `/a`', httpMatch('=/a'), request('/b?x=1')],
  ['path `/b` is not below `/a/`', httpMatch('/a/'), request('/b')],
  ['path `/b` does not match `/a.*`', httpMatch('~/a.*'), request('/b')],
  ['header x-env is not there', httpMatch('/', { 'x-env': 'test' }), request('/')],
  [
    'header X-Env is `prod`, not `test`',
    httpMatch('/', { 'X-Env': 'test' }),
    request('/', [['x-env', 'prod']]),
  ],
  [
    'header x-env is `a`, `b`, which `^c` does not match',
    httpMatch('/', { 'x-env': '~^c' }),
    request('/', [
      ['x-env', 'a'],
      ['x-env', 'b'],
    ]),
  ],
  [
    'header x-b is `2`, not `3`',
    { ...httpMatch('/'), headers: [exact('x-a', '1'), exact('X-A', '9'), exact('x-b', '3')] },
    request('/', [
      ['x-a', '1'],
      ['x-b', '2'],
    ]),
  ],
  ['query parameter debug is not there', httpMatch('/?debug=1'), request('/?Debug=1')],
  ['query parameter debug is `2`, not `1`', httpMatch('/?debug=1'), request('/?debug=2')],
  ['the request is no gRPC call', grpcMatch('shop.Cart/Get'), request('POST /shop.Cart/Get')],
  [
    'path `/shop.Cart/List` is no call of `shop.Cart/Get`',
    grpcMatch('shop.Cart/Get'),
    request('grpc /shop.Cart/List'),
  ],
  [
    'path `/shop.Cart/List` is no call of `*/Get`',
    grpcMatch('/Get'),
    request('grpc /shop.Cart/List'),
  ],
])('%s', (reason, match, asked) => {
  expect(because(match, asked)).toBe(reason);
});

test.each<[string, Match, HttpRequest]>([
  ['how `/v[0-9]` must fit path `/v12` is open', httpMatch('~/v[0-9]'), request('/v12')],
  ['whether path `/x//a` is normalised to `/x/a` is open', httpMatch('/x/a'), request('/x//a')],
  ['readings of path `/x//a` differ on `x/a`', httpMatch('~x/a'), request('/x//a')],
  ['the expression `(` is none that RE2 takes', httpMatch('~('), request('/')],
  [
    'header x-env is sent 2 times, and what repeated lines are read as is open',
    httpMatch('/', { 'x-env': 'a' }),
    request('/', [
      ['x-env', 'a'],
      ['x-env', 'b'],
    ]),
  ],
  [
    'how `b` must fit header x-env is open',
    httpMatch('/', { 'x-env': '~b' }),
    request('/', [['x-env', 'abc']]),
  ],
  [
    'the expression `)` is none that RE2 takes',
    httpMatch('/', { 'x-env': '~)' }),
    request('/', [['x-env', 'abc']]),
  ],
  [
    'whether a match on header Host looks at its port and case is open',
    httpMatch('/', { Host: 'shop.example.com' }),
    request('/', [], 'Shop.example.com:8080'),
  ],
  [
    'query parameter a is sent 2 times, and which of them counts is open',
    httpMatch('/?a=1'),
    request('/?a=1&a=2'),
  ],
  ['whether query parameter a is decoded is open', httpMatch('/?a=1'), request('/?a=%31')],
  [
    'how `1` must fit query parameter a is open',
    { ...httpMatch('/'), query: [expression('a', '1')] },
    request('/?a=123'),
  ],
])('%s', (reason, match, asked) => {
  expect(because(match, asked)).toBe(reason);
});

test('what a law alone leaves open is told too', () => {
  const split = { splitsHeadersAtCommas: 'open' } as const;
  const listed = request('/', [['x-env', 'a,b']]);
  expect(because(httpMatch('/', { 'x-env': 'a' }), listed, split)).toBe(
    'whether header x-env is cut at commas is open',
  );
  const plain = { grpcRoutesTakeHttp: 'open' } as const;
  expect(because(grpcMatch('a.B/C'), request('POST /a.B/C'), plain)).toBe(
    'whether a GRPCRoute takes a request that is no gRPC call is open',
  );
});

test('entries that hold each under another reading are told as such', () => {
  const match = { ...httpMatch('/'), headers: [exact('x-a', '1,2'), exact('x-b', '1')] };
  const lines = ['x-a', 'x-b'].flatMap((name) => ['1', '2'].map((value) => [name, value] as const));
  expect(because(match, request('/', lines))).toBe(
    'no reading of the headers satisfies all header matches',
  );
});

test('long values are cut, and many are counted', () => {
  const many = ['1', '2', '3', '4', '5'].map((value) => ['x', value] as const);
  expect(because(httpMatch('/', { x: '6' }), request('/', many))).toBe(
    'header x is `1`, `2`, `3` and 2 more, not `6`',
  );
  const reason = because(httpMatch(`=/${'a'.repeat(4000)}`), request(`/${'b'.repeat(100_000)}`));
  expect(reason.length).toBeLessThan(200);
});

test('what a law ignores is no reason', () => {
  const match = httpMatch('POST /?debug=1');
  const points = { ignoresMethods: true, ignoresQueries: true };
  expect(because(match, request('/'), points)).toBe('all that it asks for holds');
});
