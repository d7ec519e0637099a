// What a contest has found -> a request that breaks a promise, run through the law itself first.
//
// Nothing is reported that `decide` does not confirm on both tables: where it does not, the pair is
// undecided. Neighbours: request-of.ts, ../site/place-contests.ts, ../expect/forked-outcome.ts.

import type { Outcome } from '../../model/decision';
import { marks } from '../../model/marks';
import type { Undecided, Violation } from '../../model/proof';
import type { HttpRequest } from '../../model/request';
import { type AnyRoute, ruleText } from '../../model/route';
import { decide } from '../../routing/decide';
import type { Law } from '../../routing/law';
import { canAskFor } from '../expect/exclusion';
import { forkedOutcome, possibilities } from '../expect/forked-outcome';
import type { CarriedKey } from '../search/key-state';
import type { Court } from '../site/court';
import type { PlacedEntry } from '../site/entries';
import type { PlaceFound } from '../site/place-contests';
import { newcomersAt, newcomersRemedy } from './newcomers';
import { isMeasuredByRoute, previewSides } from './preview-sides';
import { witnessOf } from './request-of';

export type Shown = { readonly violation: Violation } | { readonly undecided: Undecided };

/** @param asked the law that was asked for, of which the court's is one reading */
export function shown(court: Court, asked: Law, one: PlaceFound): Shown {
  const { breach, tooMany, place } = one;
  if (breach === undefined) {
    const pair = tooMany === undefined ? '' : pairText(tooMany.before, tooMany.after);
    return undecided(`too many rules lie between ${pair}`, tooMany?.after);
  }
  const witness = witnessOf(breach.cube, place);
  if (witness !== undefined) {
    const readings = [asked, ...singled(court.law, witness.isRepeated)];
    for (const law of readings) {
      const sides = sidesOf(court, one, witness.request, law);
      if (!sides.isBroken) continue;
      return { violation: violationOf(court, one, witness.request, sides) };
    }
  }
  const [expression] = breach.cube.undecided;
  const pair = pairText(breach.before, breach.after);
  return undecided(
    expression === undefined
      ? `whether ${pair} differ for some request could not be settled`
      : `whether some request tells ${pair} apart hangs on the expression \`${expression}\``,
    breach.after,
  );
}

function undecided(reason: string, entry: PlacedEntry | undefined): Shown {
  return { undecided: { reason, where: entry === undefined ? '' : entryText(entry) } };
}

/** The court's law, and where something is repeated, one that looks at each line alone. */
function singled(law: Law, isRepeated: boolean): readonly Law[] {
  const one: Law = { ...law, paths: ['as sent'] };
  if (!isRepeated) return [one];
  return [{ ...one, repeatedHeaders: ['any line'], repeatedParameters: ['any'] }];
}

interface Sides {
  readonly expected: Outcome;
  readonly actual: Outcome;
}

function sidesOf(court: Court, one: PlaceFound, request: HttpRequest, law: Law): JudgedSides {
  const { state, kind, staged, breach } = one;
  const isAtPreview = staged !== undefined && breach !== undefined;
  if (isAtPreview && isMeasuredByRoute(staged, breach.before, request)) {
    return previewSides(court, { staged, before: breach.before, request, law, kind });
  }
  const tables = court.tablesFor(kind);
  const before = decide(tables.baseline, request, law);
  const { carried } = state;
  const expected = carried === undefined ? before : replaced(court, request, before, carried);
  const sides = { expected, actual: decide(tables.applied, request, law) };
  return { ...sides, isBroken: isBroken(sides, request) };
}

interface JudgedSides extends Sides {
  readonly isBroken: boolean;
}

