// The speed of a proof. First in this process: many sandboxes over a large baseline, part by part,
// beside js-yaml parsing the same files, each once as the command does. Then the worst case, rules of one host that
// all overlap. Last the built command as a user meets it, `gatefork verify`: `npm run build` first.
// BENCH_SERVICES=1000,2000 asks for other sizes (a tenth as many sandboxes), BENCH_RULES=100,200 for
// other numbers of overlapping rules, BENCH_RUNS for another number of runs.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { loadAll } from 'js-yaml';
import { defaultConfig } from '../lib/model/config';
import { type Inventory, inventoryOf } from '../lib/model/inventory';
import type { Manifest } from '../lib/model/manifest';
import type { Proof } from '../lib/model/proof';
import type { RouteTable } from '../lib/model/route-table';
import { derive, readManifests, readSandboxes, writeManifests } from '../lib/pipeline';
import { resolve } from '../lib/resolve/route-table';
import { specification } from '../lib/routing/law';
import { claimsOf } from '../lib/verify/claim/claims';
import { verify } from '../lib/verify/verify';
import { type Layout, writeBaseline } from './baseline';
import { costOf } from './measure';
import { forked, type Overlap, overlappingObjects, overlaps } from './overlapping';

const root = resolvePath(__dirname, '..');
const command = join(root, 'bin/gatefork.js');
const numbers = (text: string) => text.split(',').map(Number);
const sizes = numbers(process.env.BENCH_SERVICES ?? '1000,2000,4000');
const rules = numbers(process.env.BENCH_RULES ?? '100,200,400,800');
const runs = Number(process.env.BENCH_RUNS ?? 3);
const servicesOfSandbox = 10;

/** Targets: a proof takes less time than js-yaml; at most this much more for twice the work. */
const mostRatio = 1;
const mostGrowth = 2.3;

/** Milliseconds of CPU time, and what came of it. */
function timed<T>(work: () => T): readonly [number, T] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, result];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Texts by the names of their files. */
type Texts = ReadonlyMap<string, string>;

interface Sets {
  readonly baseline: Texts;
  /** What the sandboxes add. */
  readonly added: Texts;
}

