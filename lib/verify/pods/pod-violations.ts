// Faults of pods -> violations, each with a request that comes to the Service whose pods are wrong.
//
// Outcomes name Services and not pods, so the two of such a violation may read alike: what differs
// is who answers. The request is run through the law on both tables all the same; a fault that no
// request can show breaks no promise. Neighbours: pod-faults.ts, ../under-law.ts (who adds them),
// ../witness/requests-to.ts.

import type { Claim } from '../../model/claim';
import type { Outcome } from '../../model/decision';
import type { Violation } from '../../model/proof';
import type { HttpRequest } from '../../model/request';
import { decide } from '../../routing/decide';
import type { Law } from '../../routing/law';
import { forkedOutcome } from '../expect/forked-outcome';
import { Court } from '../site/court';
import type { Place } from '../site/place';
import type { VerifyRequest } from '../verify-request';
import { requestsTo } from '../witness/requests-to';
import { type PodFault, podFaults } from './pod-faults';

/** @param law one of ../site/settled-laws.ts */
export function podViolations(
  request: VerifyRequest,
  law: Law,
  places: readonly Place[],
): readonly Violation[] {
  const { baseline, applied, claims } = request;
  const faults = podFaults(baseline.inventory, applied.inventory, claims);
  if (faults.length === 0) return [];
  const court = new Court({ ...request, law });
  return faults.flatMap((fault) => violationOf(fault, court, places) ?? []);
}

function violationOf(
  fault: PodFault,
  court: Court,
  places: readonly Place[],
): Violation | undefined {
  const { promise, owner, service, reached, because, remedy } = fault;
  const claim = promise === 'fidelity' ? claimOf(fault, court) : undefined;
  const [state] = claim === undefined ? [court.keys.none] : court.keys.statesOf(claim);
  if (state === undefined) return undefined;
  for (const request of requestsTo({ service, state }, court, places)) {
    const actual = decide(court.applied, request, court.law);
    if (!reaches(actual, reached)) continue;
    const expected = expectedOf(request, claim, court);
    const whose = owner === undefined ? {} : { owner };
    return { promise, ...whose, request, expected, actual, because, remedy };
  }
  return undefined;
}

function claimOf({ owner }: PodFault, { claims }: Court): Claim | undefined {
  return claims.find((one) => one.owner.kind === owner?.kind && one.owner.name === owner.name);
}

function expectedOf(request: HttpRequest, claim: Claim | undefined, court: Court): Outcome {
  const before = decide(court.baseline, request, court.law);
  if (claim === undefined) return before;
  return forkedOutcome(before, { claim, weights: court.config.weights });
}

/** Whether some share of the requests comes to a Service. */
function reaches(outcome: Outcome, service: string): boolean {
  if (outcome.outcome === 'unspecified') {
    return outcome.between.some((one) => reaches(one, service));
  }
  return (
    outcome.outcome === 'backends' &&
    outcome.backends.some((one) => one.to === 'backend' && one.name === service)
  );
}
