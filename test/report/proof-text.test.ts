import { expect, test } from 'vitest';
import { proofText } from '../../lib/report/proof-text';
import * as made from './proofs';
import { fidelity, forged, isolation, notFound, proof, request, to, whole } from './proofs';

test('the verdict comes first, what was looked at last', () => {
  expect(proofText(proof())).toBe(
    `proved: every request without a known key goes where it went, and with one where the baseline sends it, forks in place

looked at 2 places where requests enter, 5 rules and 1 routing key, for every path, method, header and parameter
`,
  );
});

test('an ambiguity is said in the verdict, before anything counts as proved', () => {
  const ambiguous = [{ reason: 'age decides', request }];
  expect(proofText(proof({ ambiguous }))).toMatch(
    /^proved: .*; but for 1 ambiguity, listed below\n/,
  );
});

test('without a sandbox it is said that there is none', () => {
  const none = proofText(proof({ scope: { places: 1, rules: 1, keys: 0 } }));
  expect(none).toMatch(/^proved: every request goes where it went; no sandbox was found/);
  expect(none).toMatch(/1 place where requests enter, 1 rule and no routing key/);
});

test('each entry has its own lines: both outcomes, both rules, what to do', () => {
  expect(proofText(whole, () => 'gatefork route …')).toMatchInlineSnapshot(`
    "violated: 2 requests show that isolation and fidelity do not hold under profile istio
      holds for   specification and linkerd
      broken for  istio

    isolation is broken by sandbox pr-42: a request without a known key must go where it goes without the sandboxes
      request     GET http://shop.example.com/cart?debug=1
      at          Gateway edge/public port 80
      under       profile istio
      expected    Service shop/cart-debug port 80
                  by HTTPRoute shop/cart rule 1 match 0
      actual      Service shop/cart-pr-42 port 80
                  by HTTPRoute shop/pr-42--cart rule 0 match 0
      because     HTTPRoute shop/pr-42--cart rule 0 has a longer path than HTTPRoute shop/cart rule 1
      to do       let \`HTTPRoute shop/pr-42--cart rule 0 match 0\` ask for a routing key as \`gatefork derive\` wrote it, so that no other request meets it, or take it out
      see why     gatefork route …

    fidelity of sandbox pr-42 is broken: a request with a key must go where the baseline sends it, forks in place of what they fork
      request     GET http://shop.example.com/cart?debug=1
                  baggage: sd-routing-key=pr-42
      at          Gateway edge/public port 80
      under       profile istio
      expected    Service shop/cart-debug port 80
                  by HTTPRoute shop/cart rule 1 match 0
      actual      Service shop/cart-pr-42 port 80
                  by HTTPRoute shop/pr-42--cart rule 0 match 0
      because     HTTPRoute shop/pr-42--cart rule 0 has a longer path than HTTPRoute shop/cart rule 1
      to do       add a rule with the match of \`HTTPRoute shop/cart rule 1 match 0\` and the key \`pr-42\` that goes before \`HTTPRoute shop/pr-42--cart rule 0 match 0\`; \`gatefork derive\` writes it
      see why     gatefork route …

    undecided: HTTPRoute shop/cart rule 2
      because     the expression \`a(?i)b\` cannot be decided
      to do       say it with Exact values and prefixes, or with a plainer expression; \`gatefork route\` tells what becomes of single requests meanwhile

    keyed requests of sandbox pr-42 fail for a time
      when        from wave 0, HTTPRoute shop/pr-42--cart, to wave 1, Service shop/cart-pr-42
      because     HTTPRoute shop/pr-42--cart rule 0 sends to Service shop/cart-pr-42
      mended by   sync wave 1

    ambiguous: which rule answers is open
      request     GET http://shop.example.com/cart?debug=1
      at          Gateway edge/public port 80
      because     only age tells HTTPRoute shop/cart rule 0 from HTTPRoute shop/old rule 0

    taken for granted
      Gateway edge/public has no routes but those of the input

    looked at 2 places where requests enter, 5 rules and 1 routing key, for every path, method, header and parameter
    "
  `);
});

