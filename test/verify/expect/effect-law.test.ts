// What proofs rest on: rules of one text have one outcome for every request, and what is expected
// with the key is what becomes of the outcome then.

import { expect, test } from 'vitest';
import type { Claim } from '../../../lib/model/claim';
import type { JsonObject } from '../../../lib/model/manifest';
import type { Candidate, RouteTable } from '../../../lib/model/route-table';
import { prepare } from '../../../lib/routing/accept/prepared-request';
import type { Place } from '../../../lib/routing/arena/arena';
import { type Answer, type Law, specification } from '../../../lib/routing/law';
import { ruleOutcome } from '../../../lib/routing/outcome/rule-outcome';
import {
  effectText,
  forkedEffectText,
  type Replacing,
  type Standpoint,
} from '../../../lib/verify/expect/effect';
import { forkedOutcome, possibilities } from '../../../lib/verify/expect/forked-outcome';
import { Dice } from '../../arbitrary/dice';
import { tableOf } from '../../routing/asking';
import { forkedRule, isIntricate, mutated, rules, telling, world } from './random-rules';

function candidatesOf(table: RouteTable): readonly Candidate[] {
  return table.routes.flatMap(({ rules: own }) => own.flatMap((rule) => table.candidatesOf(rule)));
}

function standpoint(table: RouteTable, dice: Dice): Standpoint {
  const answers: readonly Answer[] = ['yes', 'no', 'open'];
  const law: Law = { ...specification, brokenMirrorBreaksRule: dice.pick(answers) };
  const via = dice.pick<Place['via']>(['gateway', 'mesh']);
  return { table, law, place: { via, scheme: dice.pick(['http', 'https']), port: 80 } };
}

/** All that becomes of the requests that tell most. */
function outcomesOf(
  candidate: Candidate,
  { law, place, table }: Standpoint,
  replacing?: Replacing,
) {
  return telling.map((request) => {
    const asked = { candidate, request: prepare(request, law), place, table, law };
    const outcome = ruleOutcome(asked);
    const expected = replacing === undefined ? outcome : forkedOutcome(outcome, replacing);
    return [...possibilities(expected, place.via)].sort().join(' or ');
  });
}

/** Each rule, and many of them once more with one thing changed. */
function someRules(dice: Dice, isGrpc: boolean): readonly JsonObject[] {
  return rules(dice, 8, isGrpc).flatMap((one) => [one, one, mutated(one, dice)]);
}

const worlds = 50;

test('rules of one text have one outcome for every request; of two texts, hardly ever', () => {
  const dice = new Dice(71);
  let [alike, told, silent] = [0, 0, 0];
  for (let round = 0; round < worlds; round += 1) {
    const table = tableOf(world(someRules(dice, false), someRules(dice, true)));
    const at = standpoint(table, dice);
    const all = candidatesOf(table).map((candidate) => {
      return { text: effectText(candidate, at), outcomes: outcomesOf(candidate, at).join('\n') };
    });
    for (const [index, one] of all.entries()) {
      for (const other of all.slice(index + 1)) {
        if (one.text === other.text) {
          alike += 1;
          expect(one.outcomes).toBe(other.outcomes);
        } else if (one.outcomes === other.outcomes) {
          silent += 1;
        } else {
          told += 1;
        }
      }
    }
  }
  console.info(JSON.stringify({ alike, told, silent }));
  expect(alike).toBeGreaterThan(20 * worlds);
  // A text that tells of more than can be told would turn proofs into doubts.
  expect(silent).toBeLessThan(0.02 * told);
});

const claim: Claim = {
  owner: { kind: 'Sandbox', name: 'pr', routingKey: 'pr' },
  replaced: new Map([
    ['shop/a', { namespace: 'shop', name: 'a-pr' }],
    [
      'shop/b',
      {
        namespace: 'mocks',
        name: 'm',
        port: 8080,
        tls: [{ port: 8080, policy: 'mocks/mock', hostname: 'm.test' }],
      },
    ],
  ]),
  previews: [],
};

test.each(['fork-only', 'keep'] as const)(
  'with the key the text is that of the outcome with forks in place, weights: %s',
  (weights) => {
    const dice = new Dice(72);
    const replacing = { claim, weights };
    let [alike, written] = [0, 0];
    for (let round = 0; round < worlds; round += 1) {
      const pairs = [rules(dice, 8, false), rules(dice, 4, true)] as const;
      const forked = pairs.map((some) => some.map((one) => forkedRule(one, weights)));
      const [http = [], grpc = []] = forked;
      const before = tableOf(world(...pairs));
      const after = tableOf(world(http, grpc));
      const at = standpoint(before, dice);
      const there = { ...at, table: after };
      const actual = candidatesOf(after).map((candidate) => {
        return { text: effectText(candidate, there), outcomes: outcomesOf(candidate, there) };
      });
      const raw = [...pairs[1], ...pairs[0]];
      for (const [index, candidate] of candidatesOf(before).entries()) {
        const text = forkedEffectText(candidate, at, replacing);
        const outcomes = outcomesOf(candidate, at, replacing);
        for (const [other, one] of actual.entries()) {
          const isOwn = index === other && !isIntricate(raw[index] ?? {});
          if (isOwn) {
            written += 1;
            expect(one.text).toBe(text);
          }
          if (one.text !== text) continue;
          alike += 1;
          expect(one.outcomes).toEqual(outcomes);
        }
      }
    }
    console.info(JSON.stringify({ weights, alike, written }));
    expect(written).toBeGreaterThan(5 * worlds);
  },
);
