// Outcomes as JSON and as text: the same value in both, side by side.

import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../lib/model/decision';
import type { Request } from '../../lib/model/request';
import type { AnyRoute } from '../../lib/model/route';
import { jsonLine } from '../../lib/report/json-line';
import { type OutcomeJson, outcomeJson, traceJson } from '../../lib/report/outcome-json';
import { outcomeText } from '../../lib/report/outcome-text';
import { traceText } from '../../lib/report/trace-text';

function backendsOf(outcome: OutcomeJson) {
  return outcome.outcome === 'backends' ? outcome.backends : [];
}

const route = { kind: 'HTTPRoute', namespace: 'shop', name: 'cart' } as AnyRoute;
const by = { route, rule: 0, match: 1 };

const gatewayTarget = { to: 'gateway', namespace: 'edge', name: 'public', port: 443 } as const;

const http: Request = {
  protocol: 'http',
  target: gatewayTarget,
  scheme: 'https',
  method: 'GET',
  host: 'shop.example.com',
  path: '/cart',
  headers: [],
};

const grpc: Request = { ...http, protocol: 'grpc', method: 'POST', path: '/shop.Cart/Get' };

const tcp: Request = {
  protocol: 'tcp',
  target: { to: 'service', namespace: '', name: 'db', port: 5432, from: '' },
};

const nothing = { filters: [], mirrors: [], policies: {} } as const;

const whole: Outcome = {
  outcome: 'backends',
  backends: [{ to: 'backend', name: 'shop/cart', port: 80, share: 1 }],
  by,
  ...nothing,
};

const split: Outcome = {
  outcome: 'backends',
  backends: [
    { to: 'backend', name: '/cart', port: 80, share: 0.5 },
    {
      to: 'backend',
      name: 'shop/cart',
      other: { group: 'multicluster.x-k8s.io', kind: 'ServiceImport' },
      port: 80,
      share: 0.3,
      filters: [{ type: 'RequestHeaderModifier' }],
      forwarded: { method: 'GET', host: 'a', path: '/x', headers: [['X-A', '1']] },
      response: { set: [], add: [['X-B', '2']], remove: [] },
    },
    { to: 'redirect', status: 302, location: 'https://b/', share: 0.1 },
    { to: 'error', reason: 'BackendNotFound', because: 'Service shop/no is not there', share: 0.1 },
  ],
  by: { route: { ...route, namespace: '' } as AnyRoute, rule: 2 },
  filters: [{ type: 'RequestMirror' }, { type: 'URLRewrite' }],
  forwarded: {
    method: 'GET',
    host: 'cart.internal',
    path: '/v2',
    headers: [
      ['X-A', '1'],
      ['x-a', '2'],
    ],
  },
  response: { set: [['X-S', 'a']], add: [], remove: ['Server'] },
  mirrors: [
    { name: 'shop/shadow', port: 80, share: 1 },
    { name: 'shop/shadow-2', port: 80, share: 0.125 },
  ],
  policies: { timeouts: { request: '10s' }, retry: { attempts: 9007199254740993n } },
};

const redirect: Outcome = { outcome: 'redirect', status: 301, location: 'https://a/', by };

const notFound: Outcome = { outcome: 'status', status: 404, because: 'no rule matches' };

const closed: Outcome = { outcome: 'rejected', because: 'no listener covers the name' };

const open: Outcome = {
  outcome: 'unspecified',
  between: [whole, notFound],
  because: ['header `x-a` is matched by an expression', 'nothing else is known'],
};

const view = { request: http, explain: false };

