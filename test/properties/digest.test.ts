// The digest by which staleness is seen: whatever changes a sandbox's files changes it too, and a
// change that no file shows changes none. GATEFORK_DIGESTS and GATEFORK_SEED set the size.

import { expect, test } from 'vitest';
import { canonical } from '../../lib/model/digest';
import type { Json, KubeObject } from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { Case } from '../arbitrary/baseline';
import { deriveCase } from '../oracle/derive';
import { sampleCases } from '../oracle/trial';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_260);
const baselines = setting('GATEFORK_DIGESTS', 40);

interface Written {
  readonly digest: string;
  /** Everything but the digest. */
  readonly content: string;
}

/** What each owner's files hold, by its name; undefined where deriving is refused. */
function written(subject: Case): ReadonlyMap<string, Written> | undefined {
  const { owners, refusals } = deriveCase(subject);
  if (refusals.length > 0) return undefined;
  return new Map(
    owners.map(({ name, objects }) => {
      const digests = objects.map(({ metadata }) => metadata?.annotations?.[marks.baselineDigest]);
      const content = objects.map((object) => canonical(withoutDigest(object)));
      return [name, { digest: [...new Set(digests)].join(), content: content.join('\n') }];
    }),
  );
}

function withoutDigest(object: KubeObject): KubeObject {
  const { [marks.baselineDigest]: _, ...annotations } = object.metadata?.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The object gone, then changed in each of the ways that a person would change it. */
function changes(object: KubeObject): readonly (KubeObject | undefined)[] {
  return [
    undefined,
    { ...object, metadata: { ...object.metadata, labels: { ...object.metadata?.labels, x: 'y' } } },
    ...numbersRaised(object),
  ];
}

/** The object with each of its first numbers raised by one: ports, weights, replicas. */
function numbersRaised(object: KubeObject): readonly KubeObject[] {
  const count = numbersIn(object.spec);
  const taken = [...Array(Math.min(count, 4)).keys()];
  return taken.map((target) => {
    let seen = 0;
    const raise = (value: Json | undefined): Json | undefined => {
      if (typeof value === 'number') return seen++ === target ? value + 1 : value;
      if (Array.isArray(value)) return (value as readonly Json[]).map((one) => raise(one) ?? null);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, raise(one)]));
    };
    return { ...object, spec: raise(object.spec) };
  });
}

function numbersIn(value: Json | undefined): number {
  if (typeof value === 'number') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + numbersIn(one), 0);
}

test('what changes the files of a sandbox changes its digest', { timeout: 600_000 }, () => {
  const missed: string[] = [];
  const counts = { changes: 0, changed: 0, digestOnly: 0 };
  for (const subject of sampleCases(seed, baselines)) {
    const before = written(subject);
    if (before === undefined) continue;
    subject.objects.forEach((object, index) => {
      for (const changed of changes(object)) {
        const objects = subject.objects.flatMap((other, place) =>
          place === index ? (changed ?? []) : other,
        );
        const after = written({ ...subject, objects });
        if (after === undefined) continue;
        for (const [name, { digest, content }] of before) {
          const now = after.get(name);
          if (now === undefined) continue;
          counts.changes += 1;
          if (now.content === content) {
            if (now.digest !== digest) counts.digestOnly += 1;
            continue;
          }
          counts.changed += 1;
          if (now.digest !== digest) continue;
          missed.push(`${name}: ${JSON.stringify(object)}\n  to ${JSON.stringify(changed)}`);
        }
      }
    });
  }
  console.info(`digests ${JSON.stringify(counts)}`);
  expect(missed.slice(0, 3).join('\n\n')).toBe('');
  expect(counts.changed).toBeGreaterThan(baselines);
});
