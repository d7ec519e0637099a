// `gatefork validate`: what it reads, what it says where, and how it exits.

import { describe, expect, test } from 'vitest';
import { folderWith, gatefork } from './folder';

const group = 'gateway.networking.k8s.io/v1';

function route(name: string, spec: string, meta = ''): string {
  return `apiVersion: ${group}
kind: HTTPRoute
metadata: { name: ${name}, namespace: shop${meta} }
spec:
  parentRefs: [{ name: public }]
  ${spec}
`;
}

const misspelt = (name = 'cart') => route(name, 'hostname: [a.example.com]');
const gatewayClass = `apiVersion: ${group}
kind: GatewayClass
metadata: { name: c }
spec: { controllerName: example.com/c }
`;

interface Report {
  readonly result: string;
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly field?: string;
    readonly object?: string;
  }[];
  readonly objects: number;
  readonly checked: number;
  readonly unchecked: readonly object[];
}

function json(words: string, stdin = '') {
  const { status, out, err } = gatefork(`validate ${words} -o json`, stdin);
  return { status, err, report: JSON.parse(out) as Report };
}

describe('what is read', () => {
  test('files, folders, standard input and lists, YAML and JSON, each fault at its line', () => {
    const item = {
      apiVersion: group,
      kind: 'GatewayClass',
      metadata: { name: 'd' },
      spec: { controllerName: 'd' },
    };
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item] });
    folderWith({ 'k8s/deep/cart.yaml': `# a comment\n---\n${misspelt()}`, 'list.json': list });
    const { status, report } = json('-f k8s -f list.json -f - --no-lint', misspelt('piped'));
    expect(status).toBe(1);
    const column = list.indexOf('"controllerName"') + 1;
    const places = report.findings.map((one) => {
      return [one.file, one.line, one.column, one.field, one.object, one.code];
    });
    expect(places).toEqual([
      ['-', 6, 3, 'spec.hostname', 'HTTPRoute shop/piped', 'field-unknown'],
      ['k8s/deep/cart.yaml', 8, 3, 'spec.hostname', 'HTTPRoute shop/cart', 'field-unknown'],
      ['list.json', 1, column, 'spec.controllerName', 'GatewayClass d', 'pattern-mismatch'],
    ]);
  });

  test('the order of paths and documents changes nothing', () => {
    folderWith({
      'a.yaml': [misspelt('a'), route('b', 'rules: null\n  extra: 1')].join('---\n'),
      'b.yaml': [route('c', 'rules: [{ x: 1, y: 2 }]'), gatewayClass].join('---\n'),
    });
    const [one, other] = [
      gatefork('validate -f a.yaml -f b.yaml'),
      gatefork('validate -f b.yaml -f a.yaml'),
    ];
    expect(other).toEqual(one);
  });

  test('documents of our own are neither counted nor checked', () => {
    folderWith({
      'k8s/class.yaml': gatewayClass,
      'k8s/pr.yaml':
        'apiVersion: gatefork.dev/v1alpha1\nkind: Sandbox\nmetadata: { name: a }\nspec: { nonsense: 1 }\n',
    });
    expect(json('-f k8s').report).toMatchObject({ result: 'valid', objects: 1, checked: 1 });
  });

  test('what nothing is known of is counted, and not called valid', () => {
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\n';
    folderWith({ 'w.yaml': `${widget}---\n${widget.replace('name: w', 'name: v')}` });
    const { status, report } = json('-f w.yaml');
    expect([status, report]).toEqual([
      0,
      {
        result: 'valid',
        findings: [],
        objects: 2,
        checked: 0,
        unchecked: [{ apiVersion: 'example.com/v1', kind: 'Widget', objects: 2 }],
      },
    ]);
  });

  test('all files that cannot be read are told, and what is wrong with the others', () => {
    folderWith({ 'k8s/a.yaml': 'a: [\n', 'k8s/b.yaml': 'b: "\n', 'k8s/c.yaml': misspelt() });
    const { status, out, err } = gatefork('validate -f k8s -f gone');
    expect([status, out]).toEqual([2, '']);
    expect(err.match(/^error \S+/gm)).toEqual([
      'error file-not-found',
      'error yaml-invalid',
      'error yaml-invalid',
      'error field-unknown',
    ]);
  });

  test('an object in two files is an error, and both are checked', () => {
    folderWith({ 'a.yaml': misspelt(), 'b.yaml': misspelt() });
    const { status, report } = json('-f a.yaml -f b.yaml');
    expect(status).toBe(2);
    expect(report.findings.map(({ code, severity }) => `${severity} ${code}`).sort()).toEqual([
      'error field-unknown',
      'error field-unknown',
      'error object-duplicate',
    ]);
  });
});