describe('as JSON', () => {
  test.each([
    [
      whole,
      '{"outcome":"backends","backends":[{"service":"shop/cart","port":80,"share":1}],"route":{"kind":"HTTPRoute","namespace":"shop","name":"cart","rule":0,"match":1},"filters":[]}',
    ],
    [
      { ...whole, by: undefined } as unknown as Outcome,
      '{"outcome":"backends","backends":[{"service":"shop/cart","port":80,"share":1}],"filters":[]}',
    ],
    [
      redirect,
      '{"outcome":"redirect","status":301,"location":"https://a/","route":{"kind":"HTTPRoute","namespace":"shop","name":"cart","rule":0,"match":1}}',
    ],
    [notFound, '{"outcome":"status","status":404}'],
    [
      { ...notFound, grpcStatus: 12, by },
      '{"outcome":"status","status":404,"grpcStatus":12,"route":{"kind":"HTTPRoute","namespace":"shop","name":"cart","rule":0,"match":1}}',
    ],
    [closed, '{"outcome":"rejected"}'],
  ] as const)('%#', (outcome, expected) => {
    expect(jsonLine(outcomeJson(outcome, view))).toBe(`${expected}\n`);
  });

  test('all that an outcome may hold, and nothing where it is empty', () => {
    expect(jsonLine(outcomeJson(split, view))).toBe(
      `${[
        '{"outcome":"backends","backends":[{"service":"/cart","port":80,"share":0.5},',
        '{"kind":"ServiceImport","group":"multicluster.x-k8s.io","name":"shop/cart","port":80,"share":0.3,',
        '"filters":[{"type":"RequestHeaderModifier"}],"forwarded":{"method":"GET","host":"a","path":"/x","headers":{"X-A":"1"}},',
        '"response":{"add":{"X-B":"2"}}},',
        '{"status":302,"location":"https://b/","share":0.1},',
        '{"status":500,"share":0.1,"reason":"BackendNotFound"}],',
        '"route":{"kind":"HTTPRoute","namespace":"","name":"cart","rule":2},',
        '"filters":[{"type":"RequestMirror"},{"type":"URLRewrite"}],',
        '"forwarded":{"method":"GET","host":"cart.internal","path":"/v2","headers":[["X-A","1"],["x-a","2"]]},',
        '"response":{"set":{"X-S":"a"},"remove":["Server"]},',
        '"mirrors":[{"service":"shop/shadow","port":80,"share":1},{"service":"shop/shadow-2","port":80,"share":0.125}],',
        '"policies":{"timeouts":{"request":"10s"},"retry":{"attempts":9007199254740993}}}',
      ].join('')}\n`,
    );
  });

  test('what is open is said with its reasons, each possible outcome whole', () => {
    expect(outcomeJson(open, view)).toEqual({
      outcome: 'unspecified',
      between: [outcomeJson(whole, view), { outcome: 'status', status: 404 }],
      because: ['header `x-a` is matched by an expression', 'nothing else is known'],
    });
  });

  test('an explanation says why', () => {
    const asked = { request: http, explain: true };
    expect(outcomeJson(notFound, asked)).toMatchObject({ because: 'no rule matches' });
    expect(outcomeJson(closed, asked)).toMatchObject({ because: 'no listener covers the name' });
    expect(backendsOf(outcomeJson(split, asked))[3]).toMatchObject({
      because: 'Service shop/no is not there',
    });
  });

  test.each([
    [http, { status: 500 }],
    [grpc, { status: 500, grpcStatus: 14 }],
    [tcp, { rejected: true }],
  ])('what does not resolve fails as the protocol has it: $0.protocol', (request, expected) => {
    const backends = [
      { to: 'error', reason: 'RefNotPermitted', because: 'no grant', share: 1 },
    ] as const;
    const broken: Outcome = { outcome: 'backends', backends, ...nothing };
    expect(backendsOf(outcomeJson(broken, { request, explain: false }))).toEqual([
      { ...expected, share: 1, reason: 'RefNotPermitted' },
    ]);
  });

  test('a header called `__proto__` is a header', () => {
    const forwarded = {
      method: 'GET',
      host: 'a',
      path: '/',
      headers: [['__proto__', '1']],
    } as const;
    expect(jsonLine(outcomeJson({ ...whole, forwarded }, view))).toContain(
      '"headers":{"__proto__":"1"}',
    );
  });
});

