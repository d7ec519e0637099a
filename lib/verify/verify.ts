// Two route tables, without and with sandboxes -> are the promises kept for every request?
//
// It judges what is there, not what deriving meant by it: of the law it uses what matches and what
// ranks first, of deriving nothing. How, and why "proved" may be believed: docs/verify.md.
// Neighbours: under-law.ts (one law), site/ (where requests compete), search/ (for one that breaks
// a promise), text/ (what one text can hold), claim/ and expect/ (what the promises ask for).

import type { Ambiguity, Proof, Undecided, Violation } from '../model/proof';
import type { RouteTable } from '../model/route-table';
import { assumptionsOf } from './assumptions';
import { withAssumedTargets } from './claim/assumed-targets';
import { agedTogether, withYoungSandboxes } from './one-age';
import type { Isolated } from './state/isolation-states';
import { type AskedLaw, type States, statesOf } from './state/states';
import { type Judged, underLaw } from './under-law';
import type { VerifyRequest } from './verify-request';

export function verify(asked: VerifyRequest): Proof {
  const { applied, assumptions: targets } = withAssumedTargets(asked);
  const request = withYoungSandboxes({ ...asked, applied });
  const states = statesOf({
    ...asked,
    isolationOf: (state, law) => isolationOf(asked, state, law),
  });
  const judged = request.laws.map((one) => {
    const found = judgedUnder(request, one);
    return { ...one, ...withStates(found, states, one) };
  });
  const [first] = judged;
  return {
    result: resultOf(
      judged.flatMap(({ violations }) => violations),
      judged.flatMap((one) => one.undecided),
    ),
    violations: judged.flatMap(({ violations, profile }) => named(violations, profile)),
    undecided: judged.flatMap(({ undecided, profile }) => named(undecided, profile)),
    ambiguous: judged.flatMap(({ ambiguous, profile }) => named(ambiguous, profile)),
    assumptions: [
      ...assumptionsOf(
        request,
        judged.some(({ isContested }) => isContested),
      ),
      ...targets,
      ...states.assumptions,
    ],
    failing: states.failing,
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

/** Whether requests without a key go where they went in a state in which only some objects are there. */
function isolationOf(request: VerifyRequest, state: RouteTable, asked: AskedLaw): Isolated {
  // What requests with a key shall find is not there yet, so nothing is asked of them.
  const claims = request.claims.map(({ owner }) => ({ owner, replaced: new Map(), previews: [] }));
  const { violations, undecided } = judgedUnder({ ...request, applied: state, claims }, asked);
  return { violations: violations.filter(({ promise }) => promise === 'isolation'), undecided };
}

/** What is found under one law: with all objects in place, and before. */
function withStates(found: Judged, states: States, { profile }: AskedLaw): Judged {
  const own = <T extends { readonly profile?: string }>(all: readonly T[]) =>
    all.filter((one) => one.profile === profile);
  const known = new Set(found.undecided.map(({ reason, where }) => `${where}\n${reason}`));
  return {
    ...found,
    violations: [...found.violations, ...own(states.violations)],
    undecided: [
      ...found.undecided,
      ...own(states.undecided).filter(({ reason, where }) => !known.has(`${where}\n${reason}`)),
    ],
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
