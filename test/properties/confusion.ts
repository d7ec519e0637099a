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
  /** Baselines with a regular expression, and those of them that are decided all the same. */
  expressions: number;
  decided: number;
}

export function noConfusion(names: readonly string[]): Confusion {
  const row = (): Row => ({ made: 0, cells: new Map(), violations: 0, seconded: 0 });
  const rows = new Map(names.map((name) => [name, row()]));
  return { rows, faults: [], requests: 0, outside: 0, expressions: 0, decided: 0 };
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
  if (!verdict.hasExpressions) return;
  confusion.expressions += 1;
  if (verdict.result !== 'undecided') confusion.decided += 1;
}

/** How often, in all rows. */
export function sumOf({ rows }: Confusion, result: string, kinds?: readonly string[]): number {
  const all = [...rows.values()].flatMap(({ cells }) => [...cells]);
  return all.reduce((sum, [cell, count]) => {
    const [own = '', ...kind] = cell.split(' ');
    return own === result && (kinds?.includes(kind.join(' ')) ?? true) ? sum + count : sum;
  }, 0);
}

const results = ['proved', 'violated', 'meanwhile', 'undecided'] as const;
/** What the grid finds: nothing, something that is excused, something broken. */
const findings = { fine: ['fine'], excused: ['narrowed', 'by name', 'astray'], broken: ['broken'] };

export function confusionText(confusion: Confusion): string {
  const { rows, requests, outside, expressions, decided } = confusion;
  const columns = results
    .flatMap((result) => Object.entries(findings).map(([name, kinds]) => ({ name, result, kinds })))
    .filter(({ result, kinds }) => sumOf(confusion, result, kinds) > 0);
  const lines = [...rows].map(([name, row]) => {
    const counts = columns.map(({ result, kinds }) =>
      kinds.reduce((sum, kind) => sum + (row.cells.get(`${result} ${kind}`) ?? 0), 0),
    );
    const cells = counts.map((count) => (count === 0 ? '.' : String(count)).padStart(18));
    return `${name.padEnd(46)}${String(row.made).padStart(6)}${cells.join('')}`;
  });
  const heads = columns.map(({ result, name }) => `${result}/${name}`.padStart(18));
  const sum = (of: (row: Row) => number) =>
    [...rows.values()].reduce((all, row) => all + of(row), 0);
  return [
    `${''.padEnd(46)}${'made'.padStart(6)}${heads.join('')}`,
    ...lines,
    `${requests} requests of grids, ${outside} outside of the promises`,
    `${sum((row) => row.violations)} violations told, ${sum((row) => row.seconded)} of them seconded by the oracle`,
    `${expressions} with regular expressions, ${decided} of them decided`,
  ].join('\n');
}
