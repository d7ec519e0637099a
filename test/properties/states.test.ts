// While objects are applied: in whatever order the objects of random derivations come, requests
// without a key go where they went, and nothing has to be looked at to know that. Where the routes
// are cut up, one for each rule, in random waves, a state that harms somebody is found.
// GATEFORK_BASELINES and GATEFORK_SEED set the size.

import { expect, test } from 'vitest';
import { defaultConfig } from '../../lib/model/config';
import { inventoryOf } from '../../lib/model/inventory';
import { at, type KubeObject, listOf } from '../../lib/model/manifest';
import { verify } from '../../lib/pipeline-proof';
import { resolve } from '../../lib/resolve/route-table';
import { specification } from '../../lib/routing/law';
import { claimsOf } from '../../lib/verify/claim/claims';
import { waveOf } from '../../lib/verify/state/order';
import { statesOf } from '../../lib/verify/state/states';
import type { Case } from '../arbitrary/baseline';
import { Dice } from '../arbitrary/dice';
import type { Drawn } from '../arbitrary/request';
import { deriveCase, objectsOf } from '../oracle/derive';
import { drawRequests, everything, judge } from '../oracle/judge';
import { orders } from '../oracle/order';
import { sampleCases } from '../oracle/trial';
import { manifests } from '../routes';
import { inWave } from '../verify/state/scene';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_266);
const baselines = Math.min(300, Math.max(20, Math.floor(setting('GATEFORK_BASELINES', 60) / 10)));
const subsets = 4;

/** Of each pair the request without a key, asked twice. */
function unkeyed(subject: Case, index: number, count: number): readonly Drawn[] {
  return drawRequests(subject, seed + index, count).map((one) => ({
    ...one,
    keyed: one.unkeyed,
    owner: -1,
  }));
}

function isolated(subject: Case, there: readonly KubeObject[], requests: readonly Drawn[]) {
  return judge({ subject, derived: there, requests, law: everything }).failures;
}

test('no state of what deriving writes harms requests without a key', { timeout: 600_000 }, () => {
  let [derivations, states, routes] = [0, 0, 0];
  sampleCases(seed, baselines).forEach((subject, index) => {
    const derived = deriveCase(subject);
    const objects = objectsOf(derived);
    if (derived.refusals.length > 0 || objects.length === 0) return;
    derivations += 1;
    routes += objects.filter(({ kind }) => kind.endsWith('Route')).length;
    const sets = { before: subject.objects, after: [...subject.objects, ...objects] };
    const found = looked(subject, sets);
    expect({ index, ...found }).toEqual({ index, looked: 0, violations: [], failing: [] });
    const dice = new Dice(seed + index);
    const requests = unkeyed(subject, index, 30);
    for (let round = 0; round < subsets; round += 1) {
      const there = objects.filter(() => dice.chance(50));
      expect(isolated(subject, there, requests).map(({ text }) => text)).toEqual([]);
      states += 1;
    }
  });
  console.info(
    `${states} states of ${derivations} derivations with ${routes} routes, none harmful`,
  );
  expect(derivations).toBeGreaterThan(baselines / 2);
});

function looked(
  { config }: Case,
  {
    before,
    after,
  }: { readonly before: readonly KubeObject[]; readonly after: readonly KubeObject[] },
) {
  const [baseline, applied] = [before, after].map(
    (objects) => resolve(inventoryOf(manifests(...objects))).table,
  ) as [ReturnType<typeof resolve>['table'], ReturnType<typeof resolve>['table']];
  const { inventory } = baseline;
  const sets = { baseline: inventory, applied: applied.inventory, sandboxes: [], groups: [] };
  let count = 0;
  const { violations, failing } = statesOf({
    baseline,
    applied,
    claims: claimsOf(sets).claims,
    config: { ...defaultConfig, ...config },
    laws: [{ law: specification }],
    tableOf: (one) => resolve(one).table,
    isolationOf: () => {
      count += 1;
      return { violations: [], undecided: [] };
    },
  });
  return { looked: count, violations, failing };
}

/** Each rule a route of its own, in a wave of its own. */
function cutUp(objects: readonly KubeObject[], dice: Dice): readonly KubeObject[] {
  return objects.flatMap((object) => {
    const rules = listOf(at(object, ['spec', 'rules']));
    if (!object.kind.endsWith('Route') || rules.length < 2) return [object];
    return rules.map((rule, index): KubeObject => {
      const metadata = { ...object.metadata, name: `${object.metadata?.name}-${index}` };
      const spec = { ...(object.spec as object), rules: [rule] };
      return inWave({ ...object, metadata, spec }, 1 + dice.below(3));
    });
  });
}

test('a state that harms somebody is found', { timeout: 600_000 }, () => {
  const table = { harmful: 0, told: 0, quiet: 0 };
  const missed: string[] = [];
  sampleCases(seed + 1, baselines).forEach((subject, index) => {
    const derived = deriveCase(subject);
    const dice = new Dice(seed + index);
    const objects = cutUp(objectsOf(derived), dice);
    if (derived.refusals.length > 0 || objects.length === 0) return;
    const requests = unkeyed(subject, index, 60);
    // What the full set breaks is no affair of states; cutting up may have done that.
    if (inSpecification(subject, objects, requests).length > 0) return;
    const waves = [...new Set(objects.map(waveOf))].sort((left, right) => left - right);
    const harm = waves.slice(0, -1).flatMap((wave) => {
      const there = objects.filter((object) => waveOf(object) <= wave);
      return inSpecification(subject, there, requests).map(({ text }) => `wave ${wave}: ${text}`);
    });
    const { proof } = verify({
      baseline: manifests(...subject.objects),
      applied: manifests(...subject.objects, ...objects),
      config: subject.config,
    });
    const told = proof?.violations.filter(({ promise }) => promise === 'isolation') ?? [];
    const isOpen = proof === undefined || proof.undecided.length > 0;
    if (harm.length > 0) table.harmful += 1;
    if (told.length > 0) table.told += 1;
    else table.quiet += 1;
    if (harm.length > 0 && told.length === 0 && !isOpen) missed.push(`case ${index}, ${harm[0]}`);
  });
  console.info(`of routes cut up: ${JSON.stringify(table)}`);
  expect(missed).toEqual([]);
  expect(table.harmful).toBeGreaterThan(0);
  expect(table.quiet).toBeGreaterThan(0);
});

/** Under the order that the specification says, since that is what is proved. */
function inSpecification(subject: Case, there: readonly KubeObject[], requests: readonly Drawn[]) {
  const law = { ...everything, orders: orders.filter(({ name }) => name === 'specification') };
  return judge({ subject, derived: there, requests, law }).failures;
}
