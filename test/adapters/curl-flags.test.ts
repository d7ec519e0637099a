// Lines of curl, as somebody pastes them behind `gatefork route`.

import { describe, expect, test } from 'vitest';
import { run } from '../../lib/adapters/cli';
import { curlHint } from '../../lib/adapters/curl-flags';
import { application, folderWith } from './folder';

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: any
  listeners:
    - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
---
`;

function ask(...words: readonly string[]) {
  folderWith({ 'k8s.yaml': gateway + application('cart') });
  const printed = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
    stdin: () => '{"host":"a"}',
  };
  const status = run(['route', '-f', 'k8s.yaml', ...words], terminal, '1.2.3');
  return { status, ...printed };
}

const url = 'http://shop.example.com/cart';

describe('what curl has is understood', () => {
  test.each([
    [['-X', 'POST', url], 'POST'],
    [['-XPUT', url], 'PUT'],
    [[url, '--request', 'delete'], 'DELETE'],
    [['-I', url], 'HEAD'],
    [['--head', url], 'HEAD'],
    [['-X', 'POST', 'POST', url], 'POST'],
    [['-I', '-X', 'HEAD', url], 'HEAD'],
    [[`PATCH ${url}`], 'PATCH'],
  ])('%j', (words, method) => {
    const { status, out } = ask(...words);
    expect([status, out.split('\n')[0]]).toEqual([
      0,
      `${method} ${url} -> Service shop/cart port 80`,
    ]);
  });
});

describe('what cannot be is refused, and what to do is said', () => {
  test.each([
    [['-X', 'POST', 'GET', url], /the method is `GET` and `POST`/],
    [['-I', '-X', 'GET', url], /the method is `GET` and `HEAD`/],
    [['POST'], /it names the method `POST` and no URL/],
    [['-X', 'POST'], /no request: name a URL/],
    [['-X', 'PO ST', url], /method is `PO ST`/],
    [['--requests', '-', '-X', 'POST'], /--request stands beside --requests/],
    [['--requests', '-', '-I'], /--head stands beside --requests/],
    [['-d', '{"a":1}', url], /-d is not taken: matching looks at no body/],
    [['--data-raw=x', url], /--data-raw=x is not taken: matching looks at no body/],
    [['-k', url], /-k is not taken: no handshake is made/],
    [['-sSL', url], /-sSL is not taken: nothing is sent/],
    [['-L', url], /-L is not taken: a redirect is told, not followed/],
    [['-u', 'a:b', url], /-u is not taken: write it as a header, -H 'authorization: …'/],
    [
      ['--resolve', 'a:80:1.2.3.4', url],
      /name the host in the URL, and the Gateway with --gateway/,
    ],
    [['--explian', url], /unknown option '--explian'\n\(Did you mean --explain\?\)/],
  ])('%j', (words, message) => {
    const { status, out, err } = ask(...words);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

test("flags that are nobody's have no hint", () => {
  expect(['--no-such', '-Q', '-', '--', '', '--__proto__'].map(curlHint)).toEqual(
    Array(6).fill(undefined),
  );
});
