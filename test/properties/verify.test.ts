// Whether proofs are right: the verdict of verify on random baselines with what was derived, and on
// mutants of that, beside a grid of requests asked of decide() and of a router of its own. The
// table of confusion is printed. GATEFORK_BASELINES and GATEFORK_SEED set the size; the full run is
// 5000 baselines, and mutants of 100.

import { expect, test } from 'vitest';
import { deriveCase, objectsOf } from '../oracle/derive';
import { anywhere } from '../oracle/grid-places';
import { sampleCases } from '../oracle/trial';
import { addVerdict, confusionText, noConfusion } from './confusion';
import { mutantNames, mutantsOf } from './proof-mutants';
import { verdictOf } from './verdicts';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_264);
const baselines = setting('GATEFORK_BASELINES', 60);
const spoilt = Math.min(100, Math.max(10, Math.floor(baselines / 50)));
/** Requests of a grid around a derived baseline, and around a mutant. */
const requests = { original: 40, mutant: 150 };

test('what is derived is proved, and no request of a grid says otherwise', {
  timeout: 30 * 60_000,
}, () => {
  const name = 'as it was derived';
  const confusion = noConfusion([name]);
  let refused = 0;
  const waiting = sampleCases(seed, baselines).reverse();
  for (let subject = waiting.pop(); subject !== undefined; subject = waiting.pop()) {
    const index = baselines - waiting.length - 1;
    const derived = deriveCase(subject);
    if (derived.refusals.length > 0) {
      refused += 1;
      continue;
    }
    const applied = [...subject.objects, ...objectsOf(derived)];
    const trial = { subject, applied, aim: anywhere, requests: requests.original };
    const verdict = verdictOf({ ...trial, seed: seed + index });
    addVerdict(confusion, name, verdict);
    confusion.faults.push(...verdict.faults.map((fault) => `case ${index}: ${fault}`));
  }
  console.info(`${confusionText(confusion)}\n${refused} refused`);
  expect(confusion.faults.slice(0, 5).join('\n\n')).toBe('');
});

test('what is spoilt is not proved where a request of a grid goes wrong', {
  timeout: 30 * 60_000,
}, () => {
  const confusion = noConfusion(mutantNames);
  for (const [index, subject] of sampleCases(seed + 1, spoilt).entries()) {
    for (const { name, ...mutant } of mutantsOf(subject, seed + index)) {
      const trial = { subject, ...mutant, requests: requests.mutant, seed: seed + index };
      const verdict = verdictOf(trial);
      addVerdict(confusion, name, verdict);
      confusion.faults.push(...verdict.faults.map((fault) => `case ${index}, ${name}: ${fault}`));
    }
  }
  console.info(confusionText(confusion));
  expect(confusion.faults.slice(0, 5).join('\n\n')).toBe('');
});
