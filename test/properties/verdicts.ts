// Proofs beside a grid of requests: for derived baselines and for mutants of them the verdict of
// verify, what the grid finds, and whether the two agree.
//
// Proved, and a request of the grid goes wrong: a proof that is none. Violated, and the request
// that is told goes right: a false alarm. Neighbours: grid-judge.ts (how requests are judged),
// confusion.ts (how it all adds up).

import type { KubeObject } from '../../lib/model/manifest';
import type { Proof, Violation } from '../../lib/model/proof';
import { type HttpRequest, isConnection } from '../../lib/model/request';
import { verify } from '../../lib/pipeline-proof';
import type { Law } from '../../lib/routing/law';
import { profileOf } from '../../lib/routing/profile';
import type { Case } from '../arbitrary/baseline';
import { Dice } from '../arbitrary/dice';
import { describe } from '../arbitrary/request';
import type { OracleRequest } from '../oracle/accept';
import { gridOf } from '../oracle/grid';
import type { Aim } from '../oracle/grid-places';
import { worldOf } from '../oracle/world';
import { manifests } from '../routes';
import {
  type Court,
  courtOf,
  isDefinite,
  oracleBreaks,
  type Ruled,
  type Ruling,
  ruled,
  settledLaws,
} from './grid-judge';
import { named } from './judged-requests';
import { Listing, needless } from './listed-ambiguities';
import { requestOf } from './second-opinion';

export interface Trial {
  readonly subject: Case;
  readonly applied: readonly KubeObject[];
  readonly aim: Aim;
  /** Routes that were applied before something was spoilt. */
  readonly spoilt?: readonly KubeObject[];
  /** The most requests of the grid. */
  readonly requests: number;
  readonly seed: number;
  readonly profile?: string;
}

export interface Verdict {
  /** `meanwhile`: violated while objects are applied, and by nothing else. */
  readonly result: Proof['result'] | 'meanwhile';
  readonly proof: Proof;
  /** The worst that the grid finds. */
  readonly grid: Exclude<Ruling, 'outside' | 'same'> | 'fine';
  /** Requests of the grid, and those of them that the promises say nothing of. */
  readonly asked: number;
  readonly outside: number;
  /** Violations whose request the oracle sees break, too. */
  readonly seconded: number;
  /** Whether the baseline holds a regular expression. */
  readonly hasExpressions: boolean;
  /** How proof and grid are at odds; empty where they agree. */
  readonly faults: readonly string[];
}

/** Each so manyth request of a grid is asked of the oracle, too. */
const secondEvery = 5;
/** So many violations of one proof are asked. */
const mostTold = 12;
/** Laws by chance, for one request of the grid and for one that a violation tells. */
const chances = { grid: 1, violation: 40 };

export function verdictOf(trial: Trial): Verdict {
  const { subject, applied, profile, seed } = trial;
  const proof = proofOf(subject, applied, profile);
  const law = profile === undefined ? undefined : profileOf(profile)?.law;
  const court = courtOf(subject, applied, law);
  const dice = new Dice(seed);
  const { worst, asked, outside, unlisted } = askGrid(court, trial, dice, proof);
  // What happens while objects are applied is no matter of two full sets.
  const lasting = proof.violations.filter(({ state }) => state === undefined);
  const told = lasting.slice(0, mostTold).map((one) => confirmed(court, one, dice));
  const grid = worst === undefined ? 'fine' : worst.grid;
  const faults = told.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  // What the baseline leaves open is excused, but not that something else becomes of it.
  if (proof.result === 'proved' && grid !== 'fine' && grid !== 'narrowed') {
    faults.push(`proved, and yet ${worst?.text ?? ''}`);
  }
  if ((proof.result === 'violated') !== proof.violations.length > 0) {
    faults.push(`${proof.result} with ${proof.violations.length} violations`);
  }
  faults.push(...needless(court.open, proof.ambiguous, court.law), ...unlisted.slice(0, 1));
  const seconded = told.filter(({ isSeconded }) => isSeconded).length;
  const hasExpressions = /"RegularExpression"/.test(JSON.stringify(subject.objects));
  if (proof.result === 'undecided' && !hasExpressions) {
    faults.push(`undecided without an expression: ${proof.undecided[0]?.reason ?? ''}`);
  }
  const isMeanwhile = proof.result === 'violated' && lasting.length === 0;
  const result = isMeanwhile ? 'meanwhile' : proof.result;
  return { result, proof, grid, asked, outside, seconded, hasExpressions, faults };
}

