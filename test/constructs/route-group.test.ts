// The RouteGroup construct: what it takes, what it refuses, the value it becomes, and its part in
// a synthesis.

import { join } from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import {
  GateforkConfig,
  Gateway,
  type GroupMember,
  HttpMatch,
  HttpRoute,
  Listener,
  RouteGroup,
  type RouteGroupMatch,
  type RouteGroupProps,
  Sandbox,
  summarizeSandboxes,
  synth,
  UsageError,
} from '../../lib/index';
import { temporaryFolder, textsIn } from './sandbox-folder';

function group(props?: RouteGroupProps, id = 'epic'): RouteGroup {
  return new RouteGroup(new Chart(new App(), 'groups'), id, props);
}

const label = { key: 'feature', value: 'checkout-*' };

test('names, expiry and match are those of the same words in a file', () => {
  const match = { any: [{ label }, { all: [{ sandboxes: ['pr-1'] }, { label }] }] };
  const times = { createdAt: '2026-01-01T00:00:00Z', ttl: '1d' };
  expect(group({ name: 'checkout', routingKey: 'key', match, ...times }).toSpec()).toEqual({
    kind: 'RouteGroup',
    name: 'checkout',
    routingKey: 'key',
    createdAt: '2026-01-01T00:00:00Z',
    expiresAt: '2026-01-02T00:00:00Z',
    match,
    origin: { from: 'construct', path: 'groups/epic' },
  });
  expect(group({ match: { label } }).toSpec()).toMatchObject({ name: 'epic', routingKey: 'epic' });
});

test('sandboxes belong by construct or name, beside those that match', () => {
  const chart = new Chart(new App(), 'chart');
  const [one, two] = ['pr-1', 'pr-2'].map((id) => new Sandbox(chart, id));
  const sandboxes = [one, 'pr-9'] as GroupMember[];
  expect(
    new RouteGroup(chart, 'a-1', { sandboxes }).addSandbox(two as Sandbox).toSpec().match,
  ).toEqual({
    sandboxes: ['pr-1', 'pr-9', 'pr-2'],
  });
  const match = { all: [{ label }, { sandboxes }] };
  expect(new RouteGroup(chart, 'a-2', { match }).toSpec().match).toEqual({
    all: [{ label }, { sandboxes: ['pr-1', 'pr-9'] }],
  });
  expect(new RouteGroup(chart, 'a-3', { match: { label }, sandboxes }).toSpec().match).toEqual({
    any: [{ label }, { sandboxes: ['pr-1', 'pr-9'] }],
  });
});

test.each<readonly [RouteGroupProps, string]>([
  [{ routingKey: 'KEY' }, '`KEY` is not a routing key'],
  [{ name: 'a--b' }, '`a--b` is not a route group name'],
  [{ sandbox: ['pr-1'] } as RouteGroupProps, 'did you mean `sandboxes`?'],
  [{ forks: [] } as RouteGroupProps, '`forks` is no prop of a RouteGroup'],
  [{ sandboxes: 'pr-1' as unknown as [] }, '`sandboxes` is not a list'],
  [{ sandboxes: [1 as unknown as string] }, '`1` is not a Sandbox'],
  [{ sandboxes: [{} as Sandbox] }, 'an object is not a Sandbox'],
  [{ match: {} as RouteGroupMatch }, 'match names no sandboxes'],
  [{ match: { any: [] } }, 'match.any is empty'],
  [{ match: { labels: label } as unknown as RouteGroupMatch }, 'match.labels is not a known field'],
  [{ match: { label: { key: 'a' } as typeof label } }, 'match.label.value is missing'],
  [{ match: { label }, ttl: '1d' }, 'ttl has no start'],
])('refuses %j at the call, with the path', (props, text) => {
  const call = () => group(props);
  expect(call).toThrow(UsageError);
  expect(call).toThrow('[groups/epic] ');
  expect(call).toThrow(text);
});

test('a sandbox of another app, and a place in no chart, are refused', () => {
  const other = new Sandbox(new Chart(new App(), 'other'), 'pr-1');
  expect(() => group({ sandboxes: [other] })).toThrow('`other/pr-1` stands in another app');
  expect(() => new RouteGroup(new App(), 'epic')).toThrow('[epic] a RouteGroup stands in no chart');
});

test('a group that never got a member is refused at synthesis', () => {
  const app = new App();
  new RouteGroup(new Chart(app, 'groups'), 'epic');
  expect(() => app.synthYaml()).toThrow(
    '[groups/epic] sandbox-invalid: RouteGroup epic: match is missing',
  );
});

function shop() {
  const app = new App({ outdir: temporaryFolder() });
  GateforkConfig.of(app).set({ profile: 'istio' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const edge = new Gateway(chart, 'edge', {
    gatewayClassName: 'istio',
    listeners: [Listener.http({ port: 80 })],
  });
  const workloads = ['cart', 'web'].map((id) => {
    const metadata = { name: id };
    const containers = [{ image: `${id}:1`, portNumber: 8080 }];
    const workload = new kplus.Deployment(chart, id, { metadata, containers });
    const service = workload.exposeViaService({
      name: id,
      ports: [{ port: 80, targetPort: 8080 }],
    });
    new HttpRoute(chart, `${id}-route`, {
      metadata,
      parents: [edge],
      rules: [{ matches: [HttpMatch.pathPrefix(`/${id}`)], backends: [service] }],
    });
    return workload;
  });
  const labels = { feature: 'checkout-7' };
  const sandboxes = workloads.map(
    (workload, index) =>
      new Sandbox(new Chart(app, `pr-${index}`), 'sandbox', {
        ...{ routingKey: `pr-${index}`, labels },
        forks: [{ workload, image: 'x:2' }],
      }),
  );
  return { app, sandboxes };
}

test('its routes lead to the forks of its sandboxes, and stand in its chart', () => {
  const { app } = shop();
  const before = app.synthYaml();
  const chart = new Chart(app, 'epic');
  const one = new RouteGroup(chart, 'group', { routingKey: 'epic', match: { label } });
  const after = app.synthYaml();
  expect(after.startsWith(before)).toBe(true);
  const names = one.derivedObjects.map(({ kind, name }) => `${kind} ${name}`).sort();
  expect(names).toEqual(['HTTPRoute epic--cart', 'HTTPRoute epic--web']);
  const text = Yaml.stringify(...chart.toJson());
  expect(text).toContain('name: cart-pr-0');
  expect(text).toContain('name: web-pr-1');
  expect(one.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(summarizeSandboxes(app)).toContain('epic');
});

test('synth writes its files as app.synth does', () => {
  const written = (write: (app: App) => void) => {
    const { app } = shop();
    new RouteGroup(new Chart(app, 'epic'), 'group', { routingKey: 'epic', match: { label } });
    write(app);
    const load = (file: string) => Yaml.load(join(app.outdir, file));
    const files = [...textsIn(app.outdir).keys()].filter((file) => file.endsWith('.yaml'));
    return Object.fromEntries(files.map((file) => [file, load(file)]));
  };
  const files = written((app) => app.synth());
  expect(Object.keys(files)).toContain('epic.k8s.yaml');
  expect(written((app) => synth(app))).toEqual(files);
});

test('what is wrong with it stands at the construct', () => {
  const { app } = shop();
  const chart = new Chart(app, 'epic');
  new RouteGroup(chart, 'group', { routingKey: 'pr-0', name: 'epic', match: { label } });
  expect(() => app.synth()).toThrow(/\[(pr-0\/sandbox|epic\/group)\] routing-key-shared/);
});
