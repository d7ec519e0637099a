// The two promises of deriving, asked of one case: without a known key nothing changes
// (isolation), with a key the baseline's outcome is forked (fidelity). Under every order, every
// reading, and several assignments of ages.

import type { Case } from '../arbitrary/baseline';
import { type Drawn, describe } from '../arbitrary/request';
import { firstDay } from '../arbitrary/universe';
import { type OracleRequest, type Reading, readings } from './accept';
import { type Order, orders } from './order';
import { canonical, type Forks, forkOutcome } from './outcome';
import { ownersOf } from './owners';
import { isShutGateway } from './place';
import { type Ages, type Answer, decide, hear } from './router';
import type { Route, World } from './world';

export interface Failure {
  readonly promise: 'isolation' | 'fidelity';
  readonly request: OracleRequest;
  readonly order: string;
  readonly reading: string;
  readonly ages: string;
  readonly expected: string;
  readonly actual: string;
  readonly text: string;
}

export interface Verdict {
  readonly failures: readonly Failure[];
  /** Comparisons made, and those left out since only age decides in the baseline. */
  readonly compared: number;
  readonly ambiguous: number;
  /** Keyed requests whose outcome names a fork, of all keyed ones. */
  readonly forked: number;
  readonly keyed: number;
}

interface Aging {
  readonly name: string;
  readonly ages: Ages;
  /** Whether baseline routes differ in age, so that ties among them are left out. */
  readonly isRandom: boolean;
}

/**
 * Equal ages (derived routes as old, younger or older), or any ages but those that are known. The
 * routes of one sandbox are applied together, so they are of one age.
 */
export function agingsOf(seed: number): Aging[] {
  const offset = (name: string, days: number): Aging => ({
    name,
    ages: (route) => (route.derived ? days : (dayOf(route) ?? 0)),
    isRandom: false,
  });
  const random = (salt: number): Aging => ({
    name: `random ${seed + salt}`,
    ages: (route) => dayOf(route) ?? hash(`${seed + salt} ${bornWith(route)}`) % 5,
    isRandom: true,
  });
  return [
    offset('equal', 0),
    random(1),
    offset('derived younger', 1000),
    random(2),
    offset('derived older', -1000),
    random(3),
  ];
}

function bornWith({ kind, namespace, name, owner }: Route): string {
  return owner ?? `${kind} ${namespace}/${name}`;
}

/** The day on which a route was made, where it says so, from a first day on. */
function dayOf({ created }: Route): number | undefined {
  return created === undefined ? undefined : created / 86_400_000 - firstDay;
}

function hash(text: string): number {
  let sum = 2_166_136_261;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return (sum >>> 7) % 1_000;
}

const none: Forks = new Map();

export interface Trial {
  readonly subject: Case;
  readonly before: World;
  readonly after: World;
  readonly requests: readonly Drawn[];
  readonly orders?: readonly Order[];
  readonly readings?: readonly Reading[];
  /** The most failures to collect. */
  readonly limit: number;
}

export function check(trial: Trial): Verdict {
  const { subject, requests, limit } = trial;
  const agings = agingsOf(subject.seed);
  const owners = ownersOf(subject);
  const failures: Failure[] = [];
  let compared = 0;
  let ambiguous = 0;
  let forked = 0;
  let keyed = 0;
  requests.forEach((drawn, index) => {
    const aging = agings[index % agings.length];
    if (aging === undefined || failures.length >= limit) return;
    for (const one of [
      { promise: 'isolation', request: drawn.unkeyed, map: none },
      { promise: 'fidelity', request: drawn.keyed, map: owners[drawn.owner]?.forks ?? none },
    ] as const) {
      for (const reading of trial.readings ?? readings) {
        const result = compare(trial, one, reading, aging);
        compared += result.compared;
        ambiguous += result.ambiguous;
        forked += result.forked;
        if (one.promise === 'fidelity') keyed += result.compared;
        failures.push(...result.failures.slice(0, limit - failures.length));
      }
    }
  });
  return { failures, compared, ambiguous, forked, keyed };
}

interface Asked {
  readonly promise: 'isolation' | 'fidelity';
  readonly request: OracleRequest;
  readonly map: Forks;
}

/** One request under one reading and one assignment of ages. */
export function compare(
  trial: Omit<Trial, 'requests' | 'limit'>,
  { promise, request, map }: Asked,
  reading: Reading,
  aging: Aging,
) {
  const { before, after, subject } = trial;
  const heardBefore = hear(before, request, reading);
  const heardAfter = hear(after, request, reading);
  const failures: Failure[] = [];
  let ambiguous = 0;
  let forked = 0;
  const all = trial.orders ?? orders;
  for (const order of all) {
    const baseline = decide(heardBefore, order, aging.ages);
    const isUndecided = aging.isRandom || order.tiesOpen || baseline.isHalfDated === true;
    const isOpen = baseline.isAmbiguous && isUndecided;
    if (isOpen || baseline.isMixed === true) {
      ambiguous += 1;
      continue;
    }
    const actual = decide(heardAfter, order, aging.ages);
    const expected = expectedText(baseline, isShut(request, subject) ? none : map, subject);
    if (expected !== baseline.text) forked += 1;
    if (actual.text === expected) continue;
    failures.push({
      promise,
      request,
      order: order.name,
      reading: reading.name,
      ages: aging.name,
      expected,
      actual: actual.text,
      text: [
        `${promise} broken under order ${order.name}, ${reading.name}, ages ${aging.name}`,
        `  request   ${describe(request)}`,
        `  baseline  ${baseline.text} by ${ruleName(baseline)}`,
        `  expected  ${expected}`,
        `  actual    ${actual.text} by ${ruleName(actual)}`,
      ].join('\n'),
    });
  }
  return { failures, compared: all.length - ambiguous, ambiguous, forked };
}

/** An ignored route is never forked, whatever its backends are. */
function expectedText(baseline: Answer, map: Forks, { config }: Case): string {
  if (map.size === 0 || baseline.taken?.route.ignored === true) return baseline.text;
  const known = forkedTexts.get(map) ?? new Map<string, string>();
  forkedTexts.set(map, known);
  const forked = () => canonical(forkOutcome(baseline.outcome, map, config.weights));
  const text = known.get(baseline.text) ?? forked();
  known.set(baseline.text, text);
  return text;
}

/** Whether nothing is derived for the Gateway that a request comes to. */
function isShut({ to }: OracleRequest, { config }: Case): boolean {
  return 'gateway' in to && isShutGateway(config, to.gateway);
}

/** One outcome is forked once: each case has its own maps, and one way with weights. */
const forkedTexts = new WeakMap<Forks, Map<string, string>>();

function ruleName({ taken }: Answer): string {
  if (taken === undefined) return 'no rule';
  const { route, rule, matchIndex } = taken;
  return `${nameOf(route)} rule ${rule.index} match ${matchIndex} ${JSON.stringify(taken.match, shown)}`;
}

function shown(key: string, value: unknown): unknown {
  if (key === 'search') return undefined;
  return value instanceof RegExp ? 'RegularExpression' : value;
}

function nameOf({ kind, namespace, name }: Route): string {
  return `${kind} ${namespace}/${name}`;
}
