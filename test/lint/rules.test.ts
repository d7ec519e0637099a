import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { gateway, match, route } from '../routes';
import { codesOf, linting } from './linted';

const backend = { name: 's', port: 80 };

function told(one: JsonObject): string[] {
  const full = { matches: [match('/a')], backendRefs: [backend], ...one };
  return codesOf([gateway(), route('cart', [full])]);
}

const requestHeader = (change: JsonObject) => ({
  type: 'RequestHeaderModifier',
  requestHeaderModifier: change,
});
const rewrite = {
  type: 'URLRewrite',
  urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
};
const cors = (more: JsonObject) => ({ type: 'CORS', cors: { allowOrigins: ['*'], ...more } });
const mirrorTo = (name: string) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name, port: 80 } },
});
const prefixed = (name: string) => ({ name, port: 80, filters: [rewrite] });

test.each<readonly [string, JsonObject, JsonObject]>([
  [
    'header-matched-twice',
    {
      matches: [
        {
          headers: [
            { name: 'X', value: '1' },
            { name: 'x', value: '2' },
          ],
        },
      ],
    },
    {
      matches: [
        {
          headers: [
            { name: 'X', value: '1' },
            { name: 'y', value: '2' },
          ],
        },
      ],
    },
  ],
  [
    'header-changed-twice',
    { filters: [requestHeader({ set: [{ name: 'X', value: '1' }], remove: ['x'] })] },
    { filters: [requestHeader({ set: [{ name: 'X', value: '1' }], remove: ['y'] })] },
  ],
  [
    'backend-named-twice',
    { backendRefs: [backend, { ...backend, weight: 3 }] },
    { backendRefs: [backend, { ...backend, filters: [requestHeader({ remove: ['x'] })] }] },
  ],
  ['weight-without-effect', { backendRefs: [{ ...backend, weight: 9 }] }, {}],
  ['mirror-to-backend', { filters: [mirrorTo('s')] }, { filters: [mirrorTo('t')] }],
  [
    'cors-open-with-credentials',
    { filters: [cors({ allowCredentials: true })] },
    { filters: [cors({ allowCredentials: false })] },
  ],
  [
    'cors-without-preflight',
    { matches: [match('GET /a')], filters: [cors({})] },
    { matches: [match('GET /a'), match('OPTIONS /a')], filters: [cors({})] },
  ],
  ['rewrite-twice', { filters: [rewrite], backendRefs: [prefixed('s')] }, { filters: [rewrite] }],
  [
    'prefix-not-matched',
    { matches: [match('=/a')], backendRefs: [prefixed('s'), prefixed('t')] },
    { backendRefs: [prefixed('s'), prefixed('t')] },
  ],
  ['timeout-disabled', { timeouts: { request: '0s' } }, { timeouts: { request: '10s' } }],
  ['expression-not-re2', { matches: [match('~/(?=a).*')] }, { matches: [match('~/a.*')] }],
])('%s is told of the one and not of the other', (code, bad, good) => {
  expect(told(bad)).toEqual([code]);
  expect(told(good)).toEqual([]);
});

test('what is said names the field', () => {
  const filters = [requestHeader({ set: [{ name: 'X', value: '1' }], remove: ['x'] })];
  const rules = [{ matches: [match('/a')], filters, backendRefs: [backend] }];
  expect(linting([gateway(), route('cart', rules)])).toMatchObject([
    {
      message:
        'HTTPRoute shop/cart rule 0 changes the header `x` twice in one filter, by `set` and by `remove`, and the specification allows one change of a header',
      where: { path: ['spec', 'rules', 0, 'filters', 0, 'requestHeaderModifier', 'remove', 0] },
      object: 'HTTPRoute shop/cart',
    },
  ]);
});

const tls = { certificateRefs: [{ name: 'c' }] };
const both = gateway([
  { name: 'http', port: 80, protocol: 'HTTP' },
  { name: 'https', port: 443, protocol: 'HTTPS', tls },
]);

function redirecting(redirect: JsonObject, text = '/', more: JsonObject = {}): KubeObject {
  const filters = [{ type: 'RequestRedirect', requestRedirect: redirect }];
  return route('to', [{ matches: [match(text)], filters }], { hostnames: ['a.test'], ...more });
}

test.each<readonly [string, KubeObject, boolean]>([
  ['to HTTPS on the HTTPS listener too', redirecting({ scheme: 'https' }), true],
  [
    'to HTTPS on the HTTP listener alone',
    redirecting({ scheme: 'https' }, '/', { parents: [{ name: 'edge', sectionName: 'http' }] }),
    false,
  ],
  ['to its own host', redirecting({ hostname: 'a.test' }), true],
  ['to another host', redirecting({ hostname: 'b.test' }), false],
  [
    'to a path below its prefix',
    redirecting({ path: { type: 'ReplaceFullPath', replaceFullPath: '/a/b' } }, '/a'),
    true,
  ],
  [
    'to a path beside its prefix',
    redirecting({ path: { type: 'ReplaceFullPath', replaceFullPath: '/b' } }, '/a'),
    false,
  ],
])('a redirect %s', (_, object, isLoop) => {
  const told = codesOf([both, object]).filter((code) => code === 'redirect-loop');
  expect(told.length > 0).toBe(isLoop);
});

test('two redirects that lead to each other are a circle', () => {
  const to = (path: string) => ({ path: { type: 'ReplaceFullPath', replaceFullPath: path } });
  const rules = [
    { matches: [match('=/a')], filters: [{ type: 'RequestRedirect', requestRedirect: to('/b') }] },
    { matches: [match('=/b')], filters: [{ type: 'RequestRedirect', requestRedirect: to('/a') }] },
  ];
  expect(codesOf([gateway(), route('to', rules, { hostnames: ['a.test'] })])).toEqual([
    'redirect-loop',
    'redirect-loop',
  ]);
});
