// Two route tables, without and with sandboxes -> are the promises kept for every request?
//
// It judges what is there, not what deriving meant by it: of the law it uses what matches and what
// ranks first, of deriving nothing. How, and why "proved" may be believed: docs/verify.md.
// Neighbours: under-law.ts (one law), site/ (where requests compete), search/ (for one that breaks
// a promise), text/ (what one text can hold), claim/ and expect/ (what the promises ask for).

import type { Claim } from '../model/claim';
import type { Config } from '../model/config';
import type { Inventory } from '../model/inventory';
import type { Ambiguity, Proof, Undecided, Violation } from '../model/proof';
import type { RouteTable } from '../model/route-table';
import type { Law } from '../routing/law';
import { assumptionsOf } from './assumptions';
import { withAssumedTargets } from './claim/assumed-targets';
import { agedTogether } from './one-age';
import { type Judged, underLaw } from './under-law';

export interface VerifyRequest {
  readonly baseline: RouteTable;
  /** All that is there once the sandboxes' objects are applied. */
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly config: Config;
  /** Each is proved under by itself. */
  readonly laws: readonly AskedLaw[];
  /** Reads manifests as both tables were read. */
  readonly tableOf: (inventory: Inventory) => RouteTable;
}

export interface AskedLaw {
  readonly profile?: string;
  readonly law: Law;
}

export function verify(asked: VerifyRequest): Proof {
  const { applied, assumptions: targets } = withAssumedTargets(asked);
  const request = { ...asked, applied };
  const judged = request.laws.map((one) => ({ ...one, ...judgedUnder(request, one) }));
  const [first] = judged;
  return {
    result: resultOf(
      judged.flatMap(({ violations }) => violations),
      judged.flatMap((one) => one.undecided),
    ),
    violations: judged.flatMap(({ violations, profile }) => named(violations, profile)),
    undecided: judged.flatMap(({ undecided, profile }) => named(undecided, profile)),
    ambiguous: judged.flatMap(({ ambiguous, profile }) => named(ambiguous, profile)),
    assumptions: [...assumptionsOf(request), ...targets],
    failing: [],
    profiles: judged.flatMap(({ profile, violations, undecided }) =>
      profile === undefined ? [] : [{ profile, result: resultOf(violations, undecided) }],
    ),
    scope: {
      places: first?.places ?? 0,
      rules: first?.rules ?? 0,
      keys: request.claims.length,
    },
  };
}

/**
 * Under one law, with the ages that files do not hold open; and where they matter once more as if all
 * were of one age, so that names decide: then a request for which the baseline's own rules tie has
 * one outcome, and is not left out.
 */
function judgedUnder(request: VerifyRequest, asked: AskedLaw): Judged {
  const open = underLaw(request, asked.law);
  const hangsOnAges = open.ambiguous.length > 0 && asked.law.agesSettleTies === 'yes';
  const aged = hangsOnAges ? agedTogether(request) : undefined;
  if (aged === undefined) return open;
  const together = underLaw(aged, asked.law);
  const known = new Set(open.violations.map(whoBreaks));
  return {
    ...open,
    violations: [
      ...open.violations,
      ...together.violations
        .filter((one) => !known.has(whoBreaks(one)))
        .map((one) => ({ ...one, because: `${one.because}, where routes are of one age` })),
    ],
    undecided: open.undecided,
  };
}

function whoBreaks({ promise, owner, because }: Violation): string {
  return JSON.stringify([promise, owner?.kind, owner?.name, because]);
}

function resultOf(
  violations: readonly Violation[],
  undecided: readonly Undecided[],
): Proof['result'] {
  if (violations.length > 0) return 'violated';
  return undecided.length > 0 ? 'undecided' : 'proved';
}

function named<T extends Violation | Undecided | Ambiguity>(
  all: readonly T[],
  profile: string | undefined,
): readonly T[] {
  return profile === undefined ? all : all.map((one) => ({ ...one, profile }));
}
