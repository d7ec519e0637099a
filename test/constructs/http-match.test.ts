import { expect, test } from 'vitest';
import { HttpMatch } from '../../lib/index';
import { httpRuleFrom } from './rendered';

const catchAll = [{ path: { type: 'PathPrefix', value: '/' } }];

test.each<[string, HttpMatch, object]>([
  ['any', HttpMatch.any(), { path: { type: 'PathPrefix', value: '/' } }],
  ['pathPrefix', HttpMatch.pathPrefix('/a'), { path: { type: 'PathPrefix', value: '/a' } }],
  ['exact', HttpMatch.exact('/a'), { path: { type: 'Exact', value: '/a' } }],
  ['regex', HttpMatch.regex('/a|b'), { path: { type: 'RegularExpression', value: '/a|b' } }],
  ['method', HttpMatch.method('GET'), { path: catchAll[0]?.path, method: 'GET' }],
  [
    'header',
    HttpMatch.header('x-a', '1').headerRegex('x-b', '.*').headers({ 'x-c': '3' }),
    {
      path: catchAll[0]?.path,
      headers: [
        { type: 'Exact', name: 'x-a', value: '1' },
        { type: 'RegularExpression', name: 'x-b', value: '.*' },
        { type: 'Exact', name: 'x-c', value: '3' },
      ],
    },
  ],
  [
    'queryParam',
    HttpMatch.queryParam('a', '1').queryParamRegex('b', '.*').queryParams({ c: '3' }),
    {
      path: catchAll[0]?.path,
      queryParams: [
        { type: 'Exact', name: 'a', value: '1' },
        { type: 'RegularExpression', name: 'b', value: '.*' },
        { type: 'Exact', name: 'c', value: '3' },
      ],
    },
  ],
  [
    'of',
    HttpMatch.of({ path: { value: '/a' } }).method('PUT'),
    { path: { type: 'PathPrefix', value: '/a' }, method: 'PUT' },
  ],
])('HttpMatch.%s', (_, match, expected) => {
  expect(httpRuleFrom({ matches: [match] })).toEqual({ matches: [expected] });
});

test('a match is a value: what is added gives another one', () => {
  const base = HttpMatch.pathPrefix('/a');
  base.method('GET').header('x', '1');
  expect(base.toSpec()).toEqual({ path: { type: 'PathPrefix', value: '/a' } });
});
