import { expect, test } from 'vitest';
import { profileNames } from '../../lib/routing/profile';
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

/** A second rule, for a header: keyed requests with it need a shield. */
const beta = `    - matches: [{ path: { type: PathPrefix, value: /cart }, headers: [{ name: x-beta, value: "on" }] }]
      backendRefs: [{ name: beta, port: 80 }]
`;

const other = `---
apiVersion: v1
kind: Service
metadata: { name: beta, namespace: shop }
spec: { selector: { app: beta }, ports: [{ port: 80 }] }
`;

const shop = `${gateway}${application('cart')}${beta}${other}`;

/** A folder with a baseline, a sandbox of it and what was derived. */
function derived(files: { readonly [path: string]: string } = {}, words = ''): void {
  folderWith({ 'k8s/shop.yaml': shop, 'pr.yaml': sandbox('pr-1', 'cart'), ...files });
  expect(gatefork(`derive -f k8s -s pr.yaml --out rendered -q ${words}`).status).toBe(0);
}

interface DerivedRoute {
  readonly kind: string;
  readonly metadata: { namespace?: string };
  readonly spec: { rules: { matches: { headers?: unknown[] }[] }[] };
}

/** What is derived, as JSON, with its route changed. */
function spoilt(change: (route: DerivedRoute) => void, baseline = shop, words = ''): string {
  derived({ 'k8s/shop.yaml': baseline }, words);
  const { out } = gatefork(`derive -f k8s -s pr.yaml -q -o json ${words}`);
  const list = JSON.parse(out) as { readonly items: readonly DerivedRoute[] };
  for (const item of list.items) if (item.kind === 'HTTPRoute') change(item);
  const text = JSON.stringify(list);
  expect(JSON.parse(text)).not.toEqual(JSON.parse(out));
  return text;
}

/** The rule for the header of the baseline, whose requests are to stay where they are. */
function dropShield({ spec }: DerivedRoute): void {
  spec.rules = spec.rules.filter(({ matches }) => matches[0]?.headers?.length === 1);
}

function dropKey({ spec }: DerivedRoute): void {
  for (const { matches } of spec.rules) for (const match of matches) match.headers = [];
}

test('what Gatefork derived is proved, from two sets or from one folder that holds all', () => {
  derived();
  const { status, out } = gatefork('verify --baseline k8s --with k8s rendered');
  expect([status, out.split('\n')[0]]).toEqual([
    0,
    expect.stringMatching(/^proved: every request without a known key goes where it went/),
  ]);
  expect(gatefork('verify --baseline . --with .').out).toBe(out);
  expect(gatefork('verify --baseline k8s --with k8s --with rendered').out).toBe(out);
});

test('what is broken exits with 1, and standard output has the counterexample in any format', () => {
  const broken = spoilt(dropShield);
  folderWith({ 'k8s/shop.yaml': shop, 'broken.json': broken });
  for (const [format, start] of [
    ['text', 'violated: '],
    ['json', '{"result":"violated"'],
    ['markdown', '### Gatefork: violated'],
    ['sarif', '{"$schema":'],
  ] as const) {
    const { status, out } = gatefork(`verify --baseline k8s --with k8s broken.json -o ${format}`);
    expect([format, status, out.startsWith(start)]).toEqual([format, 1, true]);
  }
});

interface Violated {
  readonly violations: readonly {
    readonly promise: string;
    readonly request: { readonly [field: string]: unknown };
    readonly expected: unknown;
    readonly actual: unknown;
  }[];
}

/** An answer of `gatefork route` without the id. */
function answerOf(line: string): unknown {
  const { id: _, ...answer } = JSON.parse(line) as { id: string };
  return answer;
}

test.each(['', '-n shop'])('a counterexample can be asked about as it is (%s)', (named) => {
  const baseline = named === '' ? shop : shop.replaceAll(/, namespace: (shop|edge)\b/g, '');
  const keyless = spoilt(dropKey, baseline, named);
  folderWith({ 'k8s.yaml': baseline, 'keyless.json': keyless });
  const words = `verify --baseline k8s.yaml --with k8s.yaml keyless.json -o json ${named}`;
  const verified = gatefork(words);
  expect([verified.status, verified.err]).toEqual([1, expect.not.stringContaining('error')]);
  const { violations } = JSON.parse(verified.out) as Violated;
  const isolation = violations.filter(({ promise }) => promise === 'isolation');
  expect(isolation.length).toBeGreaterThan(0);
  for (const { request, expected, actual } of isolation) {
    expect(request.gateway).toBe(named === '' ? 'edge/public' : 'shop/public');
    const asked = (files: string) =>
      answerOf(
        gatefork(`route ${files} -o json --requests - ${named}`, JSON.stringify(request)).out,
      );
    expect(asked('-f k8s.yaml -f keyless.json')).toEqual(actual);
    expect(asked('-f k8s.yaml')).toEqual(expected);
  }
});

test('the text holds a command that shows why', () => {
  const broken = spoilt(dropShield);
  folderWith({ 'k8s/shop.yaml': shop, 'all/shop.yaml': shop, 'all/broken.json': broken });
  const { out } = gatefork('verify --baseline k8s --with all');
  const [, line = '', words = ''] =
    /see why +printf %s '(\{.*\})' \| gatefork (.*)/.exec(out) ?? [];
  const shown = gatefork(words, line);
  expect([shown.status, shown.out]).toEqual([0, expect.stringContaining('first in rank first')]);
});

test('standard input may be either set', () => {
  derived();
  const piped = `${shop}---\n${gatefork('derive -f k8s -s pr.yaml -q').out}`;
  const { out } = gatefork('verify --baseline k8s --with k8s rendered');
  expect(gatefork('verify --baseline k8s --with -', piped).out).toBe(out);
  expect(gatefork('verify --baseline - --with - rendered', shop).out).toBe(out);
});