describe('whose word counts', () => {
  const retry = route('cart', 'rules: [{ retry: { attempts: 2 } }]');

  test.each([
    ['--api 1.6/standard', 1, 'error'],
    ['--api 1.6/experimental', 0, undefined],
    ['--api 1.6', 1, 'error'],
    ['', 0, 'warning'],
  ])(
    'under `%s` a field of the experimental channel: status %i, %s',
    (option, status, severity) => {
      folderWith({ 'r.yaml': retry });
      const { status: actual, report } = json(`-f r.yaml --no-lint ${option}`);
      expect([actual, report.findings[0]?.severity]).toEqual([status, severity]);
    },
  );

  test('the settings say it for all, and the option goes before them', () => {
    const settings = (api: string) =>
      `apiVersion: gatefork.dev/v1alpha1\nkind: Config\nspec: { api: ${api} }\n`;
    folderWith({ 'r.yaml': retry, 'gatefork.yaml': settings('1.6/standard') });
    expect(json('-f r.yaml --no-lint').status).toBe(1);
    expect(json('-f r.yaml --no-lint --api 1.6/experimental').status).toBe(0);
    folderWith({ 'r.yaml': retry, 'gatefork.yaml': settings('1.7') });
    const { status, err } = gatefork('validate -f r.yaml');
    expect([status, err]).toEqual([2, expect.stringContaining('spec.api `1.7` is not a version')]);
  });

  test('a Service of the context is there, and is not checked', () => {
    const to = route('cart', 'rules: [{ backendRefs: [{ name: cart, port: 80 }] }]');
    const service = `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;
    const wrong = service.replace('spec:', 'wrong: 1\nspec:');
    folderWith({ 'r.yaml': to, 'around.yaml': wrong });
    expect(json('-f r.yaml').report.findings.map(({ code }) => code)).toContain(
      'backend-not-found',
    );
    expect(json('-f r.yaml --context around.yaml').report).toMatchObject({
      result: 'valid',
      objects: 1,
      findings: [],
    });
  });

  test('objects without a namespace are found and told by the name that `-n` gives', () => {
    const own = misspelt().replace(', namespace: shop', '');
    folderWith({ 'r.yaml': own });
    expect(json('-f r.yaml -n team --no-lint').report.findings[0]?.object).toBe(
      'HTTPRoute team/cart',
    );
  });

  test('with `--against` a change that may not be is told', () => {
    folderWith({
      'new.yaml': gatewayClass.replace('example.com/c', 'example.com/d'),
      'old.yaml': gatewayClass,
    });
    expect(json('-f new.yaml').status).toBe(0);
    const { status, report } = json('-f new.yaml --against old.yaml');
    expect([status, report.findings[0]?.code]).toEqual([1, 'field-immutable']);
  });
});

describe('how it exits', () => {
  const orphan = route('cart', 'rules: [{ backendRefs: [{ name: gone, port: 80 }] }]');

  test('warnings are invalid with `--strict` alone', () => {
    folderWith({ 'r.yaml': orphan });
    expect(json('-f r.yaml')).toMatchObject({ status: 0, report: { result: 'valid' } });
    expect(json('-f r.yaml --strict')).toMatchObject({ status: 1, report: { result: 'invalid' } });
    expect(json('-f r.yaml --strict --no-lint')).toMatchObject({ status: 0 });
  });

  test('what is accepted does not count, under `--strict` neither', () => {
    const accept = ', annotations: { gatefork.dev/accept: "backend-not-found: of another team" }';
    folderWith({
      'r.yaml': orphan.replace('namespace: shop', `namespace: shop${accept}`),
    });
    const { status, report } = json('-f r.yaml --strict');
    const told = report.findings.find(({ code }) => code === 'backend-not-found');
    expect(told).toMatchObject({
      severity: 'info',
      message: expect.stringContaining('accepted, `of another team`'),
    });
    expect([status, report.result]).toEqual([0, 'valid']);
  });

  test('`-q` leaves notes out', () => {
    const accept = ', annotations: { gatefork.dev/accept: "field-unknown: so it is" }';
    folderWith({ 'r.yaml': route('cart', 'hostname: [a]', accept) });
    expect(gatefork('validate -f r.yaml --no-lint').out).toContain('info field-unknown');
    expect(gatefork('validate -f r.yaml --no-lint -q').out).not.toContain('info');
  });
});

test.each(['text', 'json', 'markdown', 'sarif'])(
  'names that try to be markup or an escape are shown and not obeyed: %s',
  (format) => {
    folderWith({
      'r.yaml': route('cart', '"\\e[31m<script>|`x`": 1\n  hostnames: ["\\u202e<b>@all|"]'),
    });
    const { status, out } = gatefork(`validate -f r.yaml --no-lint -o ${format}`);
    expect(status).toBe(1);
    expect(out).not.toContain('\u001b');
    if (format !== 'json' && format !== 'sarif') expect(out).not.toContain('\u202e');
  },
);

test.each([
  ['metadata: 3', /metadata/],
  ['metadata: { name: { toString: 1 }, namespace: [1] }', /metadata\.name/],
  ['metadata: { name: a, annotations: { gatefork.dev/accept: [1] } }', /accept/],
  ['metadata: { name: __proto__, labels: { __proto__: x } }', /metadata\.name/],
  ['metadata: null', /metadata/],
  [
    'metadata: { name: a }\nspec: { rules: { 0: x }, parentRefs: 7, hostnames: [{}] }',
    /spec\.rules/,
  ],
])('an object that is nothing of what it should be is told, and no bug: %s', (text, message) => {
  for (const kind of ['HTTPRoute', 'Gateway', 'GatewayClass', 'BackendTLSPolicy', 'TCPRoute']) {
    folderWith({ 'r.yaml': `apiVersion: ${group}\nkind: ${kind}\n${text}\n` });
    const { status, out, err } = gatefork('validate -f r.yaml --profile all');
    expect([kind, status, err]).toEqual([kind, 1, '']);
    if (kind === 'HTTPRoute') expect(out).toMatch(message);
  }
});

test('thousands of faults in one file are told in the time of one reading', () => {
  const many = Array.from({ length: 3000 }, (_, index) => misspelt(`cart-${index}`));
  folderWith({ 'r.yaml': many.join('---\n') });
  const { status, report } = json('-f r.yaml --no-lint');
  expect([status, report.findings.length]).toEqual([1, 3000]);
  expect(report.findings.at(-1)?.line).toBe(3000 * 7 - 1);
  const { out } = gatefork('validate -f r.yaml --no-lint');
  expect(out.match(/^error field-unknown/gm)).toHaveLength(21);
  expect(out).toContain('and 2980 more like the 20 above');
  expect(out).toContain('3000 errors');
}, 20_000);
