// Texts that fields of the Gateway API may hold, or just may not.
//
// Neighbours: schema-object.ts (valid ones), near-schema.ts (all of them).

const label63 = 'a'.repeat(63);

/** Of them the fitting ones are valid values of a field. */
export const texts: readonly string[] = [
  ...['a', 'b', 'cart', 'web', 'x1', 'a.b', 'example.com', '*.example.com', 'shop.example.com'],
  ...['Gateway', 'Service', 'ConfigMap', 'HTTPRoute', 'example.net/gateway', 'example.com/a'],
  ...['/', '/cart', '/cart/items', '/a%20b', 'http://a.example', 'https://*.example.com', '*'],
  ...['spiffe://a/b', '10s', '1h', '500ms', '0s', '1m30s', '2h', '1ms', '5s', '99999h99999h'],
  ...['10.0.0.1', '10.0.0.2', '2001:db8::1', '::', 'System', 'Exact', 'Host', 'Mail', 'True'],
  ...['2024-01-01T00:00:00Z', 'GET', 'HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP', 'Accepted', 'X-Key'],
  ...['shop.Cart', 'GetItem', 'session', 'HTTPRouteHostRewrite'],
];

/** Of them some break a rule, a pattern or a length. */
export const hardTexts: readonly string[] = [
  ...['', ' ', 'A', '-a', 'a-', 'a..b', '.a', 'a_b', 'ä', 'a b', 'a/b/c', '/a/', 'x'.repeat(254)],
  ...['cart', '//', '/a//b', '/a/./b', '/a/../b', '/a%2fb', '/a%2Fb', '/a#b', '/a/..', '/a/.'],
  ...['/..', '/.', '/a%', '/a%zz', '/ä', '/a b', '/a[0]', '/{id}', '/...', '/a?b', '/%2e%2e/'],
  ...['*', '*.', '*.*.com', 'a.*.com', '*a.com', 'a*', '*.a', '*.1.2.3.4', '**', '*-a.com'],
  ...['1.2.3.4', '256.1.1.1', '1.2.3', '::1', '::ffff:1.2.3.4', '::ffff:102:304', 'fe80::1%eth0'],
  ...[
    '1:2:3:4:5:6:7:8',
    '1::2::3',
    ':::',
    '12345::',
    '64:ff9b::1.2.3.4',
    '1.2.3.4.5',
    '1:2',
    '1.2.3.4::1',
  ],
  ...['0s', '1s', '999ms', '60m', '61m', '3600s', '3601s', '1h1ms', '0h0m', '1d', '1.5h', '-1s'],
  ...['00000h', '1h1h1h1h', '1h1h1h1h1h', '123456s', '59m60s', '1000ms'],
  ...[
    '.shop.Cart',
    'shop..Cart',
    'shop.1',
    '1shop',
    'ſhop.Kart',
    '\u212aart',
    'a.b.',
    '_._',
    'Ä.b',
  ],
  ...['get', 'Get-Item', 'Get/Item', 'Get.Item', '_1', '1a', 'ſ'],
  ...['a.cluster.local', '.cluster.local', 'cluster.local', 'a.svc.cluster.locale'],
  ...['Hostname', 'IPAddress', 'example.com/Named', 'URI', 'Cookie', 'Header', 'Terminate'],
  ...['Passthrough', 'GRPC', 'Permanent', 'constructor', '__proto__', 'a\nb', 'a\tb'],
];

/** Keys of labels and annotations, and what is none. */
export const keyTexts: readonly string[] = [
  ...['team', 'example.com/team', 'Team_1.a', 'a/b', label63, `a.b/${label63}`],
  ...[`a${label63}`, 'a/', '/a', 'a/b/c', '-a', 'a-', 'A.b/c', 'a b', 'ä', '', 'a..b/c'],
  `${'a.'.repeat(125)}a/b`,
  `${'a.'.repeat(125)}aa/b`,
  `${'a.'.repeat(126)}a/b`,
  ...['x'.repeat(252), 'x'.repeat(253)],
];
