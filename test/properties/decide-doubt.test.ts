// Doubt is neither too small nor lasting: whatever the ages of routes turn out to be, and
// whichever single reading an implementation has, the outcome is one of those that were told, and
// where ages are known nothing is left open because of them. Sizes: decide.test.ts, at most 2500
// requests, each under many laws and ages.

import { expect, test } from 'vitest';
import type { Outcome } from '../../lib/model/decision';
import type { KubeObject } from '../../lib/model/manifest';
import { decide } from '../../lib/routing/decide';
import { type Law, specification } from '../../lib/routing/law';
import { Dice } from '../arbitrary/dice';
import { everyLaw, refined } from '../arbitrary/refinement';
import { outcomeText, possible } from './outcomes';
import { complaints, decisions as most, questions, seed, tableOf } from './question';

const timeout = 20 * 60_000;
const decisions = Math.min(most, 2500);
const asked = questions(seed + 1, decisions);

/** The same objects with a time for each that has none, no two alike; some ways of it. */
function aged(objects: readonly KubeObject[]): readonly (readonly KubeObject[])[] {
  const known = ages.get(objects);
  if (known !== undefined) return known;
  const dice = new Dice(seed + objects.length);
  const fresh = Array.from({ length: 4 }, () => {
    const seconds = dice.shuffled(objects.map((_, index) => 1 + index));
    return objects.map((object, index): KubeObject => {
      if (object.metadata?.creationTimestamp !== undefined) return object;
      // On either side of the times that routes have of their own, never one of them.
      const year = dice.chance(50) ? 2023 : 2024;
      const second = String(seconds[index]).padStart(2, '0');
      const creationTimestamp = `${year}-01-10T00:01:${second}Z`;
      return { ...object, metadata: { ...object.metadata, creationTimestamp } };
    });
  });
  ages.set(objects, fresh);
  return fresh;
}

const ages = new WeakMap<readonly KubeObject[], readonly (readonly KubeObject[])[]>();

/** What the narrower outcome holds possible and the wider one does not tell. */
function untold(narrow: Outcome, wide: Outcome): readonly string[] {
  const told = possible(wide);
  return [...possible(narrow)].filter((one) => !told.has(one));
}

function isAboutAge(outcome: Outcome): boolean {
  return outcome.outcome === 'unspecified' && outcome.because.some((one) => /\bages?\b/.test(one));
}

test('known ages leave nothing open because of age, and decide for what was possible', {
  timeout,
}, () => {
  let settled = 0;
  const found = complaints(asked, (objects, request) => {
    for (const [name, law] of everyLaw) {
      const open = decide(tableOf(objects), request, law);
      const isTold = law === specification && open.outcome === 'unspecified';
      const ways = isTold ? aged(objects) : aged(objects).slice(0, 1);
      for (const older of ways) {
        const closed = decide(tableOf(older), request, law);
        if (law === specification && isAboutAge(closed)) return `age ${outcomeText(closed)}`;
        const news = untold(closed, open);
        if (news.length > 0) {
          const times = older.map(({ metadata }) => `${metadata?.name} ${time(metadata)}`);
          return `${name}\n${news.join('\n')}\nnot in ${outcomeText(open)}\n${times.join(', ')}`;
        }
        if (isAboutAge(open) && closed.outcome !== 'unspecified') settled += 1;
      }
    }
    return undefined;
  });
  expect(found.join('\n\n')).toBe('');
  console.info(`${settled} outcomes of ${decisions} requests were settled by ages`);
  expect(settled).toBeGreaterThan(decisions / 10);
});

function time(metadata: KubeObject['metadata']): string {
  return String(metadata?.creationTimestamp);
}

test('a law of single answers decides for what a wider law holds possible', { timeout }, () => {
  let settled = 0;
  const found = complaints(asked, (objects, request) => {
    const dice = new Dice(seed + JSON.stringify(request).length);
    for (const [name, law] of everyLaw) {
      const open = decide(tableOf(objects), request, law);
      const isOpen = open.outcome === 'unspecified';
      for (let round = 0; round < (isOpen ? 4 : 1); round += 1) {
        const narrow = refined(law, dice);
        const closed = decide(tableOf(dice.pick(aged(objects))), request, narrow);
        const news = untold(closed, open);
        if (news.length > 0) return `${name}\n${newsText(news, open, narrow)}`;
        if (isOpen && closed.outcome !== 'unspecified') settled += 1;
      }
    }
    return undefined;
  });
  expect(found.join('\n\n')).toBe('');
  console.info(`${settled} outcomes of ${decisions} requests were settled by single laws`);
  expect(settled).toBeGreaterThan(decisions);
});

test('what leaves open which rule goes first is told from the start', { timeout }, () => {
  let open = 0;
  const found = complaints(asked, (objects, request) => {
    const dice = new Dice(seed + JSON.stringify(request).length);
    const wide = rankDoubts(decide(tableOf(objects), request, specification));
    for (let round = 0; round < 4; round += 1) {
      const law = refined(specification, dice);
      const narrow = rankDoubts(decide(tableOf(objects), request, law));
      const news = narrow.filter((one) => !wide.includes(one));
      if (news.length > 0) return `${news.join(', ')}\nnot in ${wide.join(', ')}`;
      open += narrow.length;
    }
    return undefined;
  });
  expect(found.join('\n\n')).toBe('');
  expect(open).toBeGreaterThan(decisions / 10);
});

function rankDoubts(outcome: Outcome): readonly string[] {
  if (outcome.outcome !== 'unspecified') return [];
  return outcome.because.flatMap((one) => /^which of .* goes first: (.*)$/.exec(one)?.[1] ?? []);
}

function newsText(news: readonly string[], open: Outcome, law: Law): string {
  const answers = JSON.stringify({ ...law, orders: law.orders.map(({ name }) => name) });
  return `${news.join('\n')}\nnot in ${outcomeText(open)}\nunder ${answers}`;
}
