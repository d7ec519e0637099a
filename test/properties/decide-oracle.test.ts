// decide() beside a router of its own on random baselines: see second-opinion.ts.
// GATEFORK_OPINIONS, the number of baselines, and GATEFORK_SEED set the size.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import { profileOf } from '../../lib/routing/profile';
import type { Case } from '../arbitrary/baseline';
import { describe as inOneLine, requestsFor } from '../arbitrary/request';
import { orders } from '../oracle/order';
import { sampleCases } from '../oracle/trial';
import {
  idOf,
  isKnown,
  knownOf,
  mayBeOpen,
  ours,
  repeatsNames,
  subjectOf,
  theirs,
  theirsBy,
  traefikByMatch,
} from './second-opinion';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_261);
const baselines = setting('GATEFORK_OPINIONS', 40);
const requests = 40;

const hash = (id: string, start: number) =>
  [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, start);

const isRoute = ({ kind }: KubeObject) => kind.endsWith('Route');

/** Ages from 0 to 3, so that some tie; the same for the same seed and route. */
function tyingAges(start: number): (id: string) => number {
  return (id) => hash(id, start) % 4;
}

/** Ages of which no two are the same: what stands between two kinds knows nothing else. */
function distinctAges(objects: readonly KubeObject[], start: number): (id: string) => number {
  const ids = objects.filter(isRoute).map(idOf);
  const order = ids.sort((a, b) => hash(a, start) - hash(b, start) || (a < b ? -1 : 1));
  return (id) => order.indexOf(id);
}

interface Figures {
  readonly failures: string[];
  /** Requests compared; of these: one answer, several in both, several in ours alone, routed. */
  compared: number;
  definite: number;
  open: number;
  doubtful: number;
  routed: number;
}

interface Trial {
  readonly subject: Case;
  readonly objects: readonly KubeObject[];
  readonly start: number;
  readonly ageOf: (id: string) => number;
}

function compare({ subject, objects, start, ageOf }: Trial, figures: Figures): void {
  const both = subjectOf(objects, ageOf);
  const drawn = fc.sample(requestsFor({ ...subject, objects }), { seed: start, numRuns: requests });
  for (const { unkeyed } of drawn) {
    const [mine, yours] = [ours(both, unkeyed), theirs(both, unkeyed)];
    figures.compared += 1;
    if (yours.some((text) => !/^\d+$/.test(text))) figures.routed += 1;
    if (mine.length === 1) figures.definite += 1;
    else if (yours.length > 1) figures.open += 1;
    else figures.doubtful += 1;
    // Doubt needs a reason: an expression, or a name that comes twice.
    const isIdle = mine.length > 1 && !mayBeOpen(objects, unkeyed);
    if (!isIdle && yours.every((text) => mine.includes(text))) continue;
    const [one, other] = [mine, yours].map((texts) => texts.join(' | '));
    figures.failures.push(`${start} ${inOneLine(unkeyed)}\n  ours ${one}\n  theirs ${other}`);
  }
}

type Ages = (objects: readonly KubeObject[], start: number) => (id: string) => number;
const tying: Ages = (_, start) => tyingAges(start);

test.each([
  ['HTTPRoutes', ['HTTPRoute'], tying],
  ['GRPCRoutes', ['GRPCRoute'], tying],
  ['both kinds beside each other', ['HTTPRoute', 'GRPCRoute'], distinctAges],
] as const)('two routers agree on %s', { timeout: 1_200_000 }, (what, kinds, ages) => {
  const figures = { failures: [], compared: 0, definite: 0, open: 0, doubtful: 0, routed: 0 };
  sampleCases(seed, baselines).forEach((subject, index) => {
    const objects = subject.objects.filter(
      (object) => !isRoute(object) || kinds.some((kind) => object.kind === kind),
    );
    const isThere = (kind: string) => objects.some((object) => object.kind === kind);
    if (!kinds.every(isThere)) return;
    const ageOf = ages(objects, index);
    compare({ subject, objects, start: seed + index, ageOf }, figures);
  });
  const { failures, ...counts } = figures;
  console.info(`${what} ${JSON.stringify(counts)}`);
  expect(failures.slice(0, 5).join('\n')).toBe('');
  // Proof that the comparison is about something.
  expect(counts.routed).toBeGreaterThan(0.3 * counts.compared);
  expect(counts.definite).toBeGreaterThan(0.5 * counts.compared);
});

const known = [...orders, traefikByMatch].filter(({ name }) => name !== 'specification');

test.each(known.map((order) => [order.name, order] as const))(
  'two routers agree on what %s does with HTTPRoutes',
  { timeout: 1_200_000 },
  (name, order) => {
    const profile = profileOf(name);
    if (profile === undefined) throw new Error(`${name} is no profile`);
    const law = knownOf(profile.law);
    const failures: string[] = [];
    const counts = { compared: 0, definite: 0, otherwise: 0 };
    sampleCases(seed + 1, baselines).forEach((subject, index) => {
      const objects = subject.objects.filter((one) => !isRoute(one) || one.kind === 'HTTPRoute');
      if (!objects.some(isRoute)) return;
      const both = subjectOf(objects, distinctAges(objects, index));
      const drawn = fc.sample(requestsFor({ ...subject, objects }), {
        seed: seed + index,
        numRuns: requests,
      });
      for (const { unkeyed } of drawn) {
        if (repeatsNames(unkeyed) || !isKnown(objects, unkeyed, law)) continue;
        const [mine, yours] = [ours(both, unkeyed, law), theirsBy(both, unkeyed, order, law)];
        counts.compared += 1;
        if (mine.length === 1) counts.definite += 1;
        if (!theirs(both, unkeyed).includes(yours[0] ?? '')) counts.otherwise += 1;
        if (yours.every((text) => mine.includes(text))) continue;
        const [one, other] = [mine, yours].map((texts) => texts.join(' | '));
        failures.push(`${index} ${inOneLine(unkeyed)}\n  ours ${one}\n  theirs ${other}`);
      }
    });
    console.info(`${name} ${JSON.stringify(counts)}`);
    expect(failures.slice(0, 5).join('\n')).toBe('');
    expect(counts.definite).toBeGreaterThan(0.3 * counts.compared);
  },
);
