// Many cases through deriving and the check, and the figures of all that. Each is derived for
// every known order, and again for one implementation alone.

import fc from 'fast-check';
import { type Case, cases } from '../arbitrary/baseline';
import type { Drawn } from '../arbitrary/request';
import { addCost, type Costs } from './cost';
import { explained } from './counterexample';
import { type Derived, type Deriving, objectsOf } from './derive';
import { drawRequests, everything, judge } from './judge';
import { ownersOf } from './owners';
import { lawOf } from './profiles';
import { withoutShields } from './shields';
import { wrongObjects } from './steadiness';

export interface Plan {
  readonly seed: number;
  readonly baselines: number;
  readonly requests: number;
  readonly deriving: Deriving;
  /** How many failures to make small and tell. @default 5 */
  readonly examples?: number;
}

export interface Figures {
  readonly baselines: number;
  /** Baselines that were not derived, and why, by code. */
  refusals: number;
  readonly refused: Map<string, number>;
  /** Baselines that were derived for every order, and not for the profile; why, by code. */
  profileRefusals: number;
  readonly profileRefused: Map<string, number>;
  /** Baselines whose carriers the profile is not known to take. */
  recarried: number;
  compared: number;
  ambiguous: number;
  forked: number;
  keyed: number;
  /** Baselines whose check was tried without shields, and those of them that break then. */
  controlled: number;
  control: number;
  broken: number;
  /** Broken promises, each with all that is needed to see it. */
  readonly failures: string[];
  /** What is wrong with objects by themselves, or with the way in which they come about. */
  readonly misshapen: string[];
  readonly costs: Costs;
}

export function sampleCases(seed: number, baselines: number): Case[] {
  return fc.sample(cases, { seed, numRuns: baselines });
}

/** One case in so many is tried without its shields. */
const controlEvery = 3;

export function trial(plan: Plan): Figures {
  const figures: Figures = {
    baselines: plan.baselines,
    refusals: 0,
    refused: new Map(),
    profileRefusals: 0,
    profileRefused: new Map(),
    recarried: 0,
    compared: 0,
    ambiguous: 0,
    forked: 0,
    keyed: 0,
    controlled: 0,
    control: 0,
    broken: 0,
    failures: [],
    misshapen: [],
    costs: new Map(),
  };
  // A case that is done is let go, with all that was worked out for it.
  const waiting = sampleCases(plan.seed, plan.baselines).reverse();
  for (let subject = waiting.pop(); subject !== undefined; subject = waiting.pop()) {
    tryCase(plan, { subject, index: plan.baselines - waiting.length - 1 }, figures);
  }
  return figures;
}

interface Numbered {
  readonly subject: Case;
  readonly index: number;
}

function tryCase(plan: Plan, one: Numbered, figures: Figures): void {
  const { subject, index } = one;
  const derived = plan.deriving(subject);
  if (derived.refusals.length > 0) {
    figures.refusals += 1;
    count(figures.refused, derived.refusals);
    return;
  }
  const requests = drawRequests(subject, plan.seed + index, plan.requests);
  const isWhole = holds(plan, one, figures, { derived, requests });
  addCost(figures.costs, 'every order', subject, derived);
  const isRight = isWhole && tryProfile(plan, one, figures, requests);
  const wrong = wrongObjects(subject, derived, plan.deriving);
  if (wrong.length > 0) figures.misshapen.push(`case ${index}: ${wrong.join('; ')}`);
  if (!isRight || wrong.length > 0) figures.broken += 1;
  if (index % controlEvery !== 0) return;
  figures.controlled += 1;
  if (breaksWithoutShields(subject, derived, requests)) figures.control += 1;
}

function count(counts: Map<string, number>, codes: readonly string[]): void {
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
}

interface Asked {
  readonly derived: Derived;
  readonly requests: readonly Drawn[];
  readonly profile?: string;
}

/** Whether a derivation keeps both promises; a broken one is made small and told. */
function holds(plan: Plan, { subject, index }: Numbered, figures: Figures, asked: Asked): boolean {
  const { derived, requests, profile } = asked;
  const law = profile === undefined ? everything : lawOf(profile);
  const verdict = judge({ subject, derived: objectsOf(derived), requests, law });
  figures.compared += verdict.compared;
  figures.ambiguous += verdict.ambiguous;
  figures.forked += verdict.forked;
  figures.keyed += verdict.keyed;
  if (verdict.failures.length === 0) return true;
  if (figures.failures.length < (plan.examples ?? 5)) {
    const { deriving } = plan;
    const named = profile === undefined ? {} : { profile };
    const text = explained({ subject, requests, deriving, law, ...named });
    figures.failures.push(`case ${index}: ${text}`);
  }
  return false;
}

function tryProfile(
  plan: Plan,
  { subject, index }: Numbered,
  figures: Figures,
  requests: readonly Drawn[],
): boolean {
  const { profile } = subject;
  const derived = plan.deriving(subject, profile);
  if (derived.refusals.join() === 'carrier-unsupported') {
    // Its users would take the one carrier that works everywhere.
    const carriers = [{ type: 'header', name: 'x-routing-key' }] as const;
    const other = { ...subject, config: { ...subject.config, carriers } };
    figures.recarried += 1;
    const drawn = drawRequests(other, plan.seed + index, plan.requests);
    const one = { derived: plan.deriving(other, profile), requests: drawn, profile };
    return !isDerived(one.derived, figures) || holds(plan, { subject: other, index }, figures, one);
  }
  if (!isDerived(derived, figures)) return true;
  addCost(figures.costs, profile, subject, derived);
  return holds(plan, { subject, index }, figures, { derived, requests, profile });
}

function isDerived({ refusals }: Derived, figures: Figures): boolean {
  if (refusals.length === 0) return true;
  figures.profileRefusals += 1;
  count(figures.profileRefused, refusals);
  return false;
}

function breaksWithoutShields(
  subject: Case,
  derived: Derived,
  requests: readonly Drawn[],
): boolean {
  const stripped = ownersOf(subject).flatMap((one) => {
    const own = derived.owners.find(({ name }) => name === one.owner.name);
    return own === undefined ? [] : withoutShields(own.objects, one);
  });
  if (JSON.stringify(stripped) === JSON.stringify(objectsOf(derived))) return false;
  return judge({ subject, derived: stripped, requests, law: everything }).failures.length > 0;
}
