// How much less time `synth(app)` takes than cdk8s' own `app.synth()`, and what a sandbox adds to
// the latter. Run by `npx tsx bench/synth.bench.ts`.
//
// Objects are a third each Deployment, Service and HTTPRoute. Times are CPU time (user and
// system) of this process, medians over runs that take turns, each on a fresh tree in a fresh
// folder; building the tree is not counted. The ratios are what carries over to other machines.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Sandbox, synth } from '../lib/index';

const cases = [
  { objects: 1000, charts: 1, runs: 7 },
  { objects: 1000, charts: 10, runs: 7 },
  { objects: 1000, charts: 300, runs: 7 },
  { objects: 5000, charts: 1, runs: 5 },
  { objects: 5000, charts: 10, runs: 5 },
  { objects: 5000, charts: 300, runs: 3 },
];

function addDeployment(chart: Chart, name: string): void {
  const labels = { app: name, 'app.kubernetes.io/part-of': 'shop' };
  const env = [
    { name: 'LOG_LEVEL', value: 'info' },
    { name: 'PORT', value: '8080' },
  ];
  const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };
  const ports = [{ name: 'http', containerPort: 8080 }];
  const container = {
    name: 'main',
    image: `registry.example.com/shop/${name}:1.4`,
    env,
    resources,
    ports,
  };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template };
  const metadata = { name, labels };
  new ApiObject(chart, `${name}-deployment`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec,
  });
}

function addService(chart: Chart, name: string): void {
  const spec = { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] };
  const metadata = { name, labels: { app: name } };
  new ApiObject(chart, `${name}-service`, { apiVersion: 'v1', kind: 'Service', metadata, spec });
}

function addRoute(chart: Chart, name: string): void {
  const matches = [{ path: { type: 'PathPrefix', value: `/${name}` } }];
  const backendRefs = [{ name, port: 80, weight: 1 }];
  const spec = {
    parentRefs: [{ name: 'edge', namespace: 'edge-system' }],
    hostnames: ['shop.example.com'],
    rules: [{ matches, backendRefs, timeouts: { request: '10s' } }],
  };
  const apiVersion = 'gateway.networking.k8s.io/v1';
  new ApiObject(chart, `${name}-route`, {
    apiVersion,
    kind: 'HTTPRoute',
    metadata: { name },
    spec,
  });
}

function build(objects: number, charts: number, sandboxes = 0): App {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'gatefork-bench-')) });
  const all = Array.from({ length: charts }, (_, index) => {
    return new Chart(app, `team-${index}`, { namespace: `team-${index}` });
  });
  const add = [addDeployment, addService, addRoute];
  for (let index = 0; index < objects; index += 1) {
    const triple = Math.floor(index / 3);
    const chart = all[triple % charts];
    if (chart !== undefined) add[index % 3]?.(chart, `svc-${triple}`);
  }
  for (let index = 0; index < sandboxes; index += 1) {
    const workload = {
      kind: 'Deployment',
      namespace: `team-${index % charts}`,
      name: `svc-${index}`,
    };
    const forks = [{ workload: { ...workload, kind: 'Deployment' as const }, image: 'shop:pr' }];
    new Sandbox(new Chart(app, `pr-${index}`), 'sandbox', { name: `pr-${index}`, forks });
  }
  return app;
}

/** CPU milliseconds of one way to write one app. */
function cpuOf(app: App, write: (app: App) => void): number {
  const start = process.cpuUsage();
  write(app);
  const { user, system } = process.cpuUsage(start);
  rmSync(app.outdir, { recursive: true });
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Runs two ways in turns, after one unmeasured turn, and prints medians and their ratio. */
function compare(label: string, runs: number, ways: readonly [() => number, () => number]): void {
  const [first, second] = ways;
  const times = Array.from({ length: runs + 1 }, () => [first(), second()] as const).slice(1);
  const [ours, theirs] = [median(times.map(([a]) => a)), median(times.map(([, b]) => b))];
  const ratio = (theirs / ours).toFixed(2);
  console.log(
    `${label.padEnd(44)} ${ours.toFixed(0).padStart(8)} ${theirs.toFixed(0).padStart(8)} ${ratio.padStart(8)}`,
  );
}

const stock = (app: App): void => app.synth();
const linear = (app: App): void => {
  synth(app);
};

console.log(
  `${'CPU ms (median)'.padEnd(44)} ${'synth()'.padStart(8)} ${'cdk8s'.padStart(8)} ${'ratio'.padStart(8)}`,
);
for (const { objects, charts, runs } of cases) {
  compare(`${objects} objects, ${charts} charts`, runs, [
    () => cpuOf(build(objects, charts), linear),
    () => cpuOf(build(objects, charts), stock),
  ]);
}
console.log(
  `${''.padEnd(44)} ${'without'.padStart(8)} ${'with'.padStart(8)} ${'ratio'.padStart(8)}`,
);
for (const { objects, charts } of cases.slice(0, 3)) {
  compare(`app.synth(), ${objects} objects, ${charts} charts, 1 sandbox`, 5, [
    () => cpuOf(build(objects, charts), stock),
    () => cpuOf(build(objects, charts, 1), stock),
  ]);
}
