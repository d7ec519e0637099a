// Who stays, against a slow reading of the law: every order of ages that the input allows, played
// out one after the other.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Claim, settle } from '../../lib/resolve/displacement';

type Small = Claim<string>;

/** Which claims stay where the holders come in one order. */
function played(order: readonly (readonly Small[])[]): ReadonlySet<string> {
  const staying: Small[] = [];
  const conflict = (left: Small, right: Small) =>
    left !== right && left.against.some((key) => right.keys.includes(key));
  for (const group of order) {
    const rest = group.filter((claim) => !staying.some((other) => conflict(claim, other)));
    const kept = rest.filter((claim) => !rest.some((other) => conflict(claim, other)));
    staying.push(...kept);
  }
  return new Set(staying.map(({ value }) => value));
}

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length === 0) return [[]];
  return list.flatMap((one, index) =>
    permutations(list.filter((_, at) => at !== index)).map((rest) => [one, ...rest]),
  );
}

/** Whether an order of holders goes against an age, or a name at one age. */
function isAllowed(order: readonly (readonly Small[])[]): boolean {
  return order.every((earlier, index) =>
    order.slice(index + 1).every((later) => {
      const [one, two] = [earlier[0], later[0]];
      if (one === undefined || two === undefined) return true;
      if (one.time === undefined) return two.time !== Number.NEGATIVE_INFINITY;
      if (two.time === undefined) return true;
      if (one.time !== two.time) return one.time < two.time;
      return `${one.namespace}/${one.name}` <= `${two.namespace}/${two.name}`;
    }),
  );
}

const keys = fc.subarray(['a', 'b', 'c'], { minLength: 1 });

/** Up to four holders with one or two claims each; conflicts go both ways, as those of the law. */
const holders = fc
  .array(
    fc.record({
      time: fc.constantFrom(undefined, 1, 2),
      name: fc.constantFrom('x', 'y'),
      claims: fc.array(keys, { minLength: 1, maxLength: 2 }),
    }),
    { maxLength: 4 },
  )
  .chain((list) => fc.record({ list: fc.constant(list), first: fc.boolean() }))
  .map(({ list, first }) =>
    list.map(({ time, name, claims }, index) =>
      claims.map(
        (held, at): Small => ({
          value: `${index}.${at}`,
          holder: `h${index}`,
          time: first && index === 0 ? Number.NEGATIVE_INFINITY : time,
          namespace: 'ns',
          name,
          keys: held,
          against: held,
        }),
      ),
    ),
  );

test('what is settled holds in every order of ages that the input allows', () => {
  fc.assert(
    fc.property(holders, (groups) => {
      const standings = settle(groups.flat());
      const outcomes = permutations(groups).filter(isAllowed).map(played);
      for (const { value } of groups.flat()) {
        const stays = new Set(outcomes.map((staying) => staying.has(value)));
        const { state } = standings.get(value) ?? { state: 'missing' };
        if (state !== 'open') expect([state, ...stays]).toEqual([state, state === 'stays']);
      }
    }),
    { numRuns: 2000 },
  );
});

test('where all ages and names differ nothing is open', () => {
  fc.assert(
    fc.property(holders, (groups) => {
      const aged = groups.map((group, index) => group.map((one) => ({ ...one, time: index })));
      const outcome = played(aged);
      const standings = settle(aged.flat());
      for (const { value } of aged.flat()) {
        expect(standings.get(value)?.state).toBe(outcome.has(value) ? 'stays' : 'displaced');
      }
    }),
  );
});

test('the order of the claims does not matter', () => {
  const states = (claims: readonly Small[]) =>
    Object.fromEntries([...settle(claims)].map(([value, { state }]) => [value, state]));
  fc.assert(
    fc.property(holders, fc.infiniteStream(fc.nat()), (groups, dice) => {
      const claims = groups.filter((group) => group.length === 1).flat();
      const shuffled = claims
        .map((claim) => ({ claim, by: dice.next().value ?? 0 }))
        .sort((left, right) => left.by - right.by)
        .map(({ claim }) => claim);
      expect(states(shuffled)).toEqual(states(claims));
    }),
  );
});

const claim = (value: string, more: Partial<Small>): Small => ({
  value,
  holder: value,
  time: undefined,
  namespace: 'ns',
  name: value,
  keys: ['k'],
  against: ['k'],
  ...more,
});

const statesOf = (...claims: readonly Small[]) =>
  [...settle(claims)].map(([value, { state }]) => `${value} ${state}`).sort();

test('the name of a namespace that is not known settles nothing', () => {
  const old = { time: 1 };
  expect(statesOf(claim('a', old), claim('b', old))).toEqual(['a stays', 'b displaced']);
  expect(statesOf(claim('a', { ...old, namespace: '' }), claim('b', old))).toEqual([
    'a open',
    'b open',
  ]);
  const unnamed = { ...old, namespace: '' };
  expect(statesOf(claim('a', unnamed), claim('b', unnamed))).toEqual(['a stays', 'b displaced']);
});

test('the first of all displaces what has no age', () => {
  const gateway = claim('gateway', { time: Number.NEGATIVE_INFINITY });
  expect(statesOf(claim('set', {}), gateway)).toEqual(['gateway stays', 'set displaced']);
});
