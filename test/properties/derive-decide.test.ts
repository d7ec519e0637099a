// What is derived, judged by decide(): the second judge beside the oracle of derive.test.ts, which
// has all of the law that `gatefork route` has. GATEFORK_JUDGED, the number of cases, and
// GATEFORK_SEED set the size; the full run is 1000 cases with 40 requests each.

import { expect, test } from 'vitest';
import { judged } from './judged';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_263);
const cases = setting('GATEFORK_JUDGED', 40);

test('decide() sends requests where the baseline does, forked where they carry a key', {
  timeout: 20 * 60_000,
}, () => {
  const { failures, ...figures } = judged(seed, cases, 40);
  console.info(JSON.stringify({ ...figures, failures: failures.length }));
  expect(failures.slice(0, 5).join('\n\n')).toBe('');
  expect(figures.refused).toBeLessThanOrEqual(Math.max(2, 0.03 * cases));
  // Proof that it is about something, and that the judge can see.
  expect(figures.definite).toBeGreaterThan(5 * figures.open);
  expect(figures.forked).toBeGreaterThan(0.05 * figures.definite);
  expect(figures.previews).toBeGreaterThan(5 * cases);
  expect(figures.control).toBeGreaterThanOrEqual(0.15 * figures.controlled);
});
