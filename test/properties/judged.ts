// Many cases derived and judged by decide(): for every order, and again for one implementation.
//
// Neighbours: judged-case.ts (one request), judged-preview.ts, ../oracle/trial.ts (the other judge).

import type { KubeObject } from '../../lib/model/manifest';
import { type Law, specification } from '../../lib/routing/law';
import { derivingProfileNames, profileOf } from '../../lib/routing/profile';
import type { Case } from '../arbitrary/baseline';
import { Dice } from '../arbitrary/dice';
import { describe } from '../arbitrary/request';
import type { OracleRequest } from '../oracle/accept';
import { type Derived, deriveCase, objectsOf } from '../oracle/derive';
import { drawRequests } from '../oracle/judge';
import { ownersOf } from '../oracle/owners';
import { withoutShields } from '../oracle/shields';
import { sampleCases } from '../oracle/trial';
import {
  type Asked,
  type Counts,
  disagreement,
  isRoute,
  markedBaseline,
  type Sides,
  tableOf,
} from './judged-case';
import { isOfPreviews, previewAnswer, stagesOf, withPreviews } from './judged-preview';
import { isShut, isTold, keyedRequest, lawFor, named } from './judged-requests';
import { requestOf } from './second-opinion';

export interface Verdicts extends Counts {
  cases: number;
  refused: number;
  /** Cases with previews, and requests asked there. */
  previewed: number;
  previews: number;
  /** Cases tried without shields, and those of them that break then. */
  controlled: number;
  control: number;
  readonly failures: string[];
}

/** A law and what a case was derived for. */
interface Court {
  readonly subject: Case;
  readonly derived: Derived;
  readonly objects: readonly KubeObject[];
  readonly law: Law;
  readonly name: string;
  readonly index: number;
  readonly drawn: readonly OracleRequest[];
}

/** One case in so many is tried without its shields. */
const controlEvery = 4;
/** Requests without a key, each of them asked with three keys too. */
const controlRequests = 30;

export function judged(seed: number, cases: number, requests: number): Verdicts {
  const verdicts: Verdicts = {
    ...{ cases: 0, refused: 0, previewed: 0, previews: 0, controlled: 0, control: 0 },
    ...{ definite: 0, open: 0, forked: 0, failures: [] },
  };
  for (const [index, plain] of sampleCases(seed, cases).entries()) {
    judgeCase(plain, index, requests, verdicts);
  }
  return verdicts;
}

function judgeCase(plain: Case, index: number, requests: number, verdicts: Verdicts): void {
  const dice = new Dice(index * 7919 + 17);
  const [subject, derived] = deriveWithPreviews(plain, dice);
  verdicts.cases += 1;
  if (derived.refusals.length > 0) {
    verdicts.refused += 1;
    return;
  }
  const drawn = drawRequests(subject, index, Math.ceil(requests / 4)).map(({ unkeyed }) => unkeyed);
  const objects = objectsOf(derived);
  const court = { subject, derived, objects, index, drawn };
  // Without a profile the routes are right for whatever they run on.
  const other = derivingProfileNames[index % derivingProfileNames.length] ?? '';
  judgeUnder({ ...court, law: specification, name: 'specification' }, verdicts);
  judgeUnder({ ...court, law: lawOf(other), name: other }, verdicts);
  const own = deriveCase(subject, subject.profile);
  if (own.refusals.length === 0) {
    const name = `${subject.profile}, derived for it`;
    const law = lawOf(subject.profile);
    judgeUnder({ ...court, derived: own, objects: objectsOf(own), law, name }, verdicts);
  }
  if (index % controlEvery === 0) control({ ...court, law: specification, name: '' }, verdicts);
}

function lawText({ orders, ...law }: Law): string {
  return JSON.stringify({ orders: orders.map(({ name }) => name), ...law });
}

function lawOf(profile: string): Law {
  return profileOf(profile)?.law ?? specification;
}

function deriveWithPreviews(subject: Case, dice: Dice): readonly [Case, Derived] {
  const more = withPreviews(subject, dice);
  const derived = deriveCase(more);
  if (derived.refusals.length === 0 || !isOfPreviews(derived.findings)) return [more, derived];
  return [subject, deriveCase(subject)];
}

function judgeUnder(court: Court, verdicts: Verdicts): void {
  const { name, index } = court;
  const counts = verdicts;
  for (const { law: own, ...sides } of sidesOf(court)) {
    const dice = new Dice(index);
    for (const { asked, law, shown } of questions({ ...court, law: own }, dice)) {
      const found = disagreement(sides, asked, law, { dice, counts });
      if (found === undefined) continue;
      verdicts.failures.push(
        [
          `case ${index} under ${name}: ${describe(shown)}`,
          `  expected ${found.expected.join(' | ')}`,
          `  actual   ${found.actual.join(' | ')}`,
          `  by ${found.by}`,
          `  law ${lawText(found.law)}`,
        ].join('\n'),
      );
      return;
    }
  }
  judgePreviews(court, verdicts);
}

/**
 * Undated, so that every order of ages is possible; where some are known, with derived ages too.
 * Where only ages tell which kind of route a host has, some ages are taken, that settle nothing else.
 */
