// Whether proofs are right: the verdict of verify on random baselines with what was derived, and on
// mutants of that, beside a grid of requests asked of decide() and of a router of its own. The
// table of confusion is printed. GATEFORK_PROOFS, the number of baselines, and GATEFORK_SEED set the
// size: mutants are made of one in 25, 200 at most. With 5000 it runs for half an hour.

import { expect, test } from 'vitest';
import { derivingProfileNames } from '../../lib/routing/profile';
import type { Case } from '../arbitrary/baseline';
import { Dice } from '../arbitrary/dice';
import { deriveCase, objectsOf } from '../oracle/derive';
import { anywhere } from '../oracle/grid-places';
import { sampleCases } from '../oracle/trial';
import { addVerdict, confusionText, noConfusion, sumOf } from './confusion';
import { withPreviews } from './judged-preview';
import { mutantNames, mutantsOf } from './proof-mutants';
import { verdictOf } from './verdicts';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_264);
const baselines = setting('GATEFORK_PROOFS', 60);
const spoilt = Math.min(200, Math.max(4, Math.floor(baselines / 25)));
/** Requests of a grid around a derived baseline, and around a mutant. */
const requests = { original: 24, mutant: 150 };

const rows = {
  derived: 'as it was derived',
  preview: 'with previews',
  profile: 'for an implementation, under its profile',
  other: 'for every order, under some profile',
} as const;
/** So many baselines for one that is tried with previews, and under profiles. */
const furtherEvery = 6;

/** A baseline and what is applied, in the ways in which deriving is asked for it. */
function* derivations(subject: Case, index: number) {
  const derived = deriveCase(subject);
  if (derived.refusals.length > 0) return;
  const applied = [...subject.objects, ...objectsOf(derived)];
  yield { name: rows.derived, subject, applied };
  if (index % furtherEvery !== 0) return;
  const profile = derivingProfileNames[(index / furtherEvery) % derivingProfileNames.length] ?? '';
  yield { name: rows.other, subject, applied, profile };
  const own = deriveCase(subject, subject.profile);
  if (own.refusals.length === 0) {
    const objects = [...subject.objects, ...objectsOf(own)];
    yield { name: rows.profile, subject, applied: objects, profile: subject.profile };
  }
  const previewed = withPreviews(subject, new Dice(index));
  const more = deriveCase(previewed);
  if (more.refusals.length === 0) {
    const objects = [...subject.objects, ...objectsOf(more)];
    yield { name: rows.preview, subject: previewed, applied: objects };
  }
}

test('what is derived is proved, and no request of a grid says otherwise', {
  timeout: 30 * 60_000,
}, () => {
  const confusion = noConfusion(Object.values(rows));
  const waiting = sampleCases(seed, baselines).reverse();
  for (let subject = waiting.pop(); subject !== undefined; subject = waiting.pop()) {
    const index = baselines - waiting.length - 1;
    for (const { name, ...derived } of derivations(subject, index)) {
      const trial = { ...derived, aim: anywhere, requests: requests.original, seed: seed + index };
      const verdict = verdictOf(trial);
      addVerdict(confusion, name, verdict);
      confusion.faults.push(...verdict.faults.map((fault) => `case ${index}, ${name}: ${fault}`));
    }
  }
  console.info(confusionText(confusion));
  expect(confusion.faults.slice(0, 5).join('\n\n')).toBe('');
  expect(sumOf(confusion, 'violated') + sumOf(confusion, 'meanwhile')).toBe(0);
  expect(sumOf(confusion, 'proved')).toBeGreaterThan(0.9 * baselines);
  expect(confusion.decided).toBeGreaterThanOrEqual(0.9 * confusion.expressions);
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
  // Proof that it is about something: most mutants are wrong, the grid sees most of those, and
  // some mutants do no harm.
  const made = [...confusion.rows.values()].reduce((sum, row) => sum + row.made, 0);
  expect(sumOf(confusion, 'violated')).toBeGreaterThan(0.4 * made);
  expect(sumOf(confusion, 'violated', ['broken'])).toBeGreaterThan(0.3 * made);
  expect(sumOf(confusion, 'proved')).toBeGreaterThan(0.1 * made);
});