describe('as text', () => {
  test('one backend', () => {
    expect(outcomeText(whole, http)).toBe(
      `GET https://shop.example.com/cart -> Service shop/cart port 80
  at        Gateway edge/public port 443
  by        HTTPRoute shop/cart rule 0 match 1
`,
    );
  });

  test('all that an outcome may hold', () => {
    expect(outcomeText(split, grpc, { id: 'x', profile: 'istio' })).toBe(
      `x  gRPC https://shop.example.com/shop.Cart/Get -> 50% Service cart port 80, 30% ServiceImport shop/cart port 80, 10% redirect 302 to https://b/, 10% status 500 (BackendNotFound)
  at        Gateway edge/public port 443
  under     profile istio
  by        HTTPRoute cart rule 2
  for       ServiceImport shop/cart port 80
  filters   RequestHeaderModifier
  arrives   GET a/x
            X-A: 1
  response  add X-B: 2
  broken    Service shop/no is not there
  filters   RequestMirror, URLRewrite
  arrives   GET cart.internal/v2
            X-A: 1
            x-a: 2
  response  set X-S: a
            remove Server
  mirror    Service shop/shadow port 80
  mirror    12.5% to Service shop/shadow-2 port 80
  timeouts  {"request":"10s"}
  retry     {"attempts":"9007199254740993"}
`,
    );
  });

  test.each([
    [redirect, http, 'redirect 301 to https://a/'],
    [notFound, http, 'status 404'],
    [{ ...notFound, grpcStatus: 12 } as Outcome, grpc, 'status 404, gRPC status 12'],
    [closed, tcp, 'the connection is closed'],
    [open, http, 'unspecified'],
  ])('%#', (outcome, request, goal) => {
    expect(outcomeText(outcome, request).split('\n')[0]).toMatch(
      new RegExp(` -> ${goal.replaceAll('.', '\\.')}$`),
    );
  });

  test('a connection, and what stays open', () => {
    expect(outcomeText(closed, tcp)).toBe(
      `tcp connection -> the connection is closed
  at        Service db port 5432, from the unnamed namespace
  because   no listener covers the name
`,
    );
    expect(outcomeText(open, http)).toBe(
      `GET https://shop.example.com/cart -> unspecified
  at        Gateway edge/public port 443
  either    Service shop/cart port 80, by HTTPRoute shop/cart rule 0 match 1
  or        status 404, no rule matches
  because   header \`x-a\` is matched by an expression
  because   nothing else is known
`,
    );
  });
});

describe('a trace', () => {
  const step = { by, host: 'shop.example.com' };
  const trace = {
    listeners: [
      {
        listener: 'Gateway edge/public listener https',
        hostname: '*',
        port: 443,
        protocol: 'HTTPS',
        state: 'chosen',
        because: 'covers all',
      },
    ],
    candidates: [
      { ...step, state: 'won', because: 'longest path' },
      { by: { route, rule: 1 }, host: '*', state: 'lost', because: '' },
      ...Array.from({ length: 12 }, () => ({ ...step, state: 'no' as const, because: 'path' })),
    ],
    notes: ['producer routes act'],
  } as const;

  test('shows those that match first, and of the others the first ten', () => {
    expect(traceText(trace)).toBe(
      `  listeners
    chosen  Gateway edge/public listener https (*, HTTPS 443): covers all
  matches, first in rank first
    won     HTTPRoute shop/cart rule 0 match 1 under shop.example.com: longest path
    lost    HTTPRoute shop/cart rule 1
  matches that do not accept it
${'    no      HTTPRoute shop/cart rule 0 match 1 under shop.example.com: path\n'.repeat(10)}    and 2 more
  notes
    producer routes act
`,
    );
  });

  test('is whole as JSON', () => {
    const json = traceJson(trace, http);
    expect(json.target).toBe('Gateway edge/public port 443');
    expect(json.candidates).toHaveLength(14);
    expect(json.candidates[1]).toEqual({
      route: { kind: 'HTTPRoute', namespace: 'shop', name: 'cart', rule: 1 },
      host: '*',
      state: 'lost',
      because: '',
    });
  });

  test('of nothing is nothing', () => {
    expect(traceText({ listeners: [], candidates: [], notes: [] })).toBe('');
  });
});
