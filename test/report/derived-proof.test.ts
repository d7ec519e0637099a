import { describe, expect, test } from 'vitest';
import { type Finding, finding } from '../../lib/model/finding';
import type { Proof } from '../../lib/model/proof';
import type { Request } from '../../lib/model/request';
import { derivedProofFindings, provedLine } from '../../lib/report/derived-proof';

const document = { from: 'file', file: 'pr-1.yaml', document: 0 } as const;
const route = { from: 'file', file: 'routes.yaml', document: 2 } as const;

const owner = { kind: 'Sandbox', name: 'pr-1', routingKey: 'pr-1', origin: document } as const;
const sandbox = {
  ...{ owner, members: [], objects: [], forks: [], virtual: [] },
  ...{ routes: [], policies: [], gains: [], shields: [] },
};

function told(proved: readonly Finding[], derived: readonly Finding[] = []) {
  const brought = new Set(['HTTPRoute shop/mine']);
  return derivedProofFindings({ derived, proved, sandboxes: [sandbox], brought });
}

const path = ['spec', 'rules', 0];
const violated = finding('isolation-violated', {
  message: 'a request goes elsewhere',
  hint: '`gatefork derive` writes it',
  where: { origin: document, path },
  also: [{ origin: route, path }],
  sandbox: 'pr-1',
  object: 'HTTPRoute shop/mine',
});

describe('a broken promise', () => {
  test('stands at the document, without a path that leads nowhere there', () => {
    expect(told([violated])).toMatchObject([
      { where: { origin: document }, also: [{ origin: route, path }] },
    ]);
    expect(told([violated])[0]?.where).not.toHaveProperty('path');
  });

  test('of nobody stands where it was found', () => {
    const { sandbox: _, ...unowned } = { ...violated, where: { origin: route, path } };
    expect(told([unowned])).toMatchObject([{ where: { origin: route, path }, also: [] }]);
  });

  test.each([
    ['HTTPRoute shop/mine', /^in place of HTTPRoute shop\/mine use .* accept `isolation-violated`/],
    ['HTTPRoute shop/pr-1--cart', /^take out what stands under `extraResources`.* report it/],
  ])('by %s is not mended by deriving again', (object, hint) => {
    expect(told([{ ...violated, object }])[0]?.hint).toMatch(hint);
  });
});

test('what was accepted keeps to itself, and what is undecided keeps its hint', () => {
  const { hint: _, ...rest } = violated;
  const accepted: Finding = { ...rest, severity: 'info' };
  expect(told([accepted])[0]).not.toHaveProperty('hint');
  const open = finding('proof-undecided', { message: 'open', hint: 'say it plainly' });
  expect(told([open])).toEqual([open]);
});

test('nothing is told twice', () => {
  const notJudged = (object: string) =>
    finding('extra-resource-not-judged', { message: `${object} is written as it stands`, object });
  const ambiguous = finding('order-ambiguous', { message: 'either may answer' });
  const derived = [notJudged('HTTPRoute shop/mine'), notJudged('TCPRoute shop/mine')];
  expect(told([ambiguous], derived)).toEqual([notJudged('TCPRoute shop/mine')]);
});

const proof: Proof = {
  ...{ result: 'proved', violations: [], undecided: [], ambiguous: [], assumptions: [] },
  ...{ failing: [], profiles: [], scope: { places: 1, rules: 1, keys: 1 } },
};

test('a proof is one line that says under whose order it holds, and what it leaves open', () => {
  expect(provedLine(undefined)).toBe('');
  expect(provedLine({ ...proof, result: 'undecided' })).toBe('');
  expect(provedLine(proof)).toMatch(
    /^proved under the specification's order: .* forks in place\n$/,
  );
  const profiles = [{ profile: 'istio', result: 'proved' } as const];
  expect(provedLine({ ...proof, profiles })).toMatch(/^proved under profile istio: /);
  const request: Request = {
    protocol: 'http',
    target: { to: 'gateway', namespace: 'edge', name: 'public', port: 80 },
    method: 'GET',
    host: 'a',
    path: '/',
    headers: [],
  };
  const ambiguous = [{ reason: 'only age', request }];
  expect(provedLine({ ...proof, ambiguous })).toMatch(
    /; but for 1 ambiguity, which `gatefork verify` lists\n$/,
  );
});
