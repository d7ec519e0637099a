// The speed of deciding. First in this process: what a table costs, and each request on 100, 1,000
// and 10,000 routes of one Gateway, through the index and match by match. Then the built command,
// `gatefork route --requests`, as a user meets it: `npm run build` first.
// BENCH_ROUTES=100,1000 asks for other sizes, BENCH_RUNS for another number of runs.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { inventoryOf } from '../lib/model/inventory';
import type { KubeObject } from '../lib/model/manifest';
import type { HttpRequest } from '../lib/model/request';
import type { RouteTable } from '../lib/model/route-table';
import { resolve } from '../lib/resolve/route-table';
import { decide, explain } from '../lib/routing/decide';
import { costOf } from './measure';
import { type Asked, askedOf, routeObjects, type Shape, shapes } from './routes';

const root = resolvePath(__dirname, '..');
const command = join(root, 'bin/gatefork.js');
const sizes = (process.env.BENCH_ROUTES ?? '100,1000,10000').split(',').map(Number);
const runs = Number(process.env.BENCH_RUNS ?? 5);

/** Targets: no more than the logarithm of the number of routes; lines in bulk beside JSON.parse. */
const mostGrowth = (routes: number, fewest: number) => Math.log(routes) / Math.log(fewest);
const mostRatio = 10;