function proofOf(subject: Case, applied: readonly KubeObject[], profile?: string): Proof {
  const { proof, findings } = verify({
    baseline: manifests(...subject.objects),
    applied: manifests(...applied),
    config: subject.config,
    ...(profile === undefined ? {} : { profiles: [profile] }),
  });
  if (proof === undefined) throw new Error(findings.map(({ message }) => message).join('\n'));
  return proof;
}

interface Worst {
  readonly grid: Exclude<Verdict['grid'], 'fine'>;
  readonly text: string;
}

const severity = ['fine', 'narrowed', 'by name', 'astray', 'broken'] as const;

function askGrid(court: Court, trial: Trial, dice: Dice, { ambiguous }: Proof) {
  const { subject, aim, requests: cap, spoilt = [] } = trial;
  const { before, after } = court;
  const routes = [...before.routes, ...after.routes, ...worldOf(spoilt).routes];
  const world = { ...after, routes: [...new Set(routes)] };
  const requests = gridOf({ subject, world, aim, cap, dice }).map((one) => named(one, court.law));
  const listing = new Listing(court.open, ambiguous, court.law);
  const unlisted: string[] = [];
  let worst: Worst | undefined;
  let outside = 0;
  for (const [index, request] of requests.entries()) {
    const found = ruled(court, request, settledLaws(court.law, chances.grid, dice));
    if (found.ruling === 'outside') {
      outside += 1;
      continue;
    }
    const grid = found.ruling === 'same' ? 'fine' : found.ruling;
    if (severity.indexOf(grid) > severity.indexOf(worst?.grid ?? 'fine') && grid !== 'fine') {
      worst = { grid, text: ruledText(request, found) };
    }
    if (found.promise === 'isolation' && isUnlisted(court, request, listing)) {
      unlisted.push(`ambiguous, and not listed: ${describe(request)}`);
    }
    if (grid === 'broken') break;
    if (trial.profile !== undefined || index % secondEvery !== 0) continue;
    const text = oracleBreaks(court, request, index / secondEvery);
    if (text !== undefined && isDefinite(court, request)) {
      worst = { grid: 'broken', text };
      break;
    }
  }
  return { worst, asked: requests.length, outside, unlisted };
}

/** Where kinds of routes contest a host that much is told of one request for all. */
function isUnlisted(court: Court, request: OracleRequest, listing: Listing): boolean {
  return (
    !court.isMixed &&
    !isDefinite(court, request) &&
    !listing.covers(court.open, requestOf(request), court.law)
  );
}

function ruledText(request: OracleRequest, { ruling, promise, law, expected, actual }: Ruled) {
  return [
    `${promise} ${ruling}: ${describe(request)}`,
    `  expected ${expected.join(' | ')}`,
    `  actual   ${actual.join(' | ')}`,
    `  law      ${lawText(law)}`,
  ].join('\n');
}

function lawText({ orders, ...law }: Law): string {
  return JSON.stringify({ orders: orders.map(({ name }) => name), ...law });
}

interface Confirmed {
  readonly fault?: string;
  readonly isSeconded: boolean;
}

/** Whether the request of a violation really goes wrong, under some law and some ages. */
function confirmed(court: Court, violation: Violation, dice: Dice): Confirmed {
  const { request, promise } = violation;
  // What goes wrong while objects are applied is judged in states.test.ts.
  if (violation.state !== undefined) return { isSeconded: true };
  if (isConnection(request)) return { fault: 'a violation of a connection', isSeconded: false };
  const asked = oracleRequest(request);
  const found = ruled(
    court,
    asked,
    settledLaws(court.law, chances.violation, dice),
    'what may be wrong',
  );
  const isSeconded = oracleBreaks(court, asked) !== undefined;
  const text = `violated (${promise}) by ${describe(asked)}: ${violation.because}`;
  if (found.ruling === 'outside')
    return { fault: `${text}\n  outside of the promises`, isSeconded };
  if (found.promise !== promise) return { fault: `${text}\n  it is ${found.promise}`, isSeconded };
  const isRight = found.ruling === 'same' || found.ruling === 'narrowed';
  return isRight && !isSeconded
    ? { fault: `${text}\n  nothing is wrong`, isSeconded }
    : { isSeconded };
}

/** A request as the oracle reads it. */
function oracleRequest(request: HttpRequest): OracleRequest {
  const { target, protocol, method, host, headers } = request;
  const [path = '', ...rest] = request.path.split('?');
  const place = `${target.namespace}/${target.name}`;
  return {
    to:
      target.to === 'gateway'
        ? { gateway: place, port: target.port }
        : { service: place, port: target.port, from: target.from },
    protocol,
    method,
    host,
    path,
    query: queryOf(rest.join('?')),
    headers,
  };
}

function queryOf(text: string): readonly (readonly [string, string])[] {
  if (text === '') return [];
  return text.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name, value.join('=')];
  });
}
