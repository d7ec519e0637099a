// One derivation before decide(): the baseline, and the baseline with everything derived, asked the
// same requests under one law. Where the baseline has one answer there must be that one, forked by
// the request's key; where several are possible, the same several.
//
// A law that leaves readings open holds pairs of outcomes possible that no reading gives (a match
// and its twin, one with it and one without), so where either side is open, laws that settle
// everything are asked instead; then only ages are open. Neighbours: meaning.ts, judged-preview.ts.

import { inventoryOf } from '../../lib/model/inventory';
import { isObject, type KubeObject, listOf } from '../../lib/model/manifest';
import type { HttpRequest } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { decide } from '../../lib/routing/decide';
import type { Law } from '../../lib/routing/law';
import type { Case } from '../arbitrary/baseline';
import type { Dice } from '../arbitrary/dice';
import { refined } from '../arbitrary/refinement';
import { isNamedBy, placeOf } from '../oracle/place';
import { manifests } from '../routes';
import {
  forkedOutcome,
  isMarked,
  mark,
  meaningText,
  possibleOf,
  type Replacing,
  type Settled,
} from './meaning';

export function tableOf(objects: readonly KubeObject[]): RouteTable {
  return resolve(inventoryOf(manifests(...objects))).table;
}

export function isRoute({ kind }: KubeObject): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

/** A route whose rules are known by their outcomes. */
function marked(route: KubeObject): KubeObject {
  const { spec } = route;
  if (!isObject(spec)) return route;
  const rules = listOf(spec.rules).map((rule) => {
    if (!isObject(rule)) return rule;
    return { ...rule, retry: { ...(isObject(rule.retry) ? rule.retry : {}), [mark]: true } };
  });
  return { ...route, spec: { ...spec, rules } };
}

/** The baseline with a mark on routes that are never forked. */
export function markedBaseline({ objects, config }: Case): readonly KubeObject[] {
  const ignoring = ['gatefork.dev/ignore', 'routing.signadot.com/ignore'];
  return objects.map((object) => {
    const isIgnored = ignoring.some((name) => object.metadata?.annotations?.[name] === 'true');
    const isLeftOut = isIgnored || isNamedBy(config.exclude.routes, placeOf(object));
    return isRoute(object) && isLeftOut ? marked(object) : object;
  });
}

export interface Sides {
  readonly before: RouteTable;
  readonly after: RouteTable;
  /** Whether ages are known to one side alone: then less may be open behind than before. */
  readonly mayNarrow: boolean;
}

export interface Asked {
  readonly request: HttpRequest;
  /** Undefined: without a key, or where nothing is derived. */
  readonly replacing?: Replacing;
}

export interface Disagreement {
  readonly law: Law;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  readonly by: string;
}

export interface Counts {
  /** Comparisons; of these: one answer, several. */
  definite: number;
  open: number;
  /** With an answer that names a stand-in. */
  forked: number;
}

/** So many laws out of one that leaves a request open. */
const refinements = 3;

/** How the two sides differ for a request, undefined where they do not. */
export function disagreement(
  sides: Sides,
  asked: Asked,
  law: Law,
  { dice, counts }: { readonly dice: Dice; readonly counts: Counts },
): Disagreement | undefined {
  const [expected, actual] = answers(sides, asked, law);
  if (expected.size === 1 && actual.size === 1) {
    counts.definite += 1;
    if (asked.replacing !== undefined && isForked(sides, asked, law, actual)) counts.forked += 1;
    return isSame(expected, actual) ? undefined : told(sides, asked, law);
  }
  counts.open += 1;
  for (let round = 0; round < refinements; round += 1) {
    const settled = refined(law, dice);
    const [left, right] = answers(sides, asked, settled);
    const isKept = sides.mayNarrow ? [...right].every((one) => left.has(one)) : isSame(left, right);
    if (!isKept) return told(sides, asked, settled);
  }
  return undefined;
}

/** What there must be, and what there is. */
export function answers({ before, after }: Sides, { request, replacing }: Asked, law: Law) {
  const expected = possibleOf(decide(before, request, law)).map((one) =>
    meaningText(expectedOf(one, replacing)),
  );
  const actual = possibleOf(decide(after, request, law)).map(meaningText);
  return [new Set(expected), new Set(actual)] as const;
}

/** A route that is never forked keeps its keyed requests. */
function expectedOf(outcome: Settled, replacing: Replacing | undefined): Settled {
  return replacing === undefined || isMarked(outcome) ? outcome : forkedOutcome(outcome, replacing);
}

function isForked(
  { before }: Sides,
  { request }: Asked,
  law: Law,
  actual: ReadonlySet<string>,
): boolean {
  return possibleOf(decide(before, request, law)).some((one) => !actual.has(meaningText(one)));
}

export function isSame(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((one) => right.has(one));
}

function told(sides: Sides, asked: Asked, law: Law): Disagreement {
  const [expected, actual] = answers(sides, asked, law);
  const by = (table: RouteTable) =>
    possibleOf(decide(table, asked.request, law)).map((one) => {
      if (!('by' in one) || one.by === undefined) return 'no rule';
      const { route, rule, match } = one.by;
      return `${route.kind} ${route.namespace}/${route.name} rule ${rule} match ${match}`;
    });
  return {
    law,
    expected: [...expected],
    actual: [...actual],
    by: `${by(sides.before).join(' | ')} -> ${by(sides.after).join(' | ')}`,
  };
}
