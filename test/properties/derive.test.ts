// The promises of deriving (isolation, fidelity, independence, and that nothing is left when a
// sandbox goes), checked by a router of its own against random baselines: each derived for every
// known order, and for one implementation. GATEFORK_BASELINES, GATEFORK_REQUESTS and GATEFORK_SEED
// set the size; the full run is 5000 baselines with 30 requests each, keyed and not.

import { expect, test } from 'vitest';
import { featureNames, featuresOf } from '../arbitrary/features';
import { deriveCase } from '../oracle/derive';
import { figuresText } from '../oracle/figures';
import { sampleCases, trial } from '../oracle/trial';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_260);
const baselines = setting('GATEFORK_BASELINES', 60);
const requests = setting('GATEFORK_REQUESTS', 40);

test('requests go where the baseline sends them, forked where they carry the key', {
  timeout: 20 * 60_000,
}, () => {
  const figures = trial({ seed, baselines, requests, deriving: deriveCase });
  console.info(figuresText(figures));
  expect(figures.failures.join('\n\n')).toBe('');
  expect(figures.misshapen.slice(0, 5).join('\n')).toBe('');
  expect(figures.broken).toBe(0);
  expect(figures.refusals).toBeLessThanOrEqual(Math.max(2, 0.02 * baselines));
  expect(figures.profileRefusals).toBeLessThanOrEqual(Math.max(2, 0.02 * baselines));
  // Proof that the check can see: without shield rules it must fail often.
  expect(figures.control).toBeGreaterThanOrEqual(0.15 * figures.controlled);
  expect(figures.forked).toBeGreaterThan(0.05 * figures.keyed);
});

/** Each feature is in at least so many of the baselines. */
const floor = 0.02;

test('baselines hold every feature often enough', () => {
  const sample = sampleCases(seed, Math.max(baselines, 600));
  const counts = new Map(featureNames.map((name) => [name, 0]));
  for (const subject of sample) {
    for (const name of featuresOf(subject)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const share = (count: number) => `${((100 * count) / sample.length).toFixed(1)} %`;
  console.info([...counts].map(([name, count]) => `${name} ${share(count)}`).join(', '));
  const rare = [...counts].filter(([, count]) => count < floor * sample.length);
  expect(rare).toEqual([]);
});
