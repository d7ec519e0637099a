import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../lib/adapters/cli';
import { application, folderWith, gatefork, sandbox } from './folder';

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: any
  listeners:
    - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
---
`;

const shop = { 'k8s/shop.yaml': `${gateway}${application('cart')}` };

test('answers one request, in words and as JSON', () => {
  folderWith(shop);
  expect(gatefork('route -f k8s http://shop.example.com/cart')).toEqual({
    status: 0,
    err: '',
    out: `GET http://shop.example.com/cart -> Service shop/cart port 80
  at        Gateway edge/public port 80
  by        HTTPRoute shop/cart rule 0 match 0
`,
  });
  expect(JSON.parse(gatefork('route -f k8s POST shop.example.com/no -o json').out)).toEqual({
    id: '1',
    outcome: 'status',
    status: 404,
  });
});

test('what Gatefork wrote is a part of what it is asked about, its own documents are not', () => {
  folderWith({ ...shop, 'pr.yaml': sandbox('pr-1', 'cart') });
  expect(gatefork('derive -f k8s -s pr.yaml --out k8s/derived -q').status).toBe(0);
  const route = (words: string) =>
    JSON.parse(gatefork(`route -f . http://shop.example.com/cart -o json ${words}`).out);
  expect(route('').backends).toEqual([{ service: 'shop/cart', port: 80, share: 1 }]);
  expect(route('-H baggage:sd-routing-key=pr-1').backends).toEqual([
    { service: 'shop/cart-pr-1', port: 80, share: 1 },
  ]);
});

test('answers a file of requests, and standard input, line by line', () => {
  const lines = ['{"host":"shop.example.com","path":"/cart"}', '', '{"id":"b","path":"/"}'];
  folderWith({ ...shop, 'r.jsonl': `${lines.join('\n')}\n` });
  const { out, status } = gatefork('route -f k8s --requests r.jsonl -o json');
  expect(status).toBe(0);
  expect(out.split('\n').map((line) => line.slice(0, 30))).toEqual([
    '{"id":"1","outcome":"backends"',
    '{"id":"b","outcome":"status","',
    '',
  ]);
  expect(gatefork('route -f k8s --requests - -o json', lines.join('\n')).out).toBe(out);
  expect(gatefork('route -f k8s --requests r.jsonl').out).toMatch(/^1 {2}GET .*\n(.*\n)*b {2}GET /);
});

test('what has no namespace is told by the name that -n gives', () => {
  const bare = (gateway + application('cart')).replaceAll(/, namespace: (?:edge|shop)/g, '');
  const gone = bare.replace('name: cart, port: 80', 'name: gone, port: 80');
  folderWith({ 'k8s.yaml': bare, 'gone/k8s.yaml': gone });
  const words = 'route -f k8s.yaml -n boutique';
  const http = `${words} --explain http://shop.example.com/cart`;
  expect(gatefork(http).out).toBe(`GET http://shop.example.com/cart -> Service boutique/cart port 80
  at        Gateway boutique/public port 80
  by        HTTPRoute boutique/cart rule 0 match 0
  listeners
    chosen  Gateway boutique/public listener http (*, HTTP 80): most specific hostname for \`shop.example.com\`
  matches, first in rank first
    won     HTTPRoute boutique/cart rule 0 match 0 under shop.example.com: the only one that matches
`);
  expect(JSON.parse(gatefork(`${http} -o json`).out)).toMatchObject({
    backends: [{ service: 'boutique/cart' }],
    route: { namespace: 'boutique', name: 'cart' },
    trace: { target: 'Gateway boutique/public port 80' },
  });
  for (const asked of ['--service /cart /', '--service boutique/cart /', '--from boutique cart/']) {
    const line = '  at        Service boutique/cart port 80, from namespace boutique';
    expect(gatefork(`${words} ${asked.replace(/ \/$/, ' http://cart/')}`).out).toContain(line);
  }
  expect(gatefork(`${words} --gateway boutique/no http://a/`).err).toMatch(
    /Gateway boutique\/no is/,
  );
  const { err } = gatefork('route -f gone -n boutique http://shop.example.com/cart');
  expect(err).toMatch(/HTTPRoute boutique\/cart does not .*Service boutique\/gone is not there/);
  expect(gatefork('route -f k8s.yaml http://shop.example.com/cart -o json').out).toContain(
    '"/cart"',
  );
});

