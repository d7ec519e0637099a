// What a child process costs: CPU time and peak memory, start-up included, as medians of runs.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Cost {
  /** Milliseconds of user and system time. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
}

/** Writes to `COST_FILE` what the process has used, when it ends. */
const hook = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const memory = process.resourceUsage().maxRSS / 1024;
  require('node:fs').writeFileSync(process.env.COST_FILE, JSON.stringify({ cpu: (user + system) / 1000, memory }));
});`;

/** The cost of `node <words>`; throws where it fails. */
export function costOf(words: readonly string[], folder: string, runs: number): Cost {
  const hookFile = join(folder, 'hook.cjs');
  const costFile = join(folder, 'cost.json');
  writeFileSync(hookFile, hook);
  const costs = Array.from({ length: runs }, (): Cost => {
    const { status, stderr } = spawnSync(process.execPath, ['--require', hookFile, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, COST_FILE: costFile },
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(`node ${words.join(' ')} exits with ${status}\n${stderr}`);
    return JSON.parse(readFileSync(costFile, 'utf8')) as Cost;
  });
  return { cpu: median(costs.map(({ cpu }) => cpu)), memory: median(costs.map((c) => c.memory)) };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
