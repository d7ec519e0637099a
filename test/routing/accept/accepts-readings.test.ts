// What implementations make of requests where the Gateway API is silent: expressions, repeated
// lines, lists, paths that may be normalised, encoded and repeated parameters.

import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../../../lib/model/request';
import type { HttpMatch, ValueMatch } from '../../../lib/model/route';
import { type Law, specification } from '../../../lib/routing/law';
import { grpcMatch, httpMatch } from '../../routes';
import { answer, exact, expression, request } from '../questions';

const onHeader = (header: ValueMatch): HttpMatch => ({ ...httpMatch('/'), headers: [header] });
const onQuery = (query: ValueMatch): HttpMatch => ({ ...httpMatch('/'), query: [query] });
const lines = (...values: readonly string[]): HeaderLine[] =>
  values.map((value) => ['x-env', value]);

/** How each row of the implementations reads header matches. */
const headerLaws = {
  'Envoy to 1.38': { headerExpressions: ['whole'], repeatedHeaders: ['joined'] },
  'Envoy since 1.39': { headerExpressions: ['whole'], repeatedHeaders: ['any line'] },
  Linkerd: { headerExpressions: ['leftmost'], repeatedHeaders: ['any line'] },
  NGINX: {
    headerExpressions: ['search'],
    repeatedHeaders: ['joined'],
    splitsHeadersAtCommas: 'yes',
  },
  Traefik: { headerExpressions: ['search'], repeatedHeaders: ['any line'] },
  Kong: { headerExpressions: ['search'], repeatedHeaders: ['every line'] },
  'none that repeats': { headerExpressions: ['search'], repeatedHeaders: ['refused'] },
  Azure: { headerExpressions: ['anything'] },
  AWS: { exactHeaders: 'wildcards' },
} as const satisfies { readonly [name: string]: Partial<Law> };

type Row = readonly [keyof typeof headerLaws, ValueMatch, readonly string[], 'yes' | 'no'];

const member = expression('x-env', '^(.*,)?\\s*key\\s*=\\s*k\\s*([,;].*)?$');

test.each<Row>([
  ['Envoy to 1.38', expression('x-env', 'b'), ['abc'], 'no'],
  ['Envoy to 1.38', expression('x-env', 'a|ab'), ['ab'], 'yes'],
  ['Envoy to 1.38', exact('x-env', 'k'), ['k', 'k'], 'no'],
  ['Envoy to 1.38', exact('x-env', 'k,k'), ['k', 'k'], 'yes'],
  ['Envoy to 1.38', expression('x-env', 'a,b'), ['a', 'b'], 'yes'],
  ['Envoy since 1.39', exact('x-env', 'k'), ['k', 'z'], 'yes'],
  ['Envoy since 1.39', exact('x-env', 'k'), ['k, z'], 'no'],
  ['Envoy since 1.39', expression('x-env', 'a,b'), ['a', 'b'], 'no'],
  ['Linkerd', expression('x-env', 'a|ab'), ['ab'], 'no'],
  ['Linkerd', expression('x-env', 'ab|a'), ['ab'], 'yes'],
  ['Linkerd', expression('x-env', 'b'), ['ab'], 'no'],
  ['Linkerd', expression('x-env', 'b'), ['a', 'b'], 'yes'],
  ['NGINX', expression('x-env', 'b'), ['abc'], 'yes'],
  ['NGINX', exact('x-env', 'a,b'), ['a,b'], 'no'],
  ['NGINX', exact('x-env', 'a'), ['a,b'], 'yes'],
  ['NGINX', exact('x-env', 'b'), ['a, b'], 'no'],
  ['NGINX', exact('x-env', ' b'), ['a, b'], 'yes'],
  ['NGINX', exact('x-env', 'a'), ['x', 'a'], 'yes'],
  ['Traefik', expression('x-env', 'b'), ['abc'], 'yes'],
  ['Traefik', expression('x-env', '^b'), ['a', 'bc'], 'yes'],
  ['Kong', exact('x-env', 'a'), ['a', 'b'], 'no'],
  ['Kong', exact('x-env', 'a'), ['a', 'a'], 'yes'],
  ['none that repeats', exact('x-env', 'a'), ['a'], 'yes'],
  ['none that repeats', exact('x-env', 'a'), ['a', 'a'], 'no'],
  ['none that repeats', expression('x-env', '.*'), ['a', 'a'], 'no'],
  ['Azure', expression('x-env', 'a'), ['b'], 'yes'],
  ['Azure', expression('x-env', 'a'), [], 'yes'],
  ['Azure', exact('x-env', 'a'), ['b'], 'no'],
  ['AWS', exact('x-env', 'pr-*'), ['PR-42'], 'yes'],
  ['AWS', exact('x-env', 'a,b'), ['b'], 'yes'],
  ['AWS', exact('x-env', 'a,b'), ['a,b'], 'no'],
  ['AWS', exact('x-env', 'a\\,b'), ['a,b'], 'yes'],
  ['AWS', exact('x-env', 'pr-?'), ['pr-42'], 'no'],
])('%s: %j takes %j: %s', (name, header, values, truth) => {
  expect(answer(onHeader(header), request('/', lines(...values)), headerLaws[name])).toBe(truth);
});