test('several profiles answer in turn', () => {
  folderWith(shop);
  const words = 'route -f k8s http://shop.example.com/cart -o json';
  const { out } = gatefork(`${words} --profile istio,linkerd --profile istio`);
  const answers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers.map(({ id, profile }) => [id, profile])).toEqual([
    ['1', 'istio'],
    ['1', 'linkerd'],
  ]);
  expect(gatefork(`${words} --profile istio`).out).toBe(gatefork(words).out);
});

test('the context serves where the manifests do not hold an object', () => {
  folderWith({ 'cart.yaml': application('cart'), 'cluster.yaml': gateway + application('cart') });
  const { out, status } = gatefork(
    'route -f cart.yaml --context cluster.yaml http://shop.example.com/cart',
  );
  expect([status, out.split('\n')[1]]).toEqual([0, '  at        Gateway edge/public port 80']);
});

test('an explanation stands below the answer, and beside it in JSON', () => {
  folderWith(shop);
  const words = 'route -f k8s http://shop.example.com/cart';
  expect(gatefork(`${words} --explain`).out.startsWith(gatefork(words).out)).toBe(true);
  const { trace, ...answer } = JSON.parse(gatefork(`${words} --explain -o json`).out);
  expect(answer).toEqual(JSON.parse(gatefork(`${words} -o json`).out));
  expect(trace.target).toBe('Gateway edge/public port 80');
  expect(trace.listeners).toHaveLength(1);
  expect(trace.candidates).toHaveLength(1);
});

test('what the manifests have wrong is said beside the answer, and once', () => {
  folderWith({
    'k8s/a.yaml':
      gateway + application('cart').replace('name: cart, port: 80', 'name: gone, port: 80'),
  });
  const words = 'route -f k8s http://shop.example.com/cart';
  const { out, err, status } = gatefork(words);
  expect([status, out.split('\n')[0]]).toEqual([
    0,
    'GET http://shop.example.com/cart -> status 500',
  ]);
  expect(err.match(/^warning backend-not-found {2}k8s\/a.yaml:\d+:\d+$/gm)).toHaveLength(1);
});

test('an answer that rests on a Gateway which is not there says so, once', () => {
  const parents = application('cart').replace('{ name: public,', '{ name: publik,');
  folderWith({
    'k8s/a.yaml': gateway + parents,
    'r.jsonl': '{"host":"shop.example.com","path":"/cart"}\n'.repeat(3),
  });
  const { err, status } = gatefork('route -f k8s --requests r.jsonl');
  expect(status).toBe(0);
  expect(err.match(/^info gateway-not-in-input$/gm)).toHaveLength(1);
  expect(err).toMatch(/Gateway edge\/publik is not in the input/);
  expect(err).toMatch(/mend the parentRefs if `edge\/public` is meant/);
  expect(gatefork('route -f k8s --requests r.jsonl -q').err).toBe('');
  expect(gatefork('route -f k8s --gateway edge/public http://shop.example.com/').err).toBe('');
});

test('one wrong request of many leaves standard output empty', () => {
  folderWith({
    ...shop,
    'r.jsonl': '{"path":"/cart"}\n{"port":0}\n{"gateway":"a/b"}\n{"path":1}\n',
  });
  const { out, err, status } = gatefork('route -f k8s --requests r.jsonl');
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain('r.jsonl:2:2');
  expect(err).toContain('r.jsonl:4:2');
});

test('an answer is the same whatever the order of the files', () => {
  folderWith({
    'a/1.yaml': gateway,
    'a/2.yaml': application('cart'),
    'b/1.yaml': application('cart'),
    'b/2.yaml': gateway,
  });
  const words = 'http://shop.example.com/cart --explain';
  expect(gatefork(`route -f a ${words}`).out).toBe(gatefork(`route -f b ${words}`).out);
});

test('many answers are written in chunks, and whole', () => {
  folderWith(shop);
  const count = 5000;
  const chunks: string[] = [];
  const lines = Array.from({ length: count }, (_, index) => `{"id":${index},"path":"/${index}"}`);
  const terminal = {
    out: (text: string) => chunks.push(text),
    err: () => {},
    stdin: () => lines.join('\n'),
  };
  expect(run(['route', '-f', 'k8s', '--requests', '-', '-o', 'json'], terminal, '')).toBe(0);
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.length).toBeLessThan(count / 100);
  const ids = chunks
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id);
  expect(ids).toEqual(lines.map((_, index) => index));
});