/** fork_k of each outcome that may be, but of routes that are left alone. */
function replaced(
  court: Court,
  request: HttpRequest,
  outcome: Outcome,
  { claim, carrier }: CarriedKey,
): Outcome {
  if (court.isShut({ request })) return outcome;
  const one = (each: Outcome): Outcome => {
    const route = 'by' in each ? each.by?.route : undefined;
    const isLeft =
      route !== undefined &&
      'rules' in route &&
      !(court.exclusions.mayFork(route) && canAskFor(carrier, route));
    return isLeft ? each : forkedOutcome(each, { claim, weights: court.config.weights });
  };
  if (outcome.outcome !== 'unspecified') return one(outcome);
  return { ...outcome, between: outcome.between.map(one) };
}

/** In a mesh handshakes are the mesh's own. */
function isBroken({ expected, actual }: Sides, { target }: HttpRequest): boolean {
  const via = target.to === 'service' ? 'mesh' : 'gateway';
  const allowed = possibilities(expected, via);
  return [...possibilities(actual, via)].some((one) => !allowed.has(one));
}

function violationOf(
  court: Court,
  { breach, state, kind, place }: PlaceFound,
  request: HttpRequest,
  { expected, actual }: Sides,
): Violation {
  const claim = state.carried?.claim;
  const owner = claim?.owner ?? ownerOf(breach?.after);
  const isLost = findsNothing(actual) && !findsNothing(expected);
  const isApart = place.service !== undefined && actual.outcome === 'unspecified';
  const remedy = isLost || isApart ? newcomersRemedy(place, court, expected) : undefined;
  const lost = isLost ? newcomersAt(place, court).text : '';
  return {
    promise: claim === undefined ? 'isolation' : 'fidelity',
    ...(owner === undefined ? {} : { owner }),
    request,
    expected,
    actual,
    because: `${becauseOf(expected, actual, lost)}${kind === undefined ? '' : accepted[kind]}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** Whether no rule takes a request, or may take it. */
function findsNothing(outcome: Outcome): boolean {
  if (outcome.outcome === 'unspecified') return outcome.between.some(findsNothing);
  return outcome.outcome === 'status' && outcome.by === undefined;
}

const accepted = {
  http: ', where HTTPRoutes are older than the GRPCRoutes of their hosts',
  grpc: ', where GRPCRoutes are older than the HTTPRoutes of their hosts',
} as const;

function ownerOf(entry: PlacedEntry | undefined): Violation['owner'] {
  const labels = entry?.entrant?.candidate.route.manifest.object.metadata?.labels;
  const routingKey = labels?.[marks.routingKey];
  const sandbox = labels?.[marks.sandbox];
  const name = sandbox ?? labels?.[marks.routeGroup];
  if (routingKey === undefined || name === undefined) return undefined;
  return { kind: sandbox === undefined ? 'RouteGroup' : 'Sandbox', name, routingKey };
}

/** @param lost routes whose rules do not take a request that others took */
function becauseOf(expected: Outcome, actual: Outcome, lost: string): string {
  const [before, after] = [decidedText(expected, ''), decidedText(actual, lost)];
  return before === after
    ? `${before} decides without the sandboxes and with them`
    : `${before} decides without the sandboxes, ${after} with them`;
}

function decidedText(outcome: Outcome, lost: string): string {
  if (outcome.outcome === 'unspecified') {
    const all = outcome.between.map((one) => decidedText(one, lost));
    return [...new Set(all)].sort().join(' or ');
  }
  const by: { readonly route: AnyRoute; readonly rule: number } | undefined = outcome.by;
  if (by !== undefined) return ruleText(by.route, { index: by.rule });
  if (outcome.outcome === 'backends') return 'the Service itself';
  return lost === '' ? 'no rule' : `no rule of ${lost}`;
}

function pairText(before: PlacedEntry, after: PlacedEntry): string {
  return `${entryText(before)} without the sandboxes and ${entryText(after)} with them`;
}

function entryText({ entrant }: PlacedEntry): string {
  return entrant === undefined
    ? 'no rule'
    : ruleText(entrant.candidate.route, entrant.candidate.rule);
}
