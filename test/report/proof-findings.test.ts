import { expect, test } from 'vitest';
import { exitOf } from '../../lib/model/finding';
import type { Manifest } from '../../lib/model/manifest';
import { proofFindings } from '../../lib/report/proof-findings';
import {
  baseline,
  derived,
  fidelity,
  isolation,
  notFound,
  proof,
  request,
  to,
  whole,
} from './proofs';

test('what holds is no finding', () => {
  expect(proofFindings(proof({ assumptions: ['x'] }))).toEqual([]);
});

test('each entry is told with its severity, its sandbox and its rules', () => {
  const found = proofFindings(whole, [baseline, derived]);
  expect(found.map(({ code, severity, sandbox }) => [code, severity, sandbox])).toEqual([
    ['isolation-violated', 'error', 'pr-42'],
    ['fidelity-violated', 'error', 'pr-42'],
    ['proof-undecided', 'warning', undefined],
    ['keyed-fails-meanwhile', 'warning', 'pr-42'],
    ['order-ambiguous', 'info', undefined],
  ]);
  expect(exitOf(found)).toBe(1);
  expect(found[0]?.where).toEqual({
    origin: derived.origin,
    path: ['spec', 'rules', 0, 'matches', 0],
  });
  expect(found[0]?.also).toEqual([
    { origin: baseline.origin, path: ['spec', 'rules', 1, 'matches', 0] },
  ]);
  expect(found[2]?.where).toEqual({ origin: baseline.origin, path: ['spec', 'rules', 2] });
  for (const { message, hint = '' } of found) {
    expect([message.endsWith('.'), hint === '', hint.endsWith('.')]).toEqual([false, false, false]);
  }
});

test.each([
  [
    'isolation',
    isolation,
    '`GET http://shop.example.com/cart?debug=1` at Gateway edge/public port 80, without a known key, goes to Service shop/cart-pr-42 port 80; without the sandboxes it goes to Service shop/cart-debug port 80: ',
  ],
  [
    'fidelity',
    { ...fidelity, actual: notFound },
    '`GET http://shop.example.com/cart?debug=1` with `baggage: sd-routing-key=pr-42` at Gateway edge/public port 80, with the key `pr-42` of sandbox pr-42, gets status 404; by the baseline and the forks it goes to Service shop/cart-debug port 80: ',
  ],
  [
    'the same place in another way',
    {
      ...isolation,
      expected: to('shop/cart', baseline),
      actual: { ...to('shop/cart', derived), policies: { timeouts: { request: '5s' } } },
    },
    ', without a known key, goes to Service shop/cart port 80 as without the sandboxes, but with other timeouts: ',
  ],
  [
    'a profile and a time',
    { ...isolation, profile: 'istio', state: 'after wave 0' },
    'under profile istio, after wave 0: `GET ',
  ],
])('a sentence tells of %s', (_, violation, words) => {
  const [found] = proofFindings(proof({ violations: [violation] }));
  expect(found?.message).toContain(words + (words.endsWith(': ') ? violation.because : ''));
});

test('where no rule decides, the place is what the request came to', () => {
  const attached = (name: string, labels?: { [key: string]: string }): Manifest => ({
    object: {
      ...baseline.object,
      metadata: { namespace: 'shop', name, ...(labels === undefined ? {} : { labels }) },
      spec: { parentRefs: [{ name: 'other' }, { kind: 'Service', name: 'cart' }] },
    },
    origin: { from: 'file', file: `${name}.yaml`, document: 0 },
  });
  const gateway: Manifest = {
    object: {
      ...baseline.object,
      kind: 'Gateway',
      metadata: { namespace: 'edge', name: 'public' },
    },
    origin: { from: 'file', file: 'gateway.yaml', document: 0 },
  };
  const all = [
    attached('plain'),
    attached('ours', derived.object.metadata?.labels),
    gateway,
    baseline,
  ];
  const none = { ...isolation, expected: notFound, actual: notFound };
  const place = (violation: typeof none) => {
    return proofFindings(proof({ violations: [violation] }), all)[0]?.where;
  };
  const target = { to: 'service', namespace: 'shop', name: 'cart', port: 80, from: 'web' } as const;
  expect(place({ ...none, request: { ...request, target } })).toEqual({
    origin: { from: 'file', file: 'ours.yaml', document: 0 },
    path: ['spec', 'parentRefs', 1],
  });
  expect(place(none)).toEqual({ origin: gateway.origin });
});

test('objects whose fields are of any type are passed over', () => {
  const odd = [
    null,
    1,
    'x',
    [],
    {},
    { parentRefs: 1 },
    { parentRefs: [null, 1, { kind: 'Service' }] },
  ];
  const all = odd.map((spec) => ({ ...baseline, object: { ...baseline.object, spec } }));
  const target = { to: 'service', namespace: 'shop', name: 'cart', port: 80, from: 'web' } as const;
  const none = {
    ...isolation,
    request: { ...request, target },
    expected: notFound,
    actual: notFound,
  };
  const [found] = proofFindings(proof({ violations: [none] }), all as Manifest[]);
  expect(found?.where).toBeUndefined();
});
