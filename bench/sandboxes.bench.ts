// Many sandboxes over a large baseline: the built command in a process of its own, start-up and the
// proof included. How time and memory grow with services and with sandboxes, what the proof costs of
// it, and what one more sandbox costs where its file alone is derived. `npm run build` first; BENCH_SERVICES=500,1000 and
// BENCH_SANDBOXES=125,250 ask for other sizes, BENCH_RUNS for another number of runs.

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeBaseline } from './baseline';
import { type Cost, costOf } from './measure';

const root = resolve(__dirname, '..');
const command = join(root, 'bin/gatefork.js');
const numbers = (text: string) => text.split(',').map(Number);
const services = numbers(process.env.BENCH_SERVICES ?? '500,1000,2000');
const sandboxes = numbers(process.env.BENCH_SANDBOXES ?? '125,250,500');
const runs = Number(process.env.BENCH_RUNS ?? 3);

/**
 * Targets: at most this much more for twice as much; of a run for one sandbox, at most this share is
 * the sandbox's own: all else is reading the baseline, its defaults and indexes.
 */
const mostGrowth = 2.2;
const mostOwnShare = 0.02;

/** Reads the baseline as the command does, and nothing more. */
const readOnly = `const { readManifests } = require(${JSON.stringify(join(root, 'build/lib/core.js'))});
const { readdirSync, readFileSync } = require('node:fs');
let objects = 0;
for (const name of readdirSync('k8s').sort()) {
  objects += readManifests(readFileSync('k8s/' + name, 'utf8'), name).manifests.length;
}
process.stdout.write(String(objects));`;

interface Row {
  readonly services: number;
  readonly sandboxes: number;
  readonly cost: Cost;
}

function inFolder<T>(make: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gatefork-bench-'));
  try {
    return make(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(count: number, many: number, ...more: readonly string[]): Row {
  return inFolder((folder) => {
    writeBaseline(folder, { services: count, sandboxes: many, layout: 'hosts' });
    const words = [
      command,
      'derive',
      '-f',
      'k8s',
      '-s',
      'sandboxes',
      '--out',
      'out',
      '-q',
      ...more,
    ];
    const cost = costOf(words, folder, runs);
    if (readdirSync(join(folder, 'out')).length !== many) throw new Error('files are missing');
    return { services: count, sandboxes: many, cost };
  });
}

/** For twice as much: the exponent holds over any step, start-up left out. */
function growth(row: Row, before: Row | undefined, by: 'services' | 'sandboxes', least: Cost) {
  if (before === undefined) return ''.padStart(8);
  const more = (row.cost.cpu - least.cpu) / Math.max(1, before.cost.cpu - least.cpu);
  const twice = more ** (Math.log(2) / Math.log(row[by] / before[by]));
  return `${twice.toFixed(2)}${twice > mostGrowth ? '!' : ' '}`.padStart(8);
}

function grid(least: Cost): readonly Row[] {
  console.log('services  sandboxes      ms / MiB  twice the services  twice the sandboxes');
  const rows: Row[] = [];
  for (const count of services) {
    for (const many of sandboxes) {
      const row = measure(count, many);
      const fewer = (by: 'services' | 'sandboxes', same: 'services' | 'sandboxes') =>
        rows.findLast((other) => other[same] === row[same] && other[by] < row[by]);
      console.log(
        [
          String(count).padStart(8),
          String(many).padStart(9),
          text(row.cost).padStart(14),
          growth(row, fewer('services', 'sandboxes'), 'services', least).padStart(18),
          growth(row, fewer('sandboxes', 'services'), 'sandboxes', least).padStart(18),
        ].join('  '),
      );
      rows.push(row);
    }
  }
  return rows;
}

/** The same without the proof. */
function proofOf({ services: count, sandboxes: many, cost: all }: Row): void {
  const { cost } = measure(count, many, '--no-verify');
  const share = (all.cpu - cost.cpu) / all.cpu;
  console.log(
    `\n${many} sandboxes over ${count} services without the proof: ${text(cost)}; the proof is ${(100 * share).toFixed(0)} % of it all`,
  );
}

/** One sandbox of many, its file alone, beside reading the same baseline and doing nothing. */
function oneMore({ services: count, sandboxes: many, cost: all }: Row): void {
  inFolder((folder) => {
    writeBaseline(folder, { services: count, sandboxes: many + 1, layout: 'hosts' });
    writeFileSync(join(folder, 'read.cjs'), readOnly);
    const file = join('sandboxes', `pr-${many}.yaml`);
    const words = [command, 'derive', '-f', 'k8s', '-s', file, '--out', 'out', '-q'];
    const [one, reading] = [costOf(words, folder, runs), costOf(['read.cjs'], folder, runs)];
    const own = (all.cpu - one.cpu) / (many - 1);
    const share = own / one.cpu;
    console.log(`\nthe sandbox after ${many} over ${count} services, alone: ${text(one)}`);
    console.log(`reading the baseline's text into objects, alone: ${text(reading)}`);
    console.log(
      `each sandbox of its own: ${own.toFixed(1)} ms, ${(100 * share).toFixed(1)} % of that run${share > mostOwnShare ? '!' : ''}`,
    );
  });
}

function text({ cpu, memory }: Cost): string {
  return `${cpu.toFixed(0)} / ${memory.toFixed(0)}`;
}

function main(): void {
  if (!existsSync(join(root, 'build/lib/core.js'))) throw new Error('npm run build first');
  const least = inFolder((folder) => costOf([command, '--version'], folder, runs));
  console.log(`CPU time in ms (user and system), peak memory in MiB; medians of ${runs} processes`);
  console.log(`start-up ${text(least)}; each sandbox forks three services\n`);
  const largest = grid(least).at(-1);
  if (largest !== undefined) {
    proofOf(largest);
    oneMore(largest);
  }
  console.log(`\ntargets: growth at most ${mostGrowth}, share at most ${100 * mostOwnShare} %`);
}

main();
