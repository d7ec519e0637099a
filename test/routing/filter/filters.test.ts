// Filters as a list: their order, what they do together, what is passed over.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../lib/model/manifest';
import type { Applied, Exchange, ForwardedOn } from '../../../lib/routing/filter/exchange';
import { applyFilters } from '../../../lib/routing/filter/filters';
import { exchange, lines, written } from '../exchanges';

const entries = (text: string): Json => lines(text).map(([name, value]) => ({ name, value }));
const changing = (type: 'request' | 'response', asked: JsonObject): JsonObject => ({
  type: type === 'request' ? 'RequestHeaderModifier' : 'ResponseHeaderModifier',
  [`${type}HeaderModifier`]: asked,
});
const setting = (text: string) => changing('request', { set: entries(text) });
const rewriting = (path: JsonObject, hostname?: string): JsonObject => ({
  type: 'URLRewrite',
  urlRewrite: { path, ...(hostname === undefined ? {} : { hostname }) },
});
const toPrefix = (value: string) => ({ type: 'ReplacePrefixMatch', replacePrefixMatch: value });
const toFullPath = (value: string) => ({ type: 'ReplaceFullPath', replaceFullPath: value });
const redirecting: JsonObject = {
  type: 'RequestRedirect',
  requestRedirect: { scheme: 'https', statusCode: 301 },
};
const cors: JsonObject = { type: 'CORS', cors: { allowOrigins: ['https://a.com'], maxAge: 5 } };
const mirroring = (name: string, percent: number): JsonObject => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name }, percent },
});

function forwarded(applied: Applied): ForwardedOn {
  if (applied.to !== 'forward') throw new Error(`it is a ${applied.to}`);
  return applied;
}

describe('a request that is forwarded', () => {
  test('is unchanged without filters', () => {
    const before = exchange();
    expect(applyFilters([], before)).toEqual({
      to: 'forward',
      exchange: before,
      changed: false,
      mirrors: [],
    });
  });

  test('shows what all filters did to it, and to its answer', () => {
    const filters = [
      changing('request', { add: entries('x-add: 2'), remove: ['X-Gone'] }),
      rewriting(toPrefix('/new'), 'one.example.org'),
      changing('response', { set: entries('x-served: shop'), remove: ['server'] }),
      mirroring('shadow', 50),
      mirroring('other', 100),
    ];
    const before = exchange({
      host: 'shop.example.com:8080',
      path: '/cart/1?debug',
      prefix: '/cart',
      headers: lines('X-Add: 1; x-gone: 1'),
    });
    expect(applyFilters(filters, before)).toEqual({
      to: 'forward',
      exchange: {
        ...before,
        host: 'one.example.org',
        path: '/new/1?debug',
        prefix: '/new',
        headers: lines('X-Add: 1,2'),
      },
      changed: true,
      response: { set: lines('x-served: shop'), add: [], remove: ['server'] },
      mirrors: [
        { backendRef: { name: 'shadow' }, share: 0.5 },
        { backendRef: { name: 'other' }, share: 1 },
      ],
    });
  });

  test('passes through filters in the order of the list', () => {
    const twice = [
      changing('request', { set: entries('x: 1') }),
      changing('request', { add: entries('x: 2') }),
    ];
    const headersAfter = (filters: readonly JsonObject[]) =>
      written(
        forwarded(applyFilters(filters, exchange({ headers: lines('x: 0') }))).exchange.headers,
      );
    expect(headersAfter(twice)).toBe('x: 1,2');
    expect(headersAfter([...twice].reverse())).toBe('x: 1');
  });

  test('then passes through those of its backend', () => {
    const before = exchange({ path: '/cart/1', prefix: '/cart' });
    const rule = forwarded(applyFilters([setting('x: rule'), rewriting(toPrefix('/one'))], before));
    const own = [changing('request', { add: entries('x: own') }), rewriting(toPrefix('/two'))];
    const backend = forwarded(applyFilters(own, rule.exchange));
    expect(backend.exchange).toMatchObject({ path: '/two/1', headers: lines('x: rule,own') });
    expect(forwarded(applyFilters([], rule.exchange)).changed).toBe(false);
  });

  test.each<[string, readonly JsonObject[]]>([
    ['a header is set to what it is', [setting('X: 0')]],
    ['an absent header is removed', [changing('request', { remove: ['y'] })]],
    ['the host is rewritten to itself', [rewriting({}, 'shop.example.com')]],
    ['the path is rewritten to itself', [rewriting(toFullPath('/cart'))]],
    ['one filter undoes another', [setting('y: 1'), changing('request', { remove: ['y'] })]],
    ['the answer alone is changed', [changing('response', { set: entries('x: 1') })]],
    ['it is mirrored', [mirroring('shadow', 10)]],
  ])('is unchanged where %s', (_, filters) => {
    const before = exchange({ headers: lines('x: 0') });
    const applied = forwarded(applyFilters(filters, before));
    expect(applied.changed).toBe(false);
    expect(applied.exchange).toEqual(before);
  });

  test('has one host, which can be set but neither removed nor appended to', () => {
    const hostAfter = (asked: JsonObject) => {
      const before = exchange({ headers: lines('HOST: shop.example.com') });
      const { exchange: after } = forwarded(applyFilters([changing('request', asked)], before));
      return [after.host, written(after.headers)];
    };
    const stays = ['shop.example.com', 'HOST: shop.example.com'];
    expect(hostAfter({ set: entries('Host: a') })).toEqual(['a', 'HOST: a']);
    const { exchange: bare } = forwarded(applyFilters([setting('Host: a')], exchange()));
    expect([bare.host, bare.headers]).toEqual(['a', []]);
    expect(hostAfter({ add: entries('host: a') })).toEqual(stays);
    expect(hostAfter({ remove: ['Host'] })).toEqual(stays);
  });
});