test('of several profiles the first that breaks a promise shows how, the others are named', () => {
  const names = ['istio', 'linkerd', 'kong', 'aws', 'contour', 'traefik'];
  const reason = 'age decides';
  const text = proofText(
    proof({
      result: 'violated',
      violations: names.map((profile) => ({ ...isolation, profile })),
      ambiguous: names.map((profile) => ({ reason, request, profile })),
    }),
  );
  expect(text).toMatch(
    /^violated: 1 request shows that isolation does not hold under profile istio\n/,
  );
  expect(text.match(/^isolation is broken/gm)).toHaveLength(1);
  expect(text).toContain('broken under profiles linkerd, kong, aws and 2 more as well');
  expect(text.match(/^ambiguous/gm)).toHaveLength(1);
  expect(text).toContain('under       profiles istio, linkerd, kong and 3 more\n');
});

test('of two outcomes only what differs is shown', () => {
  const expected = to('shop/cart', made.baseline);
  const actual = {
    ...to('shop/cart', made.derived),
    policies: { timeouts: { request: '5s' }, retry: { attempts: 2 } },
  };
  const slow = { ...expected, policies: { retry: { attempts: 2 } } };
  const text = proofText(
    proof({ result: 'violated', violations: [{ ...fidelity, expected: slow, actual }] }),
  );
  expect(text).toContain('timeouts {"request":"5s"}');
  expect(text).not.toContain('retry');
  expect(text).toContain('give `HTTPRoute shop/pr-42--cart rule 0 match 0` the timeouts of');
});

test('of more than anybody reads the first are shown, and how many there are', () => {
  const violations = Array.from({ length: 23 }, () => isolation);
  const text = proofText(proof({ result: 'violated', violations }));
  expect(text.match(/^isolation is broken/gm)).toHaveLength(20);
  expect(text).toContain('and 3 more like the 20 above; -o json has all of them');
});

test('what manifests hold forges no line and colours no terminal', () => {
  const text = proofText(forged);
  expect(text).not.toContain('\u001b');
  expect(text).not.toMatch(/^# head/m);
  expect(text.split('\n')).toHaveLength(proofText({ ...forged, ...plain() }).split('\n').length);
});

/** The same proof, all of whose texts are one word. */
function plain() {
  const text = JSON.stringify(forged).replaceAll(JSON.stringify(made.hostile).slice(1, -1), 'word');
  return JSON.parse(text) as typeof forged;
}

test.each([
  [
    'another rule takes what has no key',
    isolation,
    'let `HTTPRoute shop/pr-42--cart rule 0 match 0` ask for a routing key',
  ],
  [
    'the same rule does something else',
    { ...isolation, actual: to('shop/x', made.baseline, 1) },
    'leave `HTTPRoute shop/cart rule 1 match 0`',
  ],
  [
    'nothing answers any more',
    { ...isolation, actual: notFound },
    'put `HTTPRoute shop/cart rule 1 match 0` back',
  ],
  [
    'a Service refuses what no rule takes',
    { ...isolation, ...mesh() },
    'give a route of that Service a rule that sends on to it',
  ],
  [
    'the key is not looked at',
    { ...fidelity, actual: to('shop/x', made.baseline, 1) },
    'add a rule with the match of `HTTPRoute shop/cart rule 1 match 0` and the key `pr-42`',
  ],
  ['a rule overtakes another', fidelity, 'goes before `HTTPRoute shop/pr-42--cart rule 0 match 0`'],
  [
    'the fork cannot be reached',
    { ...fidelity, actual: broken() },
    'mend what `HTTPRoute shop/pr-42--cart rule 0 match 0` refers to (no grant)',
  ],
])('what to do where %s', (_, violation, remedy) => {
  expect(proofText(proof({ result: 'violated', violations: [violation] }))).toContain(remedy);
});

function mesh() {
  const target = { to: 'service', namespace: 'shop', name: 'cart', port: 80, from: 'web' } as const;
  const { by: _, ...expected } = to('shop/cart', made.baseline);
  return { request: { ...request, target }, expected, actual: notFound };
}

function broken() {
  const share = { to: 'error', reason: 'RefNotPermitted', because: 'no grant', share: 1 } as const;
  return { ...to('shop/x', made.derived), backends: [share] };
}