function filesIn(folder: string): Texts {
  const names = readdirSync(folder).sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function read(texts: Texts): Manifest[] {
  return [...texts].flatMap(([file, text]) => [...readManifests(text, file).manifests]);
}

function setsOf(services: number, layout: Layout): Sets {
  const folder = mkdtempSync(join(tmpdir(), 'gatefork-bench-'));
  try {
    writeBaseline(folder, { services, sandboxes: services / servicesOfSandbox, layout });
    const baseline = filesIn(join(folder, 'k8s'));
    const documents = read(filesIn(join(folder, 'sandboxes')));
    return { baseline, added: derived(read(baseline), documents) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function derived(baseline: readonly Manifest[], documents: readonly Manifest[]): Texts {
  const { sandboxes: specs } = readSandboxes(documents);
  const { sandboxes, findings } = derive({ baseline, sandboxes: specs });
  if (sandboxes.length === 0) throw new Error(`nothing is derived: ${findings[0]?.message}`);
  return new Map(sandboxes.map((one) => [`${one.name}.yaml`, writeManifests(one.objects)]));
}

/** A proof from tables: what `verify` does once both sets are read and their routes understood. */
function prove(baseline: RouteTable, applied: RouteTable): Proof {
  const { claims } = claimsOf({
    baseline: baseline.inventory,
    applied: applied.inventory,
    sandboxes: [],
    groups: [],
  });
  const laws = [{ law: specification }];
  return verify({ baseline, applied, claims, config: defaultConfig, laws, tableOf });
}

function tableOf(inventory: Inventory): RouteTable {
  return resolve(inventory).table;
}

/** A table with its routes attached, which is else done when it is first asked for. */
function tableWith(manifests: readonly Manifest[]): RouteTable {
  const table = tableOf(inventoryOf(manifests));
  if (table.attachments.length === 0) throw new Error('nothing is attached');
  return table;
}

interface Parts {
  readonly jsYaml: number;
  readonly read: number;
  readonly tables: number;
  readonly proof: number;
}

/** Everything anew, so that nothing is remembered of the run before. */
function partsOf({ baseline, added }: Sets): Parts {
  const [jsYaml] = timed(() => {
    for (const text of [...baseline.values(), ...added.values()]) loadAll(text);
  });
  const [reading, [before, more]] = timed(() => [read(baseline), read(added)] as const);
  const [tables, [without, applied]] = timed(
    () => [tableWith(before), tableWith([...before, ...more])] as const,
  );
  const [proof, { result, scope }] = timed(() => prove(without, applied));
  if (result !== 'proved' || scope.keys === 0) throw new Error(`${result} for ${scope.keys} keys`);
  return { jsYaml, read: reading, tables, proof };
}

function partsRow(services: number, layout: Layout): Parts {
  const sets = setsOf(services, layout);
  const all = Array.from({ length: runs + 1 }, () => partsOf(sets)).slice(1);
  const part = (name: keyof Parts) => median(all.map((one) => one[name]));
  return {
    jsYaml: part('jsYaml'),
    read: part('read'),
    tables: part('tables'),
    proof: part('proof'),
  };
}

/** For twice as much: the exponent holds over any step. */
function growth(more: number, less: number, step: number): number {
  return (more / less) ** (Math.log(2) / Math.log(step));
}

function marked(value: number, most: number): string {
  return `${value.toFixed(2)}${value > most ? '!' : ' '}`;
}

function manySandboxes(): void {
  console.log(
    'services  sandboxes  layout    js-yaml    read  tables   proof   ratio   both  twice the size',
  );
  for (const layout of ['hosts', 'one host'] as const) {
    let last: { readonly services: number; readonly proof: number } | undefined;
    for (const services of sizes) {
      const { jsYaml, read: reading, tables, proof } = partsRow(services, layout);
      const grown =
        last === undefined ? undefined : growth(proof, last.proof, services / last.services);
      console.log(
        [
          String(services).padStart(8),
          String(services / servicesOfSandbox).padStart(9),
          layout.padEnd(8),
          ...[jsYaml, reading, tables, proof].map((ms, nth) => ms.toFixed(0).padStart(nth ? 6 : 7)),
          marked(proof / jsYaml, mostRatio).padStart(6),
          ((tables + proof) / jsYaml).toFixed(2).padStart(5),
          grown === undefined ? '' : marked(grown, mostGrowth).padStart(14),
        ].join('  '),
      );
      last = { services, proof };
    }
  }
}

function overlappingRow(count: number, overlap: Overlap) {
  const objects = overlappingObjects(count, overlap);
  const origin = { from: 'file', file: 'k8s.yaml', document: 0 } as const;
  const baseline = objects.map((object) => ({ object, origin }));
  const document = {
    apiVersion: 'gatefork.dev/v1alpha1',
    kind: 'Sandbox',
    metadata: { name: 'pr-1' },
    spec: { forks: [{ forkOf: forked }] },
  };
  const added = read(derived(baseline, [{ object: document, origin }]));
  const applied = [...baseline, ...added];
  const once = () =>
    timed(() => prove(tableOf(inventoryOf(baseline)), tableOf(inventoryOf(applied))));
  const all = Array.from({ length: runs }, once);
  const [, proof] = all[0] ?? once();
  return {
    proof: median(all.map(([ms]) => ms)),
    result: proof.result,
    open: proof.ambiguous.length,
  };
}

function worstCase(): void {
  console.log('overlap  rules   proof, ms  twice the rules  result');
  for (const overlap of overlaps) {
    let last: { readonly count: number; readonly proof: number } | undefined;
    for (const count of rules) {
      const { proof, result, open } = overlappingRow(count, overlap);
      const grown =
        last === undefined ? '' : growth(proof, last.proof, count / last.count).toFixed(2);
      console.log(
        [
          overlap.padEnd(7),
          String(count).padStart(5),
          proof.toFixed(0).padStart(10),
          grown.padStart(15),
          `${result}${open > 0 ? `, ${open} ambiguous` : ''}`,
        ].join('  '),
      );
      last = { count, proof };
    }
  }
}

const parseOnly = `const { loadAll } = require(${JSON.stringify(createRequire(__filename).resolve('js-yaml'))});
const { readdirSync, readFileSync } = require('node:fs');
let documents = 0;
for (const folder of ['k8s', 'out']) {
  for (const name of readdirSync(folder).sort()) {
    documents += loadAll(readFileSync(folder + '/' + name, 'utf8')).length;
  }
}
process.stdout.write(String(documents));`;

function wholeCommand(services: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'gatefork-bench-'));
  try {
    const { baseline, added } = setsOf(services, 'hosts');
    for (const [name, texts] of [
      ['k8s', baseline],
      ['out', added],
    ] as const) {
      mkdirSync(join(folder, name));
      for (const [file, text] of texts) writeFileSync(join(folder, name, file), text);
    }
    writeFileSync(join(folder, 'yaml.cjs'), parseOnly);
    const words = [command, 'verify', '--baseline', 'k8s', '--with', 'k8s', 'out', '-q'];
    const [whole, yaml] = [costOf(words, folder, runs), costOf(['yaml.cjs'], folder, runs)];
    console.log(
      `${services} services: gatefork verify ${whole.cpu.toFixed(0)} ms / ${whole.memory.toFixed(0)} MiB, ` +
        `js-yaml ${yaml.cpu.toFixed(0)} ms / ${yaml.memory.toFixed(0)} MiB, ratio ${(whole.cpu / yaml.cpu).toFixed(2)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(): void {
  if (!existsSync(join(root, 'build/gatefork.js'))) throw new Error('npm run build first');
  console.log(`CPU time in ms (user and system), medians of ${runs}`);
  console.log(
    'js-yaml, read: all files parsed, by either reader; tables: routes read and attached',
  );
  console.log('ratio: the proof to js-yaml, then tables and proof together to js-yaml\n');
  manySandboxes();
  console.log(`\ntargets: ratio below ${mostRatio}, twice the size at most ${mostGrowth}\n`);
  worstCase();
  console.log('\nthe built command, beside js-yaml parsing the same files');
  for (const services of sizes) wholeCommand(services);
}

main();
