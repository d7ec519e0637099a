import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRequests } from '../../lib/resolve/request-reader';

function problems(...lines: readonly string[]): readonly string[] {
  return readRequests(lines.join('\n'), 'requests.jsonl').findings.map(
    ({ code, message, hint, where }) =>
      `${code} ${where?.position?.line}:${where?.position?.column} ${message}; ${hint}`,
  );
}

function only(line: string) {
  const { requests, findings } = readRequests(line, 'requests.jsonl');
  expect(findings).toEqual([]);
  expect(requests).toHaveLength(1);
  const { where: _, ...request } = requests[0] ?? { where: undefined };
  return request;
}

describe('what is read', () => {
  test('a request at a Gateway, as counterexamples are written', () => {
    expect(
      only(
        '{"id":"1","gateway":"edge-system/edge","port":80,"method":"GET","host":"shop.example.com","path":"/cart?debug=1","headers":{"baggage":"sd-routing-key=pr-42"}}',
      ),
    ).toEqual({
      id: '1',
      protocol: 'http',
      gateway: { namespace: 'edge-system', name: 'edge' },
      port: 80,
      method: 'GET',
      host: 'shop.example.com',
      path: '/cart?debug=1',
      headers: [['baggage', 'sd-routing-key=pr-42']],
    });
  });

  test('a call in a mesh, with one header on two lines', () => {
    expect(
      only(
        '{"id":"2","service":"shop/cart","port":80,"from":"checkout","protocol":"grpc","path":"/shop.Cart/Get","headers":[["x-a","1"],["x-a","2"]]}',
      ),
    ).toEqual({
      id: '2',
      protocol: 'grpc',
      service: { namespace: 'shop', name: 'cart' },
      port: 80,
      from: 'checkout',
      path: '/shop.Cart/Get',
      headers: [
        ['x-a', '1'],
        ['x-a', '2'],
      ],
    });
  });

  test.each([
    ['{}', { id: '1', protocol: 'http', path: '/', headers: [] }],
    ['{"id":7}', { id: 7 }],
    ['{"id":""}', { id: '' }],
    ['{"gateway":"public"}', { gateway: { name: 'public' } }],
    ['{"gateway":"/public"}', { gateway: { namespace: '', name: 'public' } }],
    ['{"method":"get"}', { method: 'GET' }],
    [
      '{"headers":{"x-a":["1","2"],"X-B":"3"}}',
      {
        headers: [
          ['x-a', '1'],
          ['x-a', '2'],
          ['X-B', '3'],
        ],
      },
    ],
    ['{"headers":{"Host":"a.example.com:81"}}', { host: 'a.example.com:81', headers: [] }],
    [
      '{"headers":{"__proto__":"1","constructor":"2"}}',
      {
        headers: [
          ['__proto__', '1'],
          ['constructor', '2'],
        ],
      },
    ],
    ['{"headers":{"x-a":"  1\\t"}}', { headers: [['x-a', '1']] }],
    [
      '{"protocol":"tls","sni":"db.example.com","port":5432}',
      { protocol: 'tls', sni: 'db.example.com' },
    ],
    ['{"protocol":"tcp","gateway":null,"port":5432}', { protocol: 'tcp', port: 5432 }],
    ['{"path":"*","method":"OPTIONS"}', { path: '*' }],
    ['{"host":"[::1]:8080"}', { host: '[::1]:8080' }],
    ['{"scheme":"https","listener":"https"}', { scheme: 'https', listener: 'https' }],
    ['{"sni":"a"}', { sni: 'a', scheme: 'https' }],
    ['{"sni":"a","protocol":"grpc","path":"/a.B/C"}', { sni: 'a', scheme: 'https' }],
  ])('%s', (line, expected) => {
    expect(only(line)).toMatchObject(expected);
  });

  test('a line has its number where it gives no id; blank lines and line ends of Windows count', () => {
    const { requests } = readRequests('\uFEFF{}\r\n\r\n{"id":"x"}\r\n{}', 'r.jsonl');
    expect(requests.map(({ id }) => id)).toEqual(['1', 'x', '4']);
  });

  test('lines that name no place of their own get the one that is given', () => {
    const text = '{}\n{"gateway":"edge/own"}\n{"service":"shop/cart"}';
    const { requests } = readRequests(text, 'r', { gateway: 'edge/public', listener: 'http' });
    expect(requests.map(({ gateway, listener }) => [gateway?.name, listener])).toEqual([
      ['public', 'http'],
      ['own', undefined],
      [undefined, undefined],
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['{"host"', 'the line is not JSON', 'write one whole JSON object on each line'],
    ['[1]', 'it is no JSON object', 'write `{"host": …, "path": …}`'],
    ['null', 'it is no JSON object', 'write `{"host": …, "path": …}`'],
    ['{"heders":{}}', 'heders is not a known field', 'did you mean `headers`?'],
    [
      '{"__proto__":{"host":"a"}}',
      '__proto__ is not a known field',
      'known here: id, protocol, gateway, service, from, host, port, listener, method, scheme, sni, path, headers',
    ],
    ['{"port":0}', 'port is 0', 'give a whole number from 1 to 65535'],
    ['{"port":70000}', 'port is 70000', 'give a whole number from 1 to 65535'],
    ['{"port":80.5}', 'port is 80.5', 'give a whole number from 1 to 65535'],
    ['{"port":"80"}', 'port is the string `80`, not a number', 'take the quotes away'],
    [
      '{"protocol":"quic"}',
      'protocol is `quic`, which is not known here',
      'use one of http, grpc, tls, tcp, udp',
    ],
    ['{"scheme":"ftp"}', 'scheme is `ftp`, which is not known here', 'use one of http, https'],
    ['{"id":{}}', 'id is neither a string nor a number', 'give it one of the two'],
    ['{"id":1e999}', 'id is a number beyond 2^53', 'put it in quotes'],
    ['{"id":12345678901234567890}', 'id is a number beyond 2^53', 'put it in quotes'],
    [
      '{"path":"/","p\\u0061th":"/a"}',
      'the key `path` stands more than once',
      'keep one; headers of one name are a list: `{"x-a": ["1", "2"]}`',
    ],
    [
      '{"headers":{"x-a":"1","x-a":"2"}}',
      'the key `x-a` stands more than once',
      'keep one; headers of one name are a list: `{"x-a": ["1", "2"]}`',
    ],
    ['{"gateway":"a/b/c"}', 'gateway is `a/b/c`', 'write it as `namespace/name`'],
    ['{"gateway":""}', 'gateway is ``', 'write it as `namespace/name`'],
    ['{"service":["a"]}', 'service is a list, not a string', 'make it a string'],
    ['{"gateway":"a","service":"b"}', 'service stands beside `gateway`', 'keep one of the two'],
    [
      '{"gateway":"a","from":"b"}',
      'from stands beside `gateway`',
      'keep it for a mesh: `service` and `from`',
    ],
    ['{"service":"a","listener":"b"}', 'listener stands in a request to a Service', 'take it out'],
    ['{"from":"A_B"}', 'from is `A_B`', "give a namespace's name"],
    ['{"listener":""}', 'listener is empty', 'give a name, or take it out'],
    ['{"method":"GE T"}', 'method is `GE T`', 'use GET, POST or another method of HTTP'],
    [
      '{"host":"a b"}',
      'host is `a b`',
      'give a name or an address, and a port from 1 to 65535 if it has one',
    ],
    [
      '{"host":"a:99999"}',
      'host is `a:99999`',
      'give a name or an address, and a port from 1 to 65535 if it has one',
    ],
    [
      '{"host":"https://a"}',
      'host is `https://a`',
      'give a name or an address, and a port from 1 to 65535 if it has one',
    ],
    [
      '{"host":"bücher.example"}',
      'host is `bücher.example`',
      'write the name as it is sent, xn--…',
    ],
    ['{"path":"cart"}', 'path is `cart`', 'begin it with `/`'],
    [
      '{"path":"/a b"}',
      'path holds a blank or a control character',
      'percent-encode it: a blank is `%20`',
    ],
    [
      '{"path":"/a\\u0000"}',
      'path holds a blank or a control character',
      'percent-encode it: a blank is `%20`',
    ],
    [
      '{"path":"/a#b"}',
      'path holds a fragment, which no client sends',
      'leave out `#` and what follows; as a part of the path it is `%23`',
    ],
    [
      '{"host":"*.example.com"}',
      'host is `*.example.com`',
      'put a name in place of `*`: a request has one host',
    ],
    [
      '{"sni":"a","scheme":"http"}',
      'sni stands in a request without TLS',
      'ask by https, or take it out',
    ],
    ['{"path":"/ü"}', 'path is `/ü`', 'percent-encode what is not ASCII, as clients do'],
    [
      '{"protocol":"grpc","path":"/cart"}',
      'path is `/cart`',
      'a gRPC call goes to /package.Service/Method',
    ],
    ['{"protocol":"tcp","path":"/"}', 'path means nothing for tcp', 'take it out'],
    ['{"protocol":"tls","headers":{}}', 'headers means nothing for tls', 'take it out'],
    ['{"protocol":"udp","sni":"a"}', 'sni means nothing for udp', 'take it out'],
    ['{"sni":"a:443"}', 'sni is `a:443`', 'give the name alone, without a port'],
    [
      '{"headers":{"x-a":1}}',
      'headers.x-a is the number `1`, not a string',
      'put the value in quotes',
    ],
    [
      '{"headers":{"x-a":[true]}}',
      'headers.x-a is the boolean `true`, not a string',
      'put the value in quotes',
    ],
    ['{"headers":{"x a":"1"}}', 'headers names `x a`', 'use letters, digits and `-`'],
    ['{"headers":{":path":"/"}}', 'headers names `:path`', 'use the fields host, method and path'],
    [
      '{"headers":{"x":"1\\r\\ny: 2"}}',
      'headers gives `x` a line break',
      'give each line an entry of its own',
    ],
    ['{"headers":[["x"]]}', 'headers[0] is no pair of name and value', 'write `["x-a", "1"]`'],
    ['{"headers":["x: 1"]}', 'headers[0] is no pair of name and value', 'write `["x-a", "1"]`'],
    ['{"headers":"x: 1"}', 'headers is the string `x: 1`, not an object', 'make it an object'],
    [
      '{"host":"a","headers":{"host":"b"}}',
      'headers names Host beside `host`',
      'keep one of the two',
    ],
    ['{"headers":{"host":"a","Host":"b"}}', 'headers names Host twice', 'keep one of the two'],
  ])('%s', (line, problem, hint) => {
    const found = problems(line).map((text) => text.replace(/^request-invalid 1:\d+ /, ''));
    expect(found).toEqual([`request: ${problem}; ${hint}`]);
  });

  test.each([
    ['{"id":"a"}', '{"id":"a"}', 'a'],
    ['{"id":7}', '{"id":7}', '7'],
    // One without an id has the number of its line.
    ['{"id":"2"}', '{}', '2'],
  ])('an id that stands twice, at both lines: %s', (first, second, id) => {
    const { findings } = readRequests([first, second].join('\n'), 'r.jsonl');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      message: `request: id is \`${id}\`, as that of line 1`,
      where: { position: { line: 2 } },
      also: [{ position: { line: 1 } }],
    });
  });

  test('but a number is no string', () => {
    expect(problems('{"id":1}', '{"id":"1"}')).toEqual([]);
  });

  test('each wrong line and field is named where it stands', () => {
    expect(problems('{}', '', '  {"port": 0, "path": "x"}', 'x')).toEqual([
      'request-invalid 3:4 request: port is 0; give a whole number from 1 to 65535',
      'request-invalid 3:15 request: path is `x`; begin it with `/`',
      'request-invalid 4:1 request: the line is not JSON; write one whole JSON object on each line',
    ]);
  });
});

test('whatever the line says, it is read or refused, and never both', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { requests, findings } = readRequests(JSON.stringify(value), 'r.jsonl');
      expect(requests.length === 1).toBe(findings.length === 0);
    }),
  );
});

test('values of great length take no more than their length', () => {
  const long = ' '.repeat(300_000);
  const line = JSON.stringify({
    host: `a${long}`,
    path: `/${long}`,
    headers: { a: long, b: `${long}\n` },
  });
  expect(problems(line).length).toBe(3);
});