test.each(['tls', 'tcp', 'udp'])('a %s connection is asked about by its URL', (scheme) => {
  const protocol = scheme.toUpperCase();
  folderWith({
    'all.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: db }
spec:
  gatewayClassName: any
  listeners: [{ name: in, port: 5432, protocol: ${protocol}${scheme === 'tls' ? ', tls: { mode: Passthrough }' : ''} }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: ${protocol}Route
metadata: { name: store, namespace: db }
spec:
  parentRefs: [{ name: edge }]
${scheme === 'tls' ? '  hostnames: [db.example.com]\n' : ''}  rules: [{ backendRefs: [{ name: store, port: 5432 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: store, namespace: db }
spec: { ports: [{ port: 5432, protocol: ${scheme === 'udp' ? 'UDP' : 'TCP'} }] }
`,
  });
  const words = `route -f all.yaml ${scheme}://db.example.com:5432`;
  const { status, out, err } = gatefork(`${words} --explain`);
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('-> Service db/store port 5432');
  expect(out).not.toContain('``');
  const refused = gatefork(`${words} -H a:b`);
  expect([refused.status, refused.out]).toEqual([2, '']);
  expect(refused.err).toContain(`means nothing for ${scheme}`);
});

test.each([
  'route',
  'route -f k8s',
  'route http://a/',
  'route -f k8s GET http://a/ more',
  'route -f k8s --requests r.jsonl http://a/',
  'route -f k8s --requests r.jsonl -H a:b',
  'route -f k8s --requests r.jsonl --grpc',
  'route -f k8s --requests r.jsonl --sni a',
  'route -f - --requests -',
  'route -f k8s -o yaml http://a/',
  'route -f k8s --profile istoi http://a/',
  'route -f k8s --profile istio, http://a/',
  'route -f k8s -n A_B http://a/',
  'route -f k8s -H a http://a/',
  'route -f k8s GE/T http://a/',
  'route -f k8s empty http://a/',
  'route -f k8s --listener htpp http://a/',
  'route -f k8s --from shop --requests r.jsonl',
  'route -f k8s --gateway a/b/c http://a/',
  'route -f k8s --gateway a --service b http://a/',
  'route -f k8s --gateway egde/public http://a/',
  'route -f k8s --from shop http://no/',
  'route -f k8s ftp://a/',
  'route -f none http://a/',
  'route -f k8s --context none http://a/',
  'route -f k8s --requests none',
  'route -f k8s --requests empty.jsonl',
  'route -f empty http://a/',
])('%s is bad usage or bad input', (words) => {
  folderWith({ ...shop, 'empty/a.txt': '', 'empty.jsonl': '\n', 'r.jsonl': '{}' });
  const { status, out, err } = gatefork(words);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(/error/);
});

test('the manual names every field of a request, every option and every outcome', () => {
  const manual = readFileSync(resolve(__dirname, '../../docs/command.md'), 'utf8');
  const tables = manual.slice(manual.indexOf('### Requests'), manual.indexOf('### In tests'));
  const rows = [...tables.matchAll(/^\| `(\w+)` \|/gm)].flatMap(([, name = '']) =>
    name === 'outcome' ? [] : [name],
  );
  folderWith({ ...shop, 'r.jsonl': '{"?":1}\n' });
  const [, known = ''] =
    /known here: (.*)/.exec(gatefork('route -f k8s --requests r.jsonl').err) ?? [];
  const outcomes = ['backends', 'redirect', 'status', 'rejected', 'unspecified'];
  expect(rows.sort()).toEqual([...known.split(', '), ...outcomes].sort());
  const options = [...gatefork('route --help').out.matchAll(/ (--[a-z]+)/g)].map(
    ([, name]) => name,
  );
  const common = ['--file', '--header', '--namespace', '--output', '--quiet', '--no'];
  const told = options.filter((name) => !common.includes(name ?? ''));
  expect(told.filter((name) => !manual.includes(`${name}`))).toEqual([]);
});