test('the context surrounds both sets, but stands for nothing that one of them has', () => {
  derived({ 'edge.yaml': gateway, 'k8s/shop.yaml': shop.replace(gateway, '') });
  const words = 'verify --baseline k8s --with k8s rendered --context edge.yaml -o json';
  expect(JSON.parse(gatefork(words).out)).toMatchObject({ result: 'proved' });
  // A route that the second set lacks was deleted, whatever a dump of the cluster still holds.
  folderWith({ 'k8s.yaml': shop, 'less.yaml': gateway + other.slice(4), 'dump.yaml': shop });
  const deleted = gatefork('verify --baseline k8s.yaml --with less.yaml --context dump.yaml');
  expect([deleted.status, deleted.out]).toEqual([1, expect.stringMatching(/^violated: /)]);
});

test('ages that one set has hold for the other', () => {
  const rival = application('cart')
    .split('---\n')[2]
    ?.replace('name: cart, namespace', 'name: z, namespace');
  const aged = (text: string, name: string, year: number) =>
    text.replace(
      `name: ${name}, namespace: shop }\nspec:\n  parentRefs`,
      `name: ${name}, namespace: shop, creationTimestamp: "${year}-01-01T00:00:00Z" }\nspec:\n  parentRefs`,
    );
  const plain = `${shop}---\n${rival?.replace('name: cart, port', 'name: beta, port')}`;
  const dump = aged(aged(plain, 'cart', 2021), 'z', 2020);
  expect(dump).not.toBe(plain);
  folderWith({ 'dump.yaml': dump, 'plain.yaml': plain });
  const ambiguous = (words: string) => JSON.parse(gatefork(`verify ${words} -o json`).out);
  expect(ambiguous('--baseline plain.yaml --with plain.yaml').ambiguous).not.toEqual([]);
  for (const words of [
    '--baseline dump.yaml --with plain.yaml',
    '--baseline plain.yaml --with dump.yaml',
  ]) {
    expect(ambiguous(words)).toMatchObject({ result: 'proved', ambiguous: [] });
  }
});

test('all profiles are proved under by their names', () => {
  derived();
  const { out } = gatefork('verify --baseline k8s --with . --profile all -o json');
  const profiles = (JSON.parse(out) as { profiles: { profile: string }[] }).profiles;
  expect(profiles.map(({ profile }) => profile)).toEqual(profileNames);
  const text = gatefork('verify --baseline k8s --with . --profile istio,linkerd').out;
  expect(text).toContain('  holds for   istio and linkerd\n');
});

test('settings say the profile where no word does, and what carries the key', () => {
  const config = (spec: string) =>
    `apiVersion: gatefork.dev/v1alpha1\nkind: Config\nspec: ${spec}\n`;
  derived({ 'gatefork.yaml': config('{ profile: [istio, kong], carriers: [{ header: x-key }] }') });
  const profilesOf = (words: string) =>
    JSON.parse(gatefork(`verify --baseline k8s --with . -o json ${words}`).out);
  expect(profilesOf('')).toMatchObject({
    result: 'proved',
    profiles: [{ profile: 'istio' }, { profile: 'kong' }],
  });
  expect(profilesOf('--profile linkerd').profiles).toEqual([
    { profile: 'linkerd', result: 'proved' },
  ]);
  expect(gatefork('verify --baseline k8s --with . --config none.yaml').status).toBe(2);
});

test.each([
  ['', '--baseline'],
  ['--baseline k8s', '--with'],
  ['--baseline k8s --with', 'argument missing'],
  ['k8s --baseline k8s --with k8s', "'k8s' belongs to no option"],
  ['--baseline k8s --with k8s -o yaml', 'text, json, markdown, sarif'],
  ['--baseline k8s --with k8s --profile istia', 'did you mean `istio`?'],
  ['--baseline k8s --with k8s -n A', 'Namespaces are'],
  ['--baseline gone --with k8s', '`gone` is not there'],
  ['--baseline pr.yaml --with k8s', 'no baseline objects in pr.yaml'],
  ['--baseline k8s --with rendered', 'no baseline objects in rendered, only 3 that Gatefork wrote'],
  ['--baseline k8s --with k8s twice.yaml', 'Service shop/beta stands in 2 places'],
  ['--baseline k8s twice.yaml --with k8s', 'Service shop/beta stands in 2 places'],
  ['--baseline k8s --with k8s wrong.yaml', 'spec.rules is the string `x`, not a list'],
  ['--baseline k8s --with k8s -s twice.yaml', 'no Sandbox in twice.yaml'],
  ['--baseline k8s --with k8s --context gone', '`gone` is not there'],
])('bad usage and bad input exit with 2 and prove nothing: verify %s', (words, message) => {
  derived({
    'twice.yaml': other,
    'wrong.yaml': application('wrong').replace(/rules:(.|\n)*/, 'rules: "x"\n'),
  });
  const { status, out, err } = gatefork(`verify ${words}`);
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('a mistake that stands in both sets is told once, with its line', () => {
  folderWith({
    'k8s.yaml': shop
      .replace('port: 80, targetPort', 'port: 80, targetPort')
      .replace(/rules:\n {4}- matches: \[\{/, 'rules:\n    - matches: [3, {'),
  });
  const { status, err } = gatefork('verify --baseline k8s.yaml --with k8s.yaml');
  expect(status).toBe(2);
  expect(err.match(/^error /gm)).toHaveLength(1);
  expect(err).toMatch(/k8s\.yaml:\d+:\d+/);
});