test.each([
  [['key=k'], 'yes'],
  [['a=1,key=k'], 'yes'],
  [['a=1', 'key=k'], 'yes'],
  [['a=1 , key = k ;p=1, b=2'], 'yes'],
  [['key=k2'], 'no'],
  [['xkey=k'], 'no'],
  [['a=key=k'], 'no'],
])(
  "a carrier's expression takes %j wherever lines and commas are no matter: %s",
  (values, truth) => {
    const asked = request('/', lines(...values));
    for (const name of [
      'Envoy to 1.38',
      'Envoy since 1.39',
      'Linkerd',
      'NGINX',
      'Traefik',
    ] as const) {
      expect(answer(onHeader(member), asked, headerLaws[name]), name).toBe(truth);
    }
  },
);

describe('the specification', () => {
  test.each<[ValueMatch, readonly string[], string]>([
    [exact('x-env', 'a'), ['a'], 'yes'],
    [exact('x-env', 'a'), ['b'], 'no'],
    [exact('x-env', 'a'), ['a', 'b'], 'maybe'],
    [exact('x-env', 'a'), ['a', 'a'], 'maybe'],
    [exact('x-env', 'a,b'), ['a', 'b'], 'maybe'],
    [exact('x-env', 'c'), ['a', 'b'], 'no'],
    [expression('x-env', 'a'), ['a'], 'yes'],
    [expression('x-env', 'a'), ['ab'], 'maybe'],
    [expression('x-env', 'a|ab'), ['ab'], 'maybe'],
    [expression('x-env', '^(a|ab)$'), ['ab'], 'yes'],
    [expression('x-env', '^a'), ['b'], 'no'],
    [expression('x-env', '('), ['b'], 'maybe'],
    [expression('x-env', '('), [], 'no'],
    [member, ['a=1', 'key=k'], 'maybe'],
    [member, ['key=k', 'key=k'], 'yes'],
  ])('leaves open what readings of %j make of %j: %s', (header, values, truth) => {
    expect(answer(onHeader(header), request('/', lines(...values)), specification)).toBe(truth);
  });

  test('does not take two headers that hold each under another reading', () => {
    const match = { ...httpMatch('/'), headers: [exact('x-a', '1,2'), exact('x-b', '1')] };
    const asked = request('/', [
      ['x-a', '1'],
      ['x-a', '2'],
      ['x-b', '1'],
      ['x-b', '2'],
    ]);
    // `x-a` holds where lines are joined alone, `x-b` where one line is enough.
    expect(answer(match, asked, specification)).toBe('no');
  });

  test('a part that fails for certain settles what others leave open', () => {
    const open = { ...httpMatch('=/a'), headers: [exact('x-env', 'a')] };
    expect(answer(open, request('/a', lines('a', 'b')), specification)).toBe('maybe');
    expect(answer(open, request('/b', lines('a', 'b')), specification)).toBe('no');
    const call = { ...grpcMatch('a.B/C'), headers: open.headers };
    expect(answer(call, request('/b', lines('a', 'b')), specification)).toBe('no');
  });
});

