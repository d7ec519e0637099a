// Synthesis proves what it derived. What breaks a promise here is a route that a sandbox brings,
// since what is derived breaks none.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Include, JsonPatch, Testing } from 'cdk8s';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GateforkConfig, Sandbox, synth } from '../../lib/index';
import { baseline } from '../plugin/shop';
import { temporaryFolder, textsIn } from './sandbox-folder';

const standardError = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
beforeEach(() => {
  standardError.mockClear();
});
afterEach(() => {
  standardError.mockReset().mockReturnValue(true);
});

const headers = (name: string) => [
  {
    name: 'baggage',
    type: 'RegularExpression',
    value: `^(.*,)?\\s*sd-routing-key\\s*=\\s*${name}\\s*([,;].*)?$`,
  },
];

/** The shop by an Include, and a sandbox with a route of its own. */
function shop(rules: readonly object[], hostname = 'shop.example.com') {
  const app = new App({ outdir: temporaryFolder() });
  GateforkConfig.of(app).set({ profile: 'istio' });
  const file = join(temporaryFolder(), 'shop.yaml');
  writeFileSync(file, baseline);
  new Include(new Chart(app, 'shop'), 'all', { url: file });
  const sandbox = new Sandbox(new Chart(app, 'pr-42'), 'sandbox', {
    routingKey: 'pr-42',
    forks: [{ workload: { kind: 'Deployment', namespace: 'shop', name: 'web' } }],
    extraResources: [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'brought', namespace: 'shop' },
        spec: { parentRefs: [{ name: 'edge' }], hostnames: [hostname], rules },
      },
    ],
  });
  return { app, sandbox };
}

const toDebug = { backendRefs: [{ name: 'debug', port: 80 }] };
const taking = [{ matches: [{ path: { type: 'Exact', value: '/taken' } }], ...toDebug }];

test('a request that goes elsewhere fails synthesis, with both rules, and nothing is written', () => {
  const { app, sandbox } = shop(taking);
  const message =
    /\[pr-42\/sandbox\] isolation-violated: under profile istio: `GET http:\/\/shop\.example\.com\/taken` .* goes to Service shop\/debug .*HTTPRoute shop\/web rule 0 .*HTTPRoute shop\/brought rule 0.*; hint: in place of HTTPRoute shop\/brought /;
  expect(() => app.synth()).toThrow(message);
  expect(readdirSync(app.outdir)).toEqual([]);
  expect(() => app.synthYaml()).toThrow(message);
  expect(() => synth(app)).toThrow(message);
  expect(() => Testing.synth(sandbox.node.scope as Chart)).toThrow(message);
  expect(sandbox.findings).toMatchObject([
    { code: 'isolation-violated', sandbox: 'pr-42' },
    { code: 'fidelity-violated', sandbox: 'pr-42' },
  ]);
  expect(sandbox.derivedObjects).toEqual([]);
});

test.each([
  ['shop.example.com', '/long'],
  // Without sandboxes nothing answers there.
  ['other.example.com', '/'],
])('a keyed request that misses the fork fails it too: %s%s', (hostname, value) => {
  const { app } = shop(
    [{ matches: [{ path: { value }, headers: headers('pr-42') }], ...toDebug }],
    hostname,
  );
  expect(() => app.synth()).toThrow(
    `[pr-42/sandbox] fidelity-violated: under profile istio: \`GET http://${hostname}${value}`,
  );
});

test('`verify: false` leaves the proof out, and says what is not looked at', () => {
  const { app, sandbox } = shop(taking);
  GateforkConfig.of(app).set({ verify: false });
  app.synth();
  expect(textsIn(app.outdir).get('pr-42.k8s.yaml')).toContain('name: brought');
  expect(sandbox.findings).toMatchObject([{ code: 'extra-resource-not-judged' }]);
  GateforkConfig.of(app).set({ verify: true });
  expect(() => app.synth()).toThrow('isolation-violated');
});

test('a route that is accepted by name is left out of the proof', () => {
  const { app, sandbox } = shop(taking);
  const accept = (object: string) => {
    const one = { code: 'isolation-violated', object, reason: 'nobody goes there' } as const;
    GateforkConfig.of(app).set({ accept: [one] });
  };
  accept('HTTPRoute shop/brought');
  app.synth();
  expect(sandbox.findings).toMatchObject([
    { code: 'isolation-violated', severity: 'info', object: 'HTTPRoute shop/brought' },
  ]);
  // What is derived cannot be accepted.
  accept('HTTPRoute shop/pr-42--web');
  expect(() => app.synth()).toThrow('isolation-violated');
  expect(sandbox.findings.map(({ code }) => code)).toContain('acceptance-unused');
});

test('what could not be decided is a warning', () => {
  // Two ways to say one thing, of which no small automaton shows that they are one.
  const [one, other] = ['.*a.{20}', '(?:.*)a(?:.{20})'];
  const query = (value: string | undefined) => [
    { name: 'debug', type: 'RegularExpression', value: value ?? '' },
  ];
  const { app, sandbox } = shop([
    { matches: [{ queryParams: query(other), headers: headers('pr-42') }], ...toDebug },
  ]);
  const include = app.node.findChild('shop').node.findChild('all') as Include;
  const route = include.apiObjects.find(({ kind }) => kind === 'HTTPRoute');
  route?.addJsonPatch(JsonPatch.replace('/spec/rules/1/matches/0/queryParams', query(one)));
  app.synth();
  expect(sandbox.findings.map(({ code }) => code)).toContain('proof-undecided');
  expect(String(standardError.mock.calls)).toContain('warning proof-undecided');
  expect(String(standardError.mock.calls)).toContain('hangs on the expression `(?:.*)a(?:.{20})`');
});
