// Filters: the field of their type, some once at most, and no redirect beside a rewrite.

import { expect, test } from 'vitest';
import { ofRule, service, told } from './told';

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a filter without the field of its type',
    ofRule({ filters: [{ type: 'RequestRedirect' }] }),
    [
      'union-mismatch spec.rules[0].filters[0].requestRedirect is not there, though type is `RequestRedirect`',
    ],
  ],
  [
    'a filter with the field of another type, which may be what was meant',
    ofRule({ filters: [{ type: 'RequestRedirect', urlRewrite: { hostname: 'a' } }] }),
    [
      'union-mismatch spec.rules[0].filters[0].requestRedirect is not there, though type is `RequestRedirect`',
      'union-mismatch spec.rules[0].filters[0].urlRewrite belongs to type `URLRewrite`, and type is `RequestRedirect`',
    ],
  ],
  [
    'a filter with a field too many',
    ofRule({ filters: [{ type: 'CORS', cors: {}, requestMirror: { backendRef: service } }] }),
    [
      'union-mismatch spec.rules[0].filters[0].requestMirror belongs to type `RequestMirror`, and type is `CORS`',
    ],
  ],
  [
    'a GRPCRoute has fewer types',
    told('GRPCRoute', { rules: [{ filters: [{ type: 'ResponseHeaderModifier' }] }] }),
    [
      'union-mismatch spec.rules[0].filters[0].responseHeaderModifier is not there, though type is `ResponseHeaderModifier`',
    ],
  ],
  [
    'the third is a second one as well',
    ofRule({
      filters: [0, 1, 2].map(() => ({ type: 'RequestHeaderModifier', requestHeaderModifier: {} })),
    }),
    [
      'filter-repeated spec.rules[0].filters[1] is a second `RequestHeaderModifier`, which entry 0 is already',
      'filter-repeated spec.rules[0].filters[2] is a second `RequestHeaderModifier`, which entry 0 is already',
    ],
  ],
  [
    'mirrors may be repeated',
    ofRule({
      filters: [0, 1].map(() => ({
        type: 'RequestMirror',
        requestMirror: { backendRef: service },
      })),
    }),
    [],
  ],
  [
    'filters of backends are looked at',
    ofRule({
      backendRefs: [{ ...service, filters: [0, 1].map(() => ({ type: 'CORS', cors: {} })) }],
    }),
    [
      'filter-repeated spec.rules[0].backendRefs[0].filters[1] is a second `CORS`, which entry 0 is already',
    ],
  ],
  [
    'a redirect beside a rewrite',
    ofRule({
      filters: [
        { type: 'URLRewrite', urlRewrite: {} },
        { type: 'RequestRedirect', requestRedirect: {} },
      ],
    }),
    [
      'filter-conflict spec.rules[0].filters[0] rewrites what entry 1 redirects, and a request is either sent on or sent back',
    ],
  ],
  [
    'external authorization by one protocol with the field of the other',
    ofRule({
      filters: [
        { type: 'ExternalAuth', externalAuth: { protocol: 'GRPC', backendRef: service, http: {} } },
      ],
    }),
    [
      'union-mismatch spec.rules[0].filters[0].externalAuth.grpc is not there, though protocol is `GRPC`',
      'union-mismatch spec.rules[0].filters[0].externalAuth.http belongs to protocol `HTTP`, and protocol is `GRPC`',
    ],
  ],
  [
    'a path that is replaced by nothing',
    ofRule({
      filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath' } } }],
    }),
    [
      'union-mismatch spec.rules[0].filters[0].urlRewrite.path.replaceFullPath is not there, though type is `ReplaceFullPath`',
    ],
  ],
  [
    'an empty prefix is one',
    ofRule({
      filters: [
        {
          type: 'URLRewrite',
          urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '' } },
        },
      ],
    }),
    [],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