function sidesOf({ subject, objects: derived, law, index }: Court): readonly (Sides & Under)[] {
  const { objects } = subject;
  const isDated = objects.some(({ metadata }) => metadata?.creationTimestamp !== undefined);
  const kinds = new Set(objects.filter(isRoute).map(({ kind }) => kind));
  const sides = (baseline: readonly KubeObject[], own: readonly KubeObject[]) => {
    const before = tableOf(markedBaseline({ ...subject, objects: baseline }));
    return { before, after: tableOf([...baseline, ...own]) };
  };
  if (kinds.size > 1) {
    const years = new Dice(index).shuffled(objects.map((_, place) => 2000 + place));
    const baseline = datedIn(objects, (place) => years[place] ?? 2000);
    const tying = { ...law, agesSettleTies: 'no' } as const;
    const own = datedIn(derived, () => 2999);
    // What known ages have put into one route ties no more.
    return [{ ...sides(baseline, own), law: tying, mayNarrow: isDated }];
  }
  if (!isDated) return [{ ...sides(objects, derived), law, mayNarrow: false }];
  // An owner's routes are applied together, after the baseline or, where that is made again, before.
  return [1999, 2099].map((year) => {
    return {
      ...sides(
        objects,
        datedIn(derived, () => year),
      ),
      law,
      mayNarrow: true,
    };
  });
}

interface Under {
  readonly law: Law;
}

function datedIn(objects: readonly KubeObject[], yearOf: (place: number) => number): KubeObject[] {
  return objects.map((object, place) => {
    if (!isRoute(object)) return object;
    const creationTimestamp = `${yearOf(place)}-01-01T00:00:00Z`;
    return { ...object, metadata: { ...object.metadata, creationTimestamp } };
  });
}

interface JudgedQuestion {
  readonly asked: Asked;
  readonly law: Law;
  readonly shown: OracleRequest;
}

function* questions(
  { subject, derived, law, drawn }: Court,
  dice: Dice,
): Generator<JudgedQuestion> {
  const owners = ownersOf(subject);
  const pairs = owners.flatMap((owner) =>
    subject.config.carriers.map((carrier) => ({ owner, carrier })),
  );
  let next = dice.below(pairs.length);
  for (const request of drawn.map((one) => named(one, law))) {
    yield { asked: { request: requestOf(request) }, law, shown: request };
    for (let turn = 0; turn < 3; turn += 1) {
      const pair = pairs[next % pairs.length];
      next += 1;
      if (pair === undefined) continue;
      const keyed = keyedRequest(request, pair.owner, pair.carrier, { subject, dice });
      const own = keyed && lawFor(keyed, law);
      if (keyed === undefined || own === undefined || isTold(keyed, derived.findings)) continue;
      yield { asked: keyed.asked, law: own, shown: keyed.shown };
    }
  }
}

function judgePreviews(court: Court, verdicts: Verdicts): void {
  const { subject, objects, derived, law, name, index, drawn } = court;
  const stages = stagesOf(subject);
  if (stages.length === 0) return;
  // Which of two kinds is accepted at one host only the cluster knows, and it is told.
  if (derived.findings.some(({ code }) => code === 'mixed-route-kinds')) return;
  const after = tableOf([...subject.objects, ...objects]);
  const owners = ownersOf(subject);
  const dice = new Dice(index);
  verdicts.previewed += 1;
  for (const stage of stages) {
    const forks = owners.find(({ owner }) => owner.name === stage.sandbox.name)?.forks ?? new Map();
    const aimed = drawRequests(subject, index, 6, (route) => stage.isNamed(route));
    for (const request of [...aimed.map(({ unkeyed }) => unkeyed), ...drawn.slice(0, 2)]) {
      if (!('gateway' in request.to) || isShut(request, subject)) continue;
      const answer = previewAnswer(request, { stage, subject, forks, after, law, dice });
      if (answer === undefined) continue;
      verdicts.previews += 1;
      if (answer.expected === answer.actual) continue;
      verdicts.failures.push(
        [
          `case ${index} under ${name}, preview ${stage.hostname}: ${describe(request)}`,
          `  expected ${answer.expected}`,
          `  actual   ${answer.actual}`,
        ].join('\n'),
      );
      return;
    }
  }
}

/** Whether the judge sees that shields are gone which the specification's own order needs. */
function control(court: Court, verdicts: Verdicts): void {
  const { subject, index } = court;
  const derived = deriveCase(subject, 'specification');
  const stripped = ownersOf(subject).flatMap((one) => {
    const own = derived.owners.find(({ name }) => name === one.owner.name);
    return own === undefined ? [] : withoutShields(own.objects, one);
  });
  if (JSON.stringify(stripped) === JSON.stringify(objectsOf(derived))) return;
  verdicts.controlled += 1;
  const drawn = drawRequests(subject, index, controlRequests).map(({ unkeyed }) => unkeyed);
  const alone: Verdicts = { ...verdicts, failures: [] };
  judgeUnder({ ...court, drawn, objects: stripped }, alone);
  if (alone.failures.length > 0) verdicts.control += 1;
}
