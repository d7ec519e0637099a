// CORS: which requests are preflight ones, which origins are allowed, what the answer says.

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { answerPreflight, shareWith } from '../../../lib/routing/filter/cors';
import { exchange, lines, written } from '../exchanges';

const preflight = (headers: string) => exchange({ method: 'OPTIONS', headers: lines(headers) });
const asking = 'Origin: https://a.com; Access-Control-Request-Method: PUT';
const named = 'Access-Control-Request-Headers: x-one, x-two';

/** The headers of an answer to a preflight request. */
function answer(filter: JsonObject, headers: string): string {
  return written(answerPreflight(filter, preflight(headers))?.response?.set ?? []);
}

/** The headers on other answers. */
function shared(filter: JsonObject, headers: string): string {
  return written(shareWith(filter, exchange({ headers: lines(headers) }))?.set ?? []);
}

describe('a preflight request', () => {
  const filter = { allowOrigins: ['https://a.com'] };
  test.each([
    ['has a method, an origin and the method asked for', 'OPTIONS', asking, true],
    ['has header names in any case', 'OPTIONS', asking.toLowerCase().replace('put', 'PUT'), true],
    ['may come from elsewhere', 'OPTIONS', asking.replace('a.com', 'b.com'), true],
    ['is no other OPTIONS', 'OPTIONS', 'Origin: https://a.com', false],
    ['has an origin', 'OPTIONS', 'Access-Control-Request-Method: PUT', false],
    ['has an origin that is not empty', 'OPTIONS', asking.replace('https://a.com', ' '), false],
    ['is no GET', 'GET', asking, false],
    ['is no PUT', 'PUT', asking, false],
  ])('%s', (_, method, headers, isOne) => {
    const answered = answerPreflight(filter, exchange({ method, headers: lines(headers) }));
    expect(answered !== undefined).toBe(isOne);
    if (isOne) expect(answered).toMatchObject({ to: 'answer', status: 200 });
  });

  test('is told whether its origin is allowed', () => {
    const because = (from: string) => answerPreflight(filter, preflight(from))?.because;
    expect(because(asking)).toBe(
      'the CORS filter answers preflight requests and allows origin `https://a.com`',
    );
    expect(because(asking.replace('a.com', 'b.com'))).toBe(
      'the CORS filter answers preflight requests and does not allow origin `https://b.com`',
    );
  });
});

describe('an origin', () => {
  test.each([
    ['https://a.com', 'https://a.com', true],
    ['https://a.com', 'http://a.com', false],
    ['https://a.com', 'https://b.a.com', false],
    ['https://a.com', 'https://a.com.evil.org', false],
    ['https://a.com', 'https://a.com:443', true],
    ['https://a.com:443', 'https://a.com', true],
    ['http://a.com:80', 'http://a.com', true],
    ['http://a.com:443', 'https://a.com', false],
    ['https://a.com', 'https://a.com:8443', false],
    ['https://a.com:8443', 'https://a.com:8443', true],
    ['https://A.com', 'https://a.COM', true],
    ['https://*.a.com', 'https://b.a.com', true],
    ['https://*.a.com', 'https://c.b.a.com', true],
    ['https://*.a.com', 'https://a.com', false],
    ['https://*.a.com', 'https://ba.com', false],
    ['https://*.a.com', 'http://b.a.com', false],
    ['https://*.a.com', 'https://b.a.com:8443', false],
    ['https://*.a.com:8443', 'https://b.a.com:8443', true],
    ['https://*', 'https://any.org', true],
    ['https://*', 'http://any.org', false],
    ['https://*', 'https://any.org:8443', false],
    ['http://*:3000', 'http://localhost:3000', true],
    ['*', 'https://any.org:1', true],
    ['*', 'null', true],
    ['https://a.com', 'null', false],
    ['https://a.com', 'https://a.com/', false],
    ['https://a.com', 'https://a.com@evil.org', false],
    ['https://*.a.com', 'https://evil.org/.a.com', false],
    ['https://*.a.com', 'https://evil.org#.a.com', false],
    ['http://10.0.0.1', 'http://10.0.0.1', true],
    ['http://[::1]:3000', 'http://[::1]:3000', true],
    ['a.com', 'a.com', false],
    ['https://', 'https://', false],
  ])('allowed as %s, asked from %s: %s', (pattern, origin, isAllowed) => {
    const filter = { allowOrigins: ['https://other.org', pattern], allowCredentials: true };
    const expected = isAllowed
      ? `Access-Control-Allow-Origin: ${origin}; Access-Control-Allow-Credentials: true`
      : '';
    expect(shared(filter, `Origin: ${origin}`)).toBe(expected);
  });

  test('is allowed by nothing where none is named', () => {
    expect(shared({}, 'Origin: https://a.com')).toBe('');
    expect(shared({ allowOrigins: [] }, 'Origin: https://a.com')).toBe('');
  });

  test('that is sent twice is none of those allowed', () => {
    const twice = 'Origin: https://a.com; Origin: https://a.com';
    expect(shared({ allowOrigins: ['https://a.com'] }, twice)).toBe('');
  });

  test('that is not sent gets no headers, even where all are allowed', () => {
    expect(shared({ allowOrigins: ['*'] }, 'x: 1')).toBe('');
  });
});