test('where it is open whether values are cut at commas, what both readings agree on holds', () => {
  const points = { splitsHeadersAtCommas: 'open' } as const;
  const ask = (value: string, line: string) =>
    answer(onHeader(exact('x-env', value)), request('/', lines(line)), points);
  expect([ask('a', 'a,b'), ask('a,b', 'a,b'), ask('a', 'a'), ask('c', 'a,b')]).toEqual([
    'maybe',
    'maybe',
    'yes',
    'no',
  ]);
});

test('pieces of a cookie are joined as HTTP/2 joins them', () => {
  const asked = request('/', [
    ['cookie', 'a=1'],
    ['cookie', 'b=2'],
  ]);
  const points = { repeatedHeaders: ['joined'] } as const;
  expect(answer(onHeader(exact('Cookie', 'a=1; b=2')), asked, points)).toBe('yes');
  expect(answer(onHeader(exact('Cookie', 'a=1,b=2')), asked, points)).toBe('no');
});

test.each([
  ['=/a/b', '/a//b'],
  ['=/a/b', '/a/./b'],
  ['=/a/b', '/a/x/../b'],
  ['=/b', '/../b'],
  ['=/a', '/%61'],
  ['=/a~b', '/a%7eb'],
  ['=/a/b', '/a%2Fb'],
  ['=/a/b', '/a%2fb'],
  ['/a', '/x/../a/b'],
  ['~/a', '/%61'],
])('%s takes %s where paths are normalised, and not as sent', (match, path) => {
  const ask = (paths: Law['paths']) => answer(httpMatch(match), request(path), { paths });
  expect(ask(['as sent'])).toBe('no');
  expect(ask(['normalised'])).toBe('yes');
  expect(ask(['as sent', 'normalised'])).toBe('maybe');
});

test.each([
  ['=/%61', '/%61', 'yes', 'no'],
  ['/', '/a//b', 'yes', 'yes'],
  ['/x', '/a//b', 'no', 'no'],
  ['/a', '/a//../../b', 'yes', 'no'],
])('%s takes %s as sent: %s, normalised: %s', (match, path, sent, normalised) => {
  const ask = (paths: Law['paths']) => answer(httpMatch(match), request(path), { paths });
  expect([ask(['as sent']), ask(['normalised'])]).toEqual([sent, normalised]);
  const open = sent === normalised ? sent : 'maybe';
  expect(ask(['normalised', 'as sent'])).toBe(open);
});

test('a gRPC call of a path that is normalised is open too', () => {
  const ask = (points: Partial<Law>) =>
    answer(grpcMatch('shop.Cart/Get'), request('grpc //shop.Cart/Get'), points);
  expect(ask({ paths: ['as sent'] })).toBe('no');
  expect(ask({ paths: ['normalised'] })).toBe('yes');
  expect(ask({ paths: specification.paths })).toBe('maybe');
});

test.each([
  ['~/v[0-9]+', '/v1', 'yes', 'yes', 'yes'],
  ['~/v[0-9]+', '/v1/x', 'no', 'no', 'yes'],
  ['~/v|/v1', '/v1', 'yes', 'no', 'yes'],
  ['~/x', '/v1', 'no', 'no', 'no'],
])('the path %s takes %s whole: %s, leftmost: %s, by search: %s', (match, path, ...truths) => {
  const ask = (pathExpressions: Law['pathExpressions']) =>
    answer(httpMatch(match), request(path), { pathExpressions });
  expect([ask(['whole']), ask(['leftmost']), ask(['search'])]).toEqual(truths);
  expect(ask(['anything'])).toBe('yes');
  const open = new Set(truths).size === 1 ? truths[0] : 'maybe';
  expect(ask(specification.pathExpressions)).toBe(open);
});

test('an expression that RE2 does not take may match, unless anything does', () => {
  expect(answer(httpMatch('~/a('), request('/ab'))).toBe('maybe');
  expect(answer(httpMatch('~('), request('/ab'), { pathExpressions: ['anything'] })).toBe('yes');
  expect(answer(onQuery(expression('a', '(')), request('/?a=1'))).toBe('maybe');
  expect(answer(onQuery(expression('a', '(')), request('/'))).toBe('no');
  const match = { protocol: 'grpc', type: 'RegularExpression', service: '(', headers: [] } as const;
  expect(answer(match, request('grpc /a.B/C'))).toBe('maybe');
  expect(answer({ ...match, method: 'D' }, request('grpc /a.B/C'))).toBe('no');
});

