// The speed of a validation: routes held against the API, beside js-yaml parsing their YAML, both in
// this process. `cold` is a first validation (schemas are made, memos are empty), as the command has it.
// BENCH_ROUTES=2500,5000 asks for other sizes, BENCH_RUNS for another number of runs.

import { loadAll } from 'js-yaml';
import type { KubeObject } from '../lib/model/manifest';
import { writeManifests } from '../lib/pipeline';
import { validate } from '../lib/validate/validate';
import { routeObjects, type Shape } from './routes';

const sizes = (process.env.BENCH_ROUTES ?? '2500,5000,10000').split(',').map(Number);
const runs = Number(process.env.BENCH_RUNS ?? 5);
/** Routes of one match, and routes with a header match whose expression is a carrier's. */
const shapes: readonly Shape[] = ['own paths', 'keyed twins'];

/** Targets: a validation takes less time than js-yaml; at most this much more for twice the work. */
const mostRatio = 1;
const mostGrowth = 2.3;

/** Milliseconds of CPU time. */
function costOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function validateAll(objects: readonly KubeObject[]): void {
  const manifests = objects.map((object, document) => ({
    object,
    origin: { from: 'file', file: 'k8s.yaml', document } as const,
  }));
  const { findings, checked } = validate({
    manifests,
    api: { version: '1.6', channel: 'standard' },
  });
  const [first] = findings;
  if (first !== undefined) throw new Error(first.message);
  if (checked < objects.length / 3) throw new Error(`only ${checked} objects were checked`);
}

/** What came of it, and whether a target was missed. */
function line(name: string, value: number, most: number): string {
  return `${name} ${value.toFixed(2)}${value > most ? ` (target ${most} missed)` : ''}`;
}

const routesOf = (count: number, shape: Shape) =>
  routeObjects(count, shape).filter(({ kind }) => kind === 'HTTPRoute');

for (const shape of shapes) {
  let before: number | undefined;
  for (const count of sizes) {
    const routes = routesOf(count, shape);
    const text = writeManifests(routes);
    const objects = loadAll(text) as KubeObject[];
    const cold = costOf(() => validateAll(objects));
    const parsed = median(Array.from({ length: runs }, () => costOf(() => loadAll(text))));
    const warm = median(Array.from({ length: runs }, () => costOf(() => validateAll(objects))));
    console.info(
      [
        `${shape}, ${count} routes, ${(text.length / 2 ** 20).toFixed(1)} MiB:`,
        `js-yaml ${parsed.toFixed(0)} ms, validation ${warm.toFixed(0)} ms (first ${cold.toFixed(0)} ms),`,
        line('ratio', warm / parsed, mostRatio),
        line('cold', cold / parsed, mostRatio),
        ...(before === undefined ? [] : [line('growth', warm / before, mostGrowth)]),
      ].join(' '),
    );
    before = warm;
  }
}