describe('a redirect', () => {
  test('ends it', () => {
    expect(applyFilters([redirecting], exchange({ path: '/cart?x' }))).toEqual({
      to: 'redirect',
      status: 301,
      location: 'https://shop.example.com/cart?x',
    });
  });

  test('looks at the request as it came, wherever it stands', () => {
    const filters = [setting('Host: other'), rewriting(toFullPath('/other')), redirecting];
    for (const list of [filters, [...filters].reverse()]) {
      expect(applyFilters(list, exchange())).toMatchObject({
        location: 'https://shop.example.com/cart',
      });
    }
  });

  test('has an answer that other filters change', () => {
    const headers = changing('response', { set: entries('x: 1') });
    const before = exchange({ headers: lines('origin: https://a.com') });
    for (const list of [
      [cors, headers, redirecting],
      [redirecting, cors, headers],
    ]) {
      expect(applyFilters(list, before)).toMatchObject({
        to: 'redirect',
        response: { set: lines('Access-Control-Allow-Origin: https://a.com; x: 1') },
      });
    }
  });

  test('is the first of two', () => {
    const second = { type: 'RequestRedirect', requestRedirect: { statusCode: 308 } };
    expect(applyFilters([redirecting, second], exchange())).toMatchObject({ status: 301 });
  });
});

describe('CORS', () => {
  const preflight = exchange({
    method: 'OPTIONS',
    headers: lines('Origin: https://a.com; Access-Control-Request-Method: PUT'),
  });

  test('answers preflight requests before all other filters', () => {
    const others = [redirecting, changing('response', { set: entries('x: 1') }), setting('y: 1')];
    for (const list of [
      [cors, ...others],
      [...others, cors],
    ]) {
      expect(applyFilters(list, preflight)).toMatchObject({
        to: 'answer',
        status: 200,
        response: {
          set: lines('Access-Control-Allow-Origin: https://a.com; Access-Control-Max-Age: 5'),
          add: [],
          remove: [],
        },
      });
    }
  });

  test('lets other requests pass and marks their answers', () => {
    const before = exchange({ headers: lines('Origin: https://a.com') });
    expect(applyFilters([cors], before)).toMatchObject({
      to: 'forward',
      changed: false,
      response: { set: lines('Access-Control-Allow-Origin: https://a.com') },
    });
    const foreign = exchange({ headers: lines('Origin: https://b.com') });
    expect(applyFilters([cors], foreign)).not.toHaveProperty('response');
  });
});

describe('what cannot be read is passed over', () => {
  const types = [
    ...['CORS', 'RequestRedirect', 'RequestHeaderModifier', 'ResponseHeaderModifier'],
    ...['URLRewrite', 'RequestMirror', 'ExternalAuth', 'ExtensionRef', 'Unheard', '__proto__'],
  ];
  const blocks = [
    ...['cors', 'requestRedirect', 'requestHeaderModifier', 'responseHeaderModifier'],
    ...['urlRewrite', 'requestMirror', 'externalAuth', 'extensionRef', '__proto__', 'toString'],
  ];

  test.each<[JsonObject]>([
    [{}],
    [{ type: 'CORS' }],
    [{ type: 'CORS', cors: null }],
    [{ type: 'RequestRedirect', requestRedirect: [] }],
    [{ type: 'RequestRedirect', urlRewrite: { hostname: 'a' } }],
    [{ type: 7, requestRedirect: {} }],
    [{ type: ['RequestRedirect'], requestRedirect: {} }],
    [{ type: 'toString', toString: {} }],
    [{ type: 'ExtensionRef', extensionRef: { group: 'x.io', kind: 'Limit', name: 'a' } }],
    [{ type: 'ExternalAuth', externalAuth: { protocol: 'GRPC', backendRef: { name: 'auth' } } }],
    [{ type: 'RequestMirror', requestMirror: { percent: 10 } }],
  ])('%j', (filter) => {
    const before = exchange();
    expect(applyFilters([filter], before)).toEqual({
      to: 'forward',
      exchange: before,
      changed: false,
      mirrors: [],
    });
  });

  test('whatever it holds, and no list is too wild', () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    const settings = fc.oneof(
      value,
      fc.dictionary(
        fc.constantFrom(
          'set',
          'add',
          'remove',
          'path',
          'hostname',
          'port',
          'allowOrigins',
          'backendRef',
        ),
        fc.oneof(
          value,
          fc.array(fc.oneof(value, fc.record({ name: fc.string(), value: fc.string() }))),
        ),
      ),
    );
    const filter = fc
      .tuple(fc.constantFrom(...types), fc.constantFrom(...blocks), settings)
      .map(([type, block, held]): JsonObject => ({ type, [block]: held }));
    const request = fc.record({
      method: fc.constantFrom('GET', 'OPTIONS'),
      host: fc.oneof(fc.string(), fc.constant('a:80')),
      path: fc.string().map((text) => `/${text}`),
      headers: fc.array(fc.tuple(fc.string(), fc.string())),
    });
    fc.assert(
      fc.property(fc.array(filter), request, (filters, given) => {
        const before = exchange(given);
        const applied = applyFilters(filters, before);
        if (applied.to !== 'forward') return;
        const seen = ({ host, path, headers }: Exchange) => JSON.stringify([host, path, headers]);
        expect(applied.changed).toBe(seen(applied.exchange) !== seen(before));
      }),
      { numRuns: 1000 },
    );
  });
});
