// The speed of `gatefork derive` as users meet it: the built command in a process of its own,
// start-up included, beside js-yaml reading and writing the same files. `npm run build` first;
// BENCH_SERVICES=100,200 asks for other sizes, BENCH_RUNS for another number of runs.

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Layout, writeBaseline } from './baseline';
import { type Cost, costOf } from './measure';

const root = resolve(__dirname, '..');
const command = join(root, 'bin/gatefork.js');
const sizes = (process.env.BENCH_SERVICES ?? '100,1000,5000').split(',').map(Number);
const runs = Number(process.env.BENCH_RUNS ?? 5);

/** Targets: at most this much of js-yaml's time, and this much more for twice the work. */
const mostRatio = 1.5;
const mostGrowth = 2.3;

const jsYaml = createRequire(__filename).resolve('js-yaml');
const readAndWrite = `const { loadAll, dump } = require(${JSON.stringify(jsYaml)});
const { readdirSync, readFileSync } = require('node:fs');
for (const name of readdirSync('k8s').sort()) {
  const documents = loadAll(readFileSync('k8s/' + name, 'utf8'));
  process.stdout.write(documents.map((document) => dump(document)).join('---\\n'));
}`;

interface Row {
  readonly services: number;
  readonly layout: Layout;
  readonly sandboxes: number;
  readonly derive: Cost;
  readonly yaml: Cost;
}

function measure(services: number, layout: Layout, sandboxes: number): Row {
  const folder = mkdtempSync(join(tmpdir(), 'gatefork-bench-'));
  try {
    writeBaseline(folder, { services, sandboxes, layout });
    writeFileSync(join(folder, 'yaml.cjs'), readAndWrite);
    const words = [command, 'derive', '-f', 'k8s', '-s', 'sandboxes', '--out', 'out', '-q'];
    const derive = costOf(words, folder, runs);
    if (readdirSync(join(folder, 'out')).length !== sandboxes) throw new Error('files are missing');
    return { services, layout, sandboxes, derive, yaml: costOf(['yaml.cjs'], folder, runs) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How much longer a derivation takes for twice the services: the exponent holds over any step. */
function growth(row: Row, rows: readonly Row[], startUp: Cost): number | undefined {
  const before = rows.findLast(
    (other) =>
      other.layout === row.layout &&
      other.sandboxes === row.sandboxes &&
      other.services < row.services,
  );
  if (before === undefined) return undefined;
  const more = (row.derive.cpu - startUp.cpu) / Math.max(1, before.derive.cpu - startUp.cpu);
  return more ** (Math.log(2) / Math.log(row.services / before.services));
}

function main(): void {
  if (!existsSync(join(root, 'build/gatefork.js'))) throw new Error('npm run build first');
  const folder = mkdtempSync(join(tmpdir(), 'gatefork-bench-'));
  const startUp = costOf([command, '--version'], folder, runs);
  const node = costOf(['-e', '0'], folder, runs);
  rmSync(folder, { recursive: true, force: true });
  console.log(`CPU time in ms (user and system), peak memory in MiB; medians of ${runs} processes`);
  console.log(`start-up  gatefork --version ${text(startUp)}, node alone ${text(node)}\n`);
  console.log(
    'services  layout    sandboxes  derive ms / MiB  js-yaml ms / MiB  ratio  twice the services',
  );
  const rows: Row[] = [];
  for (const services of sizes) {
    for (const layout of ['hosts', 'one host'] as const) {
      for (const sandboxes of [1, 20]) {
        const row = measure(services, layout, sandboxes);
        console.log(line(row, growth(row, rows, startUp)));
        rows.push(row);
      }
    }
  }
  console.log(`\ntargets: ratio at most ${mostRatio}, twice the services at most ${mostGrowth}`);
}

function line({ services, layout, sandboxes, derive, yaml }: Row, grown: number | undefined) {
  const ratio = derive.cpu / yaml.cpu;
  return [
    String(services).padStart(8),
    layout.padEnd(8),
    String(sandboxes).padStart(9),
    text(derive).padStart(15),
    text(yaml).padStart(16),
    `${ratio.toFixed(2)}${ratio > mostRatio ? '!' : ' '}`,
    grown === undefined ? '' : `${grown.toFixed(2)}${grown > mostGrowth ? '!' : ''}`,
  ].join('  ');
}

function text({ cpu, memory }: Cost): string {
  return `${cpu.toFixed(0)} / ${memory.toFixed(0)}`;
}

main();
