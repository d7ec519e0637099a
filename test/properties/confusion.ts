// The table of confusion: derived baselines, and each way to spoil one, against what proofs say and
// what the grid finds. Neighbour: verdicts.ts (one trial).

import type { Verdict } from './verdicts';

export interface Row {
  made: number;
  /** `proved fine`, `violated broken`, …: how often. */
  readonly cells: Map<string, number>;
  /** Violations told, and those of them that the oracle seconds. */
  violations: number;
  seconded: number;
}

export interface Confusion {
  readonly rows: Map<string, Row>;
  /** Where proof and grid are at odds, with all that is needed to see it. */
  readonly faults: string[];
  requests: number;
  outside: number;
}

export function noConfusion(names: readonly string[]): Confusion {
  const row = (): Row => ({ made: 0, cells: new Map(), violations: 0, seconded: 0 });
  return { rows: new Map(names.map((name) => [name, row()])), faults: [], requests: 0, outside: 0 };
}

export function addVerdict(confusion: Confusion, name: string, verdict: Verdict): void {
  const row = confusion.rows.get(name);
  if (row === undefined) throw new Error(`no row is called ${name}`);
  const cell = `${verdict.result} ${verdict.grid}`;
  row.made += 1;
  row.cells.set(cell, (row.cells.get(cell) ?? 0) + 1);
  row.violations += verdict.proof.violations.length;
  row.seconded += verdict.seconded;
  confusion.requests += verdict.asked;
  confusion.outside += verdict.outside;
}

const results = ['proved', 'violated', 'meanwhile', 'undecided'] as const;
/** What the grid finds: nothing, something that is excused, something broken. */
const findings = { fine: ['fine'], excused: ['narrowed', 'by name', 'astray'], broken: ['broken'] };

function countOf(row: Row, result: string, kinds: readonly string[]): number {
  return kinds.reduce((sum, kind) => sum + (row.cells.get(`${result} ${kind}`) ?? 0), 0);
}

export function confusionText({ rows, requests, outside }: Confusion): string {
  const columns = results.flatMap((result) =>
    Object.entries(findings).map(([name, kinds]) => ({ head: `${result} ${name}`, result, kinds })),
  );
  const head = columns.map(({ head: text }) => text.replace(' ', '/').padStart(18)).join('');
  const lines = [...rows].map(([name, row]) => {
    const cells = columns.map(({ result, kinds }) => {
      const count = countOf(row, result, kinds);
      return (count === 0 ? '.' : String(count)).padStart(18);
    });
    return `${name.padEnd(46)}${String(row.made).padStart(6)}${cells.join('')}`;
  });
  return [
    `${''.padEnd(46)}${'made'.padStart(6)}${head}`,
    ...lines,
    `${requests} requests of grids, ${outside} outside of the promises`,
  ].join('\n');
}
