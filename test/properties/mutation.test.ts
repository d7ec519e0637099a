// Whether the check of derive.test.ts bites: derived objects with one thing wrong must be noticed.
// Not all can be: a shield may be needed for requests that are seldom drawn, or for an order that
// the oracle does not know. GATEFORK_BASELINES and GATEFORK_SEED set the size.

import { expect, test } from 'vitest';
import { marks } from '../../lib/model/marks';
import { Dice } from '../arbitrary/dice';
import { deriveCase } from '../oracle/derive';
import { drawRequests, everything, judge } from '../oracle/judge';
import { mutant, mutations } from '../oracle/mutation';
import { ownersOf } from '../oracle/owners';
import { sampleCases } from '../oracle/trial';
import type { Route } from '../oracle/world';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_262);
const baselines = Math.min(80, Math.max(20, Math.floor(setting('GATEFORK_BASELINES', 60) / 50)));
const requests = 100;

test('what is wrong in a derived route is noticed', { timeout: 20 * 60_000 }, () => {
  const counts = new Map(Object.keys(mutations).map((name) => [name, { made: 0, noticed: 0 }]));
  sampleCases(seed, baselines).forEach((subject, index) => {
    const derived = deriveCase(subject);
    const [one] = ownersOf(subject);
    const own = derived.owners.find(({ name }) => name === one?.owner.name);
    if (derived.refusals.length > 0 || one === undefined || own === undefined) return;
    const others = derived.owners.filter((each) => each !== own).flatMap(({ objects }) => objects);
    for (const [name, mutation] of Object.entries(mutations)) {
      const spoilt = mutant(own.objects, one, mutation, new Dice(seed + index));
      const count = counts.get(name);
      if (spoilt === undefined || count === undefined) continue;
      const from = spoilt.route.metadata?.annotations?.[marks.derivedFrom];
      const isAimed = (route: Route) => `${route.kind}/${route.namespace}/${route.name}` === from;
      const alone = { ...subject, sandboxes: subject.sandboxes.slice(0, 1), groups: [] };
      const verdict = judge({
        subject,
        derived: [...spoilt.objects, ...others],
        requests: drawRequests(alone, seed + index, requests, isAimed),
        law: everything,
      });
      count.made += 1;
      if (verdict.failures.length > 0) count.noticed += 1;
    }
  });
  const lines = [...counts].map(([name, { made, noticed }]) => {
    return `${name.padEnd(45)} ${noticed} of ${made} noticed (${Math.round((100 * noticed) / made)} %)`;
  });
  console.info(lines.join('\n'));
  const all = [...counts.values()];
  const sum = (of: (count: { made: number; noticed: number }) => number) =>
    all.reduce((total, count) => total + of(count), 0);
  console.info(`${sum((one) => one.noticed)} of ${sum((one) => one.made)} noticed in all`);
  expect(all.filter(({ made }) => made < 0.2 * baselines)).toEqual([]);
  expect(all.filter(({ made, noticed }) => noticed < 0.4 * made)).toEqual([]);
  expect(sum((one) => one.noticed)).toBeGreaterThan(0.6 * sum((one) => one.made));
});
