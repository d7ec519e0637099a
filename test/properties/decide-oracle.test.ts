// decide() beside a router of its own on random baselines: see second-opinion.ts.
// GATEFORK_BASELINES, GATEFORK_REQUESTS and GATEFORK_SEED set the size.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import type { Case } from '../arbitrary/baseline';
import { describe as inOneLine, requestsFor } from '../arbitrary/request';
import { sampleCases } from '../oracle/trial';
import { mayBeOpen, ours, subjectOf, theirs } from './second-opinion';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_261);
const baselines = setting('GATEFORK_BASELINES', 40);
const requests = setting('GATEFORK_REQUESTS', 40);

/** Ages from 0 to 3, so that some tie; the same for the same seed and route. */
function ageOf(start: number): (name: string) => number {
  return (name) => [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), start) % 4;
}

/** Both kinds of routes on one host displace each other, of which the oracle knows nothing. */
function ofOneKind(subject: Case, kind: string): readonly KubeObject[] {
  return subject.objects.filter((object) => !object.kind.endsWith('Route') || object.kind === kind);
}

test.each(['HTTPRoute', 'GRPCRoute'])('two routers agree on %ss', { timeout: 600_000 }, (kind) => {
  const failures: string[] = [];
  const counts = { compared: 0, definite: 0, open: 0, doubtful: 0, routed: 0 };
  sampleCases(seed, baselines).forEach((subject, index) => {
    const objects = ofOneKind(subject, kind);
    if (!objects.some((object) => object.kind === kind)) return;
    const both = subjectOf(objects, ageOf(index));
    for (const { unkeyed } of fc.sample(requestsFor({ ...subject, objects }), {
      seed: seed + index,
      numRuns: requests,
    })) {
      const [mine, yours] = [ours(both, unkeyed), theirs(both, unkeyed)];
      counts.compared += 1;
      if (yours.some((text) => !/^\d+$/.test(text))) counts.routed += 1;
      if (mine.length === 1) counts.definite += 1;
      else if (yours.length > 1) counts.open += 1;
      else counts.doubtful += 1;
      // Doubt needs a reason: an expression, or a name that comes twice.
      const isIdle = mine.length > 1 && !mayBeOpen(objects, unkeyed);
      if (isIdle || yours.some((text) => !mine.includes(text))) {
        failures.push(
          `case ${index}: ${inOneLine(unkeyed)}\n  ours ${mine.join(' | ')}\n  theirs ${yours.join(' | ')}`,
        );
      }
    }
  });
  console.info(`${kind} ${JSON.stringify(counts)}`);
  expect(failures.slice(0, 5).join('\n')).toBe('');
  expect(failures).toHaveLength(0);
  // Proof that the comparison is about something.
  expect(counts.routed).toBeGreaterThan(0.3 * counts.compared);
  expect(counts.definite).toBeGreaterThan(0.5 * counts.compared);
});
