import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type RequestWords,
  readHeaderWord,
  readWords,
  splitWords,
} from '../../lib/resolve/request-words';

function read(url: string, words: Omit<RequestWords, 'url'> = {}) {
  const { request, findings } = readWords({ url, ...words });
  expect(findings).toEqual([]);
  return request;
}

describe('a URL says', () => {
  test.each([
    ['shop.example.com', { scheme: 'http', host: 'shop.example.com', path: '/' }],
    ['http://a/b?c=d#e', { host: 'a', path: '/b?c=d' }],
    ['http://a?c=d', { host: 'a', path: '/?c=d' }],
    ['HTTPS://A.example/x', { scheme: 'https', host: 'A.example', path: '/x' }],
    ['https://a:443/', { host: 'a', port: 443 }],
    ['http://a:8080/', { host: 'a:8080', port: 8080 }],
    ['https://a:80/', { host: 'a:80', port: 80 }],
    ['localhost:8080/x', { host: 'localhost:8080', port: 8080, path: '/x' }],
    ['http://[::1]:81/', { host: '[::1]:81', port: 81 }],
    ['http://a//b/../c/%2e', { path: '//b/../c/%2e' }],
    ['grpc://a/shop.Cart/Get', { protocol: 'grpc', scheme: 'http', path: '/shop.Cart/Get' }],
    ['grpcs://a/shop.Cart/Get', { protocol: 'grpc', scheme: 'https' }],
    ['tls://db.example.com:5432', { protocol: 'tls', host: 'db.example.com', port: 5432 }],
    ['tcp://a:5432/', { protocol: 'tcp', port: 5432 }],
    ['udp://a:53', { protocol: 'udp', port: 53 }],
  ])('%s', (url, expected) => {
    expect(read(url)).toMatchObject(expected);
  });

  test('a port that is not written is left open, and tcp takes no path', () => {
    expect(read('https://a/')).not.toHaveProperty('port');
    expect(read('http://a/')).not.toHaveProperty('sni');
  });
});

test('a Host header goes before the host of the URL, whose name the handshake keeps', () => {
  const headers = [
    ['X-A', '1'],
    ['Host', 'b.example'],
  ];
  expect(read('https://a.example:444/', { headers })).toMatchObject({
    host: 'b.example',
    sni: 'a.example',
    port: 444,
    headers: [['X-A', '1']],
  });
  expect(read('https://a/', { headers, sni: 'c' })).toMatchObject({ sni: 'c' });
  expect(read('http://a/', { headers: { HOST: 'b' } })).not.toHaveProperty('sni');
});

test('--grpc makes an http URL a call, over TLS or not', () => {
  expect(read('https://a/s.S/M', { grpc: true })).toMatchObject({
    protocol: 'grpc',
    scheme: 'https',
  });
});

test.each([
  ['', 'URL `` has no host'],
  ['/cart', 'URL `/cart` has no host'],
  ['http://', 'URL `http://` has no host'],
  ['https:/a', 'URL has a host that is `https:`'],
  ['http://u:p@a/', 'URL holds a user name'],
  ['http://a:0/', 'URL has a host that is `a:0`'],
  ['http://a:x/', 'URL has a host that is `a:x`'],
  ['htp://a/', 'URL begins with `htp://`'],
  ['constructor://a/', 'URL begins with `constructor://`'],
  ['http://*.example.com/', 'URL has a host that is `*.example.com`'],
  ['POST', 'it names the method `POST` and no URL'],
  ['http://a/b c', 'path holds a blank or a control character'],
  ['tls://a:1/x', 'URL has a path, `/x`'],
  ['grpc://a/x', 'path is `/x`'],
])('the URL `%s` is refused', (url, problem) => {
  const { request, findings } = readWords({ url });
  expect(request).toBeUndefined();
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    ['request-invalid', `request: ${problem}`],
  ]);
});

test.each([
  [{ method: 'GET/' }, 'method is `GET/`'],
  // What a shell makes of `-f *.yaml`, and a folder whose `-f` was forgotten.
  [{ method: 'b.yaml' }, 'method is `b.yaml`'],
  [{ method: 'sandboxes' }, 'method is `sandboxes`'],
  [{ method: '42' }, 'method is `42`'],
  [{ sni: 'b' }, 'sni stands in a request without TLS'],
  [{ gateway: 'a', service: 'b' }, 'service stands beside `gateway`'],
  [{ headers: [['x a', '']] }, 'headers names `x a`'],
  [
    {
      headers: [
        ['Host', 'a'],
        ['host', 'b'],
      ],
    },
    'headers names Host twice',
  ],
])('words that cannot be are refused: %j', (words, problem) => {
  const { findings } = readWords({ url: 'http://a/', ...words });
  expect(findings.map(({ message }) => message)).toEqual([`request: ${problem}`]);
});

test.each(['GET', 'get', 'Patch', 'PROPFIND', 'M-SEARCH'])('%s is a method', (method) => {
  expect(read('http://a/', { method })).toMatchObject({ method: method.toUpperCase() });
});

test('a connection is no call', () => {
  const { findings } = readWords({ url: 'tcp://a:1', grpc: true });
  expect(findings.map(({ message }) => message)).toEqual(['request: URL is no call']);
});

test.each([
  ['x-a: 1', ['x-a', '1']],
  ['x-a:1', ['x-a', '1']],
  ['x-a:  b: c ', ['x-a', 'b: c']],
  ['x-a;', ['x-a', '']],
  ['x-a:', undefined],
  ['x-a', undefined],
  ['x-a;b: c', undefined],
  [': 1', undefined],
])('the header line `%s`', (line, expected) => {
  expect(readHeaderWord(line)).toEqual(expected);
});

test.each([
  [['a'], { url: 'a' }],
  [['PUT', 'a'], { method: 'PUT', url: 'a' }],
  [['PUT a'], { method: 'PUT', url: 'a' }],
  [[' PUT \t a b '], { method: 'PUT', url: 'a b' }],
  [['http://a/b c'], { url: 'http://a/b c' }],
])('a method and a URL may be two words or one: %j', (words, expected) => {
  expect(splitWords(words)).toEqual(expected);
});

test('whatever the URL is, it is read or refused, and never both', () => {
  const piece = fc.constantFrom(
    'http',
    '://',
    '/',
    ':',
    '@',
    '?',
    '#',
    '[',
    ']',
    '80',
    'a',
    '.',
    '%',
  );
  const url = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(url, fc.option(fc.string(), { nil: undefined }), (text, method) => {
      const words = { url: text, ...(method === undefined ? {} : { method }) };
      const { request, findings } = readWords(words);
      expect(request === undefined).toBe(findings.length > 0);
    }),
    { numRuns: 2000 },
  );
});