const requests = 2000;
const scanned = 20;
const bulk = 50_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** MiB that are in use. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Milliseconds of CPU time. */
function costOnce(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The median of some runs, after one that warms up. */
function timeOf(work: () => unknown): number {
  work();
  return median(Array.from({ length: runs }, () => costOnce(work)));
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function tableOf(objects: readonly KubeObject[]): RouteTable {
  const manifests = objects.map((object, document) => ({
    object,
    origin: { from: 'file', file: 'k8s.yaml', document } as const,
  }));
  return resolve(inventoryOf(manifests)).table;
}

function requestOf({ host, path, headers }: Asked): HttpRequest {
  const target = { to: 'gateway', namespace: 'edge', name: 'public', port: 80 } as const;
  return { protocol: 'http', target, method: 'GET', host, path, headers };
}

interface Row {
  readonly routes: number;
  readonly shape: Shape;
  /** Milliseconds. */
  readonly table: number;
  /** Milliseconds until the first answer: attaching and indexing. */
  readonly first: number;
  /** MiB of table and indexes. */
  readonly memory: number;
  /** Microseconds for each request. */
  readonly decide: number;
  readonly scan: number;
}

function measure(routes: number, shape: Shape): Row {
  const asked = askedOf(routes, shape, requests).map(requestOf);
  const [any] = asked;
  if (any === undefined) throw new Error('nothing is asked');
  const objects = routeObjects(routes, shape);
  const built = Array.from({ length: runs }, () => {
    const before = heap();
    let own: RouteTable | undefined;
    const table = costOnce(() => {
      own = tableOf(objects);
    });
    const first = costOnce(() => own && decide(own, any));
    return { table, first, memory: heap() - before, own };
  });
  const own = built[0]?.own ?? tableOf(objects);
  const answered = asked.filter((request) => decide(own, request).outcome === 'backends').length;
  if (answered < 0.8 * requests) throw new Error(`${answered} of ${requests} reach a backend`);
  const all = timeOf(() => {
    for (const request of asked) decide(own, request);
  });
  const few = asked.filter((_, index) => index % (requests / scanned) === 0);
  const slow = timeOf(() => {
    for (const request of few) explain(own, request);
  });
  return {
    routes,
    shape,
    table: median(built.map(({ table }) => table)),
    first: median(built.map(({ first }) => first)),
    memory: median(built.map(({ memory }) => memory)),
    decide: (1000 * all) / requests,
    scan: (1000 * slow) / scanned,
  };
}

function line(row: Row, rows: readonly Row[]): string {
  const least = rows.find(({ shape }) => shape === row.shape) ?? row;
  const growth = row.decide / least.decide;
  const isTooMuch = growth > mostGrowth(row.routes, least.routes);
  return [
    String(row.routes).padStart(6),
    row.shape.padEnd(11),
    `${row.table.toFixed(0)} + ${row.first.toFixed(0)}`.padStart(13),
    row.memory.toFixed(1).padStart(7),
    row.decide.toFixed(1).padStart(7),
    (1e6 / row.decide).toFixed(0).padStart(9),
    `${growth.toFixed(2)}${isTooMuch ? '!' : ' '}`.padStart(6),
    row.scan.toFixed(0).padStart(8),
    `${(row.scan / row.decide).toFixed(0)}x`.padStart(6),
  ].join('  ');
}

/** The command on many lines, beside a process that does no more than parse and print them. */
function inBulk(routes: number, shape: Shape): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatefork-bench-'));
  try {
    const objects = routeObjects(routes, shape).map((object) => JSON.stringify(object));
    writeFileSync(join(folder, 'k8s.yaml'), objects.join('\n---\n'));
    const lines = askedOf(routes, shape, bulk).map((asked, index) =>
      JSON.stringify({ id: String(index), gateway: 'edge/public', port: 80, ...asked }),
    );
    writeFileSync(join(folder, 'requests.jsonl'), `${lines.join('\n')}\n`);
    writeFileSync(join(folder, 'one.jsonl'), `${lines[0]}\n`);
    writeFileSync(join(folder, 'parse.cjs'), parseAndPrint);
    const words = (file: string) => {
      return [command, 'route', '-f', 'k8s.yaml', '--requests', file, '-o', 'json'];
    };
    const all = costOf(words('requests.jsonl'), folder, runs);
    const one = costOf(words('one.jsonl'), folder, runs);
    const parse = costOf(['parse.cjs'], folder, runs);
    const node = costOf(['-e', '0'], folder, runs);
    const each = (1000 * (all.cpu - one.cpu)) / bulk;
    const ratio = (all.cpu - one.cpu) / (parse.cpu - node.cpu);
    return [
      String(routes).padStart(6),
      shape.padEnd(11),
      `${one.cpu.toFixed(0)} / ${one.memory.toFixed(0)}`.padStart(16),
      `${all.cpu.toFixed(0)} / ${all.memory.toFixed(0)}`.padStart(18),
      each.toFixed(1).padStart(7),
      (1e6 / each).toFixed(0).padStart(9),
      `${ratio.toFixed(1)}${ratio > mostRatio ? '!' : ' '}`.padStart(7),
    ].join('  ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const parseAndPrint = `const { readFileSync } = require('node:fs');
const lines = readFileSync('requests.jsonl', 'utf8').split('\\n').filter((line) => line !== '');
process.stdout.write(lines.map((line) => JSON.stringify(JSON.parse(line)) + '\\n').join(''));`;

function main(): void {
  if (!existsSync(join(root, 'build/gatefork.js'))) throw new Error('npm run build first');
  console.log(`CPU time, medians of ${runs}; ${requests} requests, ${scanned} of them by scan too`);
  console.log('table: manifests -> table, + attaching and indexing for the first request\n');
  console.log('routes  shape         table, ms     MiB  µs each  a second  growth  scan µs  scan');
  const rows: Row[] = [];
  for (const shape of shapes) {
    for (const routes of sizes) {
      const row = measure(routes, shape);
      rows.push(row);
      console.log(line(row, rows));
    }
  }
  console.log('\ntarget: grows at most as the logarithm of the number of routes\n');
  console.log(`gatefork route --requests, ${bulk} lines, ms of CPU time / peak MiB of a process`);
  console.log('routes  shape        one line, ms/MiB  all lines, ms/MiB  µs each  a second  ratio');
  for (const shape of shapes) for (const routes of sizes) console.log(inBulk(routes, shape));
  console.log(`\nratio: beside a process that parses and prints the lines; at most ${mostRatio}`);
}

main();
