// Contests over a few headers, held against trying every request: a breach is found where one is,
// and none is found where none is.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '../../../lib/model/config';
import { type Law, specification } from '../../../lib/routing/law';
import { type Condition, condition } from '../../../lib/verify/search/condition';
import { breachesOf } from '../../../lib/verify/search/contest';
import type { Cube } from '../../../lib/verify/search/cube';
import type { Entry } from '../../../lib/verify/search/field';
import { Keys } from '../../../lib/verify/search/key-state';

/** A header has one text, so that a request is one value for each. */
const law: Law = { ...specification, repeatedHeaders: ['joined'] };
const keys = new Keys([], defaultConfig, law);
const paths = { type: 'Exact', value: '/' } as const;
const grounds = { law, keys, state: keys.none, paths };

const headers = ['x', 'y', 'z'] as const;
const values = ['a', 'b'] as const;
type Request = ReadonlyMap<string, string>;

/** Every request: each header is left out, or has one of the values, or another one. */
const requests: readonly Request[] = headers.reduce<readonly Request[]>(
  (all, header) =>
    all.flatMap((one) =>
      [undefined, ...values, 'other'].map(
        (value) => new Map(value === undefined ? one : [...one, [header, value]]),
      ),
    ),
  [new Map()],
);

interface Ranked extends Entry {
  /** Those of one rank are not known to go before each other. */
  readonly rank: number;
}

interface Drawn {
  readonly asks: Readonly<Record<string, string>>;
  readonly rank: number;
  readonly effect: string;
  readonly isSure: boolean;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  asks: fc.dictionary(fc.constantFrom(...headers), fc.constantFrom(...values), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  rank: fc.nat({ max: 4 }),
  effect: fc.constantFrom('p', 'q', 'r'),
  isSure: fc.boolean(),
});

function asked(asks: Drawn['asks']): readonly Condition[] {
  return Object.entries(asks).map(([name, value]) =>
    condition(`header ${name}`, { type: 'Exact', value }),
  );
}

function entryOf({ asks, ...rest }: Drawn): Ranked {
  return { id: {}, conditions: asked(asks), expected: rest.effect, ...rest };
}

/** Where no match accepts. */
const last: Ranked = {
  id: {},
  conditions: [],
  rank: 9,
  effect: '404',
  expected: '404',
  isSure: true,
};

interface DrawnSides {
  readonly before: readonly Drawn[];
  readonly added: readonly Drawn[];
  /** The match of the baseline that is gone; none where there are fewer. */
  readonly dropped: number;
}

const sides: fc.Arbitrary<DrawnSides> = fc.record({
  before: fc.array(drawn, { maxLength: 6 }),
  added: fc.array(drawn, { maxLength: 6 }),
  dropped: fc.nat({ max: 6 }),
});

function contestOf({ before: list, added, dropped }: DrawnSides) {
  const before = list.map(entryOf);
  const kept = before
    .filter((_, index) => index !== dropped)
    .map((one) => ({ ...one, same: one.id }));
  return {
    before: [...before, last],
    after: [...added.map(entryOf), ...kept, { ...last, same: last.id }],
  };
}

function accepts({ conditions }: Ranked, request: Request): boolean {
  return conditions.every(
    ({ dimension, literal }) =>
      literal.type === 'Exact' && request.get(dimension.slice('header '.length)) === literal.value,
  );
}

/** Those that may win: accepted, and nothing accepted for certain goes before them. */
function winners(entries: readonly Ranked[], request: Request): readonly Ranked[] {
  const accepted = entries.filter((one) => accepts(one, request));
  return accepted.filter((one) => !accepted.some((other) => other.isSure && other.rank < one.rank));
}

function isBroken(before: readonly Ranked[], after: readonly Ranked[], request: Request): boolean {
  const allowed = new Set(winners(before, request).map(({ expected }) => expected));
  return winners(after, request).some(({ effect }) => !allowed.has(effect));
}

const compare = (left: Ranked, right: Ranked) =>
  ({
    ranking: left.rank < right.rank ? 'before' : left.rank > right.rank ? 'after' : 'unknown',
    by: 'rank',
  }) as const;

test('a breach is found where some request of all breaks the promise, and nowhere else', () => {
  let broken = 0;
  fc.assert(
    fc.property(sides, (drawnSides) => {
      const { before, after } = contestOf(drawnSides);
      const cubes: Cube[] = [];
      breachesOf({ grounds, before, after, compare }, ({ breach, tooMany }) => {
        expect(tooMany).toBeUndefined();
        if (breach !== undefined) cubes.push(breach.cube);
      });
      const isAny = requests.some((one) => isBroken(before, after, one));
      broken += Number(isAny);
      expect(cubes.length > 0).toBe(isAny);
      for (const cube of cubes) expect(isBroken(before, after, requestIn(cube))).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(broken).toBeGreaterThan(100);
  expect(broken).toBeLessThan(900);
});

function requestIn(cube: Cube): Request {
  const dimensions = new Set(cube.met.map(({ dimension }) => dimension));
  const lines = [...dimensions].map((dimension): [string, string] => {
    const answer = cube.textsOf(dimension);
    const [text = ''] = 'texts' in answer ? answer.texts : [];
    return [dimension.slice('header '.length), text];
  });
  return new Map(lines);
}
