// Where a request at a preview's hostname must go, and where it goes: the rule of the route that the
// preview names, asked with the key, against what the law says of the request as it came.
//
// Neighbours: counterexample.ts, ../expect/preview.ts, ../site/preview-contests.ts.

import type { HeaderLine, HttpRequest } from '../../model/request';
import { prepare } from '../../routing/accept/prepared-request';
import { notFound } from '../../routing/arena/arena';
import { keyMatch } from '../../routing/carrier';
import { decide } from '../../routing/decide';
import type { Law } from '../../routing/law';
import { ruleOutcome } from '../../routing/outcome/rule-outcome';
import { forkedOutcome } from '../expect/forked-outcome';
import { previewPossibilities } from '../expect/preview';
import { headerCondition } from '../search/condition';
import type { Court } from '../site/court';
import type { PlacedEntry } from '../site/entries';
import type { Kind } from '../site/kind-worlds';
import type { Staged } from '../site/preview-contests';
import { textAnswer } from '../text/text-answer';

export interface PreviewCase {
  readonly staged: Staged;
  readonly before: PlacedEntry;
  readonly request: HttpRequest;
  readonly law: Law;
  /** Where ages decide which kind of route is accepted: the one that is taken to be. */
  readonly kind: Kind | undefined;
}

/** Whether the route is the measure: past its rules a preview is no more than a host beside others. */
export function isMeasuredByRoute(
  { routes }: Staged,
  { entrant }: PlacedEntry,
  { host }: HttpRequest,
): boolean {
  if (entrant === undefined) return true;
  // A named route may be there under a wider hostname of its own, too.
  return entrant.host === host && routes.includes(entrant.candidate.route);
}

export function previewSides(court: Court, { staged, before, request, law, kind }: PreviewCase) {
  const { claim, entrance } = staged;
  const keyed = withKey(court, request, staged);
  const prepared = prepare(keyed, law);
  const candidate = before.entrant?.candidate;
  const outcome =
    candidate === undefined
      ? notFound('no rule matches', prepared.isGrpc)
      : ruleOutcome({ candidate, request: prepared, place: entrance, table: court.baseline, law });
  const expected = forkedOutcome(outcome, { claim, weights: court.config.weights });
  const actual = decide(court.tablesFor(kind).applied, request, law);
  const allowed = previewPossibilities(expected, keyed, claim, court.config);
  const told = previewPossibilities(actual, request, claim, court.config);
  return { expected, actual, isBroken: [...told].some((one) => !allowed.has(one)) };
}

/** The request with the key in every header that carries it. */
function withKey({ config, law }: Court, request: HttpRequest, { claim }: Staged): HttpRequest {
  const lines = config.carriers.flatMap((carrier): readonly HeaderLine[] => {
    const { place, ...entry } = keyMatch(carrier, config.keyName, claim.owner.routingKey);
    if (place !== 'headers' || carrier.type === 'cookie') return [];
    const { literal } = headerCondition(entry, law);
    const answer = textAnswer({ of: 'value', texts: 'one', holds: [literal], lacks: [] });
    return 'texts' in answer ? answer.texts.map((text): HeaderLine => [entry.name, text]) : [];
  });
  const sent = new Set(lines.map(([name]) => name.toLowerCase()));
  const others = request.headers.filter(([name]) => !sent.has(name.toLowerCase()));
  return { ...request, headers: [...others, ...lines] };
}