test('an expression of a service and one of a method are read alike', () => {
  const parts = { service: 'a|a\\.B', method: 'C' };
  const match = { protocol: 'grpc', type: 'RegularExpression', headers: [], ...parts } as const;
  const ask = (pathExpressions: Law['pathExpressions']) =>
    answer(match, request('grpc /a.B/C'), { pathExpressions });
  expect([ask(['whole']), ask(['leftmost']), ask(['search'])]).toEqual(['yes', 'no', 'yes']);
  expect(ask(['anything'])).toBe('yes');
});

test.each<[string, string, readonly string[]]>([
  ['a=1&a=2', '1', ['yes', 'no', 'yes', 'maybe']],
  ['a=1&a=2', '2', ['no', 'yes', 'yes', 'maybe']],
  ['a=1&a=3&a=2', '3', ['no', 'no', 'yes', 'maybe']],
  ['a=1&a=1', '1', ['yes', 'yes', 'yes', 'yes']],
  ['a=1&a=2', '4', ['no', 'no', 'no', 'no']],
])('of ?%s, %s is the first, the last, any, by specification: %j', (query, value, truths) => {
  const ask = (repeatedParameters: Law['repeatedParameters']) =>
    answer(onQuery(exact('a', value)), request(`/?${query}`), { repeatedParameters });
  const readings = [['first'], ['last'], ['any'], specification.repeatedParameters] as const;
  expect(readings.map(ask)).toEqual(truths);
});

test.each([
  ['a=b%20c', exact('a', 'b c'), 'no', 'yes', 'maybe'],
  ['a=b+c', exact('a', 'b c'), 'no', 'yes', 'maybe'],
  ['a=b+c', exact('a', 'b+c'), 'yes', 'no', 'maybe'],
  ['a=b%2Bc', exact('a', 'b+c'), 'no', 'yes', 'maybe'],
  ['a=%C3%A4', exact('a', 'ä'), 'no', 'yes', 'maybe'],
  ['%61=b', exact('a', 'b'), 'no', 'yes', 'maybe'],
  ['%61=1&a=2', exact('a', '2'), 'yes', 'no', 'maybe'],
  ['a=%26b', exact('a', '&b'), 'no', 'yes', 'maybe'],
  ['a=b', exact('a', 'b'), 'yes', 'yes', 'yes'],
  // Malformed escapes stay as they are.
  ['a=%', exact('a', '%'), 'yes', 'yes', 'yes'],
  ['a=%zz', exact('a', '%zz'), 'yes', 'yes', 'yes'],
  ['a=%ff', exact('a', '%ff'), 'yes', 'yes', 'yes'],
  ['a=%4', exact('a', '%4'), 'yes', 'yes', 'yes'],
  ['a=b%20c', expression('a', 'b.*c'), 'yes', 'yes', 'yes'],
  ['a=b%20c', expression('a', '[a-z ]*'), 'no', 'yes', 'maybe'],
])('?%s with %j as sent: %s, decoded: %s, open: %s', (query, match, ...truths) => {
  const ask = (decodesParameters: Law['decodesParameters']) =>
    answer(onQuery(match), request(`/?${query}`), { decodesParameters });
  expect([ask('no'), ask('yes'), ask('open')]).toEqual(truths);
});

test.each([
  ['a=xbx', 'b', ['no', 'no', 'yes', 'yes']],
  ['a=ab', 'a|ab', ['yes', 'no', 'yes', 'yes']],
  ['', 'a', ['no', 'no', 'no', 'yes']],
])('?%s under the expression %s: %j', (query, value, truths) => {
  const ask = (reading: Law['queryExpressions'][number]) =>
    answer(onQuery(expression('a', value)), request(`/?${query}`), { queryExpressions: [reading] });
  expect((['whole', 'leftmost', 'search', 'anything'] as const).map(ask)).toEqual(truths);
});
