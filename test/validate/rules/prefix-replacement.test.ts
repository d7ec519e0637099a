// What filters ask of their rule: no backends behind a redirect, one path prefix to replace.

import { expect, test } from 'vitest';
import { ofRule, service } from './told';

const replacing = (field: 'requestRedirect' | 'urlRewrite') => ({
  type: field === 'urlRewrite' ? 'URLRewrite' : 'RequestRedirect',
  [field]: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/b' } },
});

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a redirect with backends',
    ofRule({
      backendRefs: [service],
      filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
    }),
    [
      'redirect-with-backends spec.rules[0].filters[0] redirects, though its rule has `backendRefs`, which no request would reach',
    ],
  ],
  [
    'a redirect with no backends at all',
    ofRule({
      backendRefs: [],
      filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
    }),
    [],
  ],
  [
    'a prefix of a rule with two matches',
    ofRule({ matches: [{}, { path: { value: '/a' } }], filters: [replacing('urlRewrite')] }),
    [
      'prefix-replacement-misplaced spec.rules[0].filters[0].urlRewrite.path.replacePrefixMatch replaces the matched prefix of a rule which has 2 matches, so that it is not clear what is replaced',
    ],
  ],
  [
    'a prefix of a rule that matches exactly',
    ofRule({
      matches: [{ path: { type: 'Exact', value: '/a' } }],
      filters: [replacing('requestRedirect')],
    }),
    [
      'prefix-replacement-misplaced spec.rules[0].filters[0].requestRedirect.path.replacePrefixMatch replaces the matched prefix of a rule whose match is of no path prefix, so that it is not clear what is replaced',
    ],
  ],
  [
    'no match is a match of every path, by its prefix',
    ofRule({ filters: [replacing('urlRewrite')] }),
    [],
  ],
  [
    'a backend of a rule that matches exactly',
    ofRule({
      matches: [{ path: { type: 'Exact', value: '/a' } }],
      backendRefs: [{ ...service, filters: [replacing('urlRewrite')] }],
    }),
    [
      'prefix-replacement-misplaced spec.rules[0].backendRefs[0].filters[0].urlRewrite.path.replacePrefixMatch replaces the matched prefix of a rule whose match is of no path prefix, so that it is not clear what is replaced',
    ],
  ],
  [
    'two backends that replace are not looked at, as in the API server',
    ofRule({
      matches: [{ path: { type: 'Exact', value: '/a' } }],
      backendRefs: [0, 1].map(() => ({ ...service, filters: [replacing('urlRewrite')] })),
    }),
    [],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
