// Many cases through deriving and the check, and the figures of all that.

import fc from 'fast-check';
import { type Case, cases } from '../arbitrary/baseline';
import { type Drawn, requestsFor } from '../arbitrary/request';
import { check, type Verdict } from './check';
import type { Derived, Deriving } from './derive';
import { forksOf, withoutShields } from './forks';
import { brokenLaws } from './object-law';
import { type Order, orders } from './order';
import { shrink } from './shrink';
import { type World, worldOf } from './world';

export interface Plan {
  readonly seed: number;
  readonly baselines: number;
  readonly requests: number;
  readonly deriving: Deriving;
  readonly orders?: readonly Order[];
  /** How many failures to make small and tell. @default 5 */
  readonly examples?: number;
}

export interface Figures {
  readonly baselines: number;
  /** Baselines that were not derived, by code. */
  readonly refused: ReadonlyMap<string, number>;
  readonly refusals: number;
  readonly compared: number;
  readonly ambiguous: number;
  readonly forked: number;
  readonly keyed: number;
  /** Baselines whose check breaks once the shields are gone. */
  readonly control: number;
  /** Broken promises, each with all that is needed to see it. */
  readonly failures: readonly string[];
  /** What is wrong with objects by themselves, or with the way in which they come about. */
  readonly misshapen: readonly string[];
  readonly broken: number;
}

export function sampleCases(seed: number, baselines: number): Case[] {
  return fc.sample(cases, { seed, numRuns: baselines });
}

export function trial(plan: Plan): Figures {
  const refused = new Map<string, number>();
  const sums = {
    refusals: 0,
    compared: 0,
    ambiguous: 0,
    forked: 0,
    keyed: 0,
    control: 0,
    broken: 0,
  };
  const failures: string[] = [];
  const misshapen: string[] = [];
  const most = plan.examples ?? 5;
  sampleCases(plan.seed, plan.baselines).forEach((subject, index) => {
    const derived = plan.deriving(subject);
    if (derived.refusals.length > 0) {
      sums.refusals += 1;
      for (const code of derived.refusals) refused.set(code, (refused.get(code) ?? 0) + 1);
      return;
    }
    const requests = requestsOf(plan, subject, index);
    const verdict = judge(plan, subject, derived, requests, 1);
    sums.compared += verdict.compared;
    sums.ambiguous += verdict.ambiguous;
    sums.forked += verdict.forked;
    sums.keyed += verdict.keyed;
    if (breaksWithoutShields(plan, subject, derived, requests)) sums.control += 1;
    const [failure] = verdict.failures;
    const wrong = wrongObjects(subject, derived, plan.deriving);
    if (failure !== undefined || wrong.length > 0) sums.broken += 1;
    if (wrong.length > 0) misshapen.push(`case ${index}: ${wrong.join('; ')}`);
    if (failure !== undefined && failures.length < most) {
      failures.push(`case ${index}: ${explained(plan, subject, requests)}`);
    }
  });
  return { baselines: plan.baselines, refused, failures, misshapen, ...sums };
}

function requestsOf({ seed, requests }: Plan, subject: Case, index: number): Drawn[] {
  return fc.sample(requestsFor(subject), { seed: seed + index, numRuns: requests });
}

function judge(
  plan: Plan,
  subject: Case,
  derived: Derived,
  requests: readonly Drawn[],
  limit: number,
): Verdict {
  const objects = derived.sandboxes.flatMap((sandbox) => sandbox.objects);
  const after = worldOf([...subject.objects, ...objects]);
  return judgeWorld(plan, subject, after, requests, limit);
}

function judgeWorld(
  plan: Plan,
  subject: Case,
  after: World,
  requests: readonly Drawn[],
  limit: number,
): Verdict {
  const before = worldOf(subject.objects);
  return check({ subject, before, after, requests, limit, orders: plan.orders ?? orders });
}