describe('without wildcards', () => {
  const filter = {
    allowOrigins: ['https://a.com'],
    allowMethods: ['PUT', 'DELETE'],
    allowHeaders: ['x-one', 'X-Three'],
    exposeHeaders: ['x-out', 'x-more'],
    maxAge: 3600,
  };

  test('a preflight request is told all that is configured, whatever it asks for', () => {
    const expected = [
      'Access-Control-Allow-Origin: https://a.com',
      'Access-Control-Expose-Headers: x-out, x-more',
      'Access-Control-Allow-Methods: PUT, DELETE',
      'Access-Control-Allow-Headers: x-one, X-Three',
      'Access-Control-Max-Age: 3600',
    ].join('; ');
    expect(answer(filter, `${asking}; ${named}`)).toBe(expected);
    expect(answer(filter, asking.replace('PUT', 'PATCH'))).toBe(expected);
  });

  test('other requests are told who may read and what', () => {
    expect(shared(filter, 'Origin: https://a.com')).toBe(
      'Access-Control-Allow-Origin: https://a.com; Access-Control-Expose-Headers: x-out, x-more',
    );
  });

  test('an origin from elsewhere is told nothing', () => {
    const foreign = asking.replace('a.com', 'b.com');
    expect(answerPreflight(filter, preflight(foreign))).not.toHaveProperty('response');
    expect(shared(filter, foreign)).toBe('');
  });

  test('what is not configured is not said, but the age of an answer', () => {
    expect(answer({ allowOrigins: ['https://a.com'] }, `${asking}; ${named}`)).toBe(
      'Access-Control-Allow-Origin: https://a.com; Access-Control-Max-Age: 5',
    );
  });
});

describe('wildcards', () => {
  const wild = {
    allowOrigins: ['*'],
    allowMethods: ['*'],
    allowHeaders: ['*'],
    exposeHeaders: ['*', 'x-out'],
  };

  test('stand in answers without credentials', () => {
    const expected = [
      'Access-Control-Allow-Origin: *',
      'Access-Control-Expose-Headers: *, x-out',
      'Access-Control-Allow-Methods: *',
      'Access-Control-Allow-Headers: *',
      'Access-Control-Max-Age: 5',
    ].join('; ');
    expect(answer(wild, `${asking}; ${named}`)).toBe(expected);
    expect(answer({ ...wild, allowCredentials: false }, asking)).toBe(expected);
  });

  test('are what the request asks for where there are credentials', () => {
    expect(answer({ ...wild, allowCredentials: true }, `${asking}; ${named}`)).toBe(
      [
        'Access-Control-Allow-Origin: https://a.com',
        'Access-Control-Allow-Credentials: true',
        'Access-Control-Expose-Headers: x-out',
        'Access-Control-Allow-Methods: PUT',
        'Access-Control-Allow-Headers: x-one, x-two',
        'Access-Control-Max-Age: 5',
      ].join('; '),
    );
  });

  test.each([
    ['no header is named', asking],
    ['an empty list of headers is sent', `${asking}; Access-Control-Request-Headers: `],
  ])('are not said with credentials where %s', (_, headers) => {
    const said = answer({ ...wild, exposeHeaders: ['*'], allowCredentials: true }, headers);
    expect(said).not.toContain('Headers');
    expect(said).not.toContain('*');
  });

  test('stand for headers that are named on several lines', () => {
    const twice = `${named.replace(', x-two', '')}; Access-Control-Request-Headers: x-two`;
    expect(answer({ ...wild, allowCredentials: true }, `${asking}; ${twice}`)).toContain(
      'Access-Control-Allow-Headers: x-one, x-two;',
    );
  });
});

test.each<[JsonObject]>([
  [{ allowOrigins: '*' }],
  [{ allowOrigins: [1, null, {}, ['*']] }],
  [{ allowOrigins: { '*': true } }],
])('origins that cannot be read allow nobody: %j', (filter) => {
  expect(shared(filter, 'Origin: https://a.com')).toBe('');
});

test('credentials are allowed by `true` alone, and an age is a number', () => {
  const filter = { allowOrigins: ['https://a.com'], allowCredentials: 'true', maxAge: '60' };
  expect(answer(filter, asking)).toBe(
    'Access-Control-Allow-Origin: https://a.com; Access-Control-Max-Age: 5',
  );
});