function breaksWithoutShields(
  plan: Plan,
  subject: Case,
  derived: Derived,
  requests: readonly Drawn[],
): boolean {
  const stripped = derived.sandboxes.flatMap(({ name, objects }) => {
    const sandbox = subject.sandboxes.find((each) => each.name === name);
    if (sandbox === undefined) return [];
    return withoutShields(objects, sandbox, forksOf(subject.objects, sandbox));
  });
  const all = derived.sandboxes.flatMap(({ objects }) => objects);
  if (JSON.stringify(stripped) === JSON.stringify(all)) return false;
  const after = worldOf([...subject.objects, ...stripped]);
  return judgeWorld(plan, subject, after, requests, 1).failures.length > 0;
}

/** The objects by themselves; that sandboxes know nothing of each other, nor of input order. */
function wrongObjects(subject: Case, derived: Derived, deriving: Deriving): string[] {
  const backwards = deriving({ ...subject, objects: [...subject.objects].reverse() });
  const alone = subject.sandboxes.flatMap((sandbox) => {
    const before = derived.sandboxes.filter(({ name }) => name === sandbox.name);
    const after = deriving({ ...subject, sandboxes: [sandbox] }).sandboxes;
    const isSame = JSON.stringify(before) === JSON.stringify(after);
    return isSame ? [] : [`sandbox ${sandbox.name} derives differently when alone`];
  });
  const laws = subject.sandboxes.flatMap((sandbox) => {
    const own = derived.sandboxes.find(({ name }) => name === sandbox.name);
    if (own === undefined) return [`sandbox ${sandbox.name} is not derived`];
    return brokenLaws(subject.objects, own.objects, sandbox);
  });
  const isSteady = JSON.stringify(backwards.sandboxes) === JSON.stringify(derived.sandboxes);
  return [...laws, ...alone, ...(isSteady ? [] : ['the order of the input shows in the output'])];
}

/** The failure made small: the routes, what is derived from them, and the two outcomes. */
function explained(plan: Plan, subject: Case, requests: readonly Drawn[]): string {
  const fails = (smaller: Case, some: readonly Drawn[]) => {
    const derived = plan.deriving(smaller);
    if (derived.refusals.length > 0) return undefined;
    return judge(plan, smaller, derived, some, 1).failures[0];
  };
  const culprit = requests.findIndex((_, at) => fails(subject, only(requests, at)) !== undefined);
  const one = culprit < 0 ? requests : only(requests, culprit);
  const small = shrink(subject, (smaller) => fails(smaller, one) !== undefined);
  const isShown = ({ kind }: { kind: string }) => /Route|Grant/.test(kind);
  const derived = plan.deriving(small).sandboxes.flatMap(({ objects }) => objects);
  return [
    fails(small, one)?.text ?? '',
    JSON.stringify(small.config),
    JSON.stringify(
      small.sandboxes.map(({ name, routingKey, forks }) => [
        name,
        routingKey,
        forks.map(({ workload }) => workload),
      ]),
    ),
    ...small.objects.filter(isShown).map((object) => `baseline ${JSON.stringify(object)}`),
    ...derived.filter(isShown).map((object) => `derived  ${JSON.stringify(object)}`),
  ].join('\n');
}

/** One request at its own place, since its place chooses the ages: the others become its copies. */
function only(requests: readonly Drawn[], place: number): Drawn[] {
  return requests.slice(0, place + 1).flatMap(() => requests.slice(place, place + 1));
}

export function figuresText(figures: Figures): string {
  const { baselines, refusals, refused, compared, ambiguous, forked, keyed, control, broken } =
    figures;
  const share = (part: number, whole: number) =>
    `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;
  return [
    `baselines   ${baselines}, broken ${broken}`,
    `refused     ${refusals} (${share(refusals, baselines)}) ${[...refused].map(([code, n]) => `${code} ${n}`).join(', ')}`,
    `compared    ${compared}, keyed with a fork in the outcome ${forked} (${share(forked, keyed)})`,
    `ambiguous   ${ambiguous} comparisons left out (${share(ambiguous, compared + ambiguous)})`,
    `control     ${control} break without shields (${share(control, baselines - refusals)})`,
  ].join('\n');
}
