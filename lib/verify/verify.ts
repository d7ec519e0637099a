// Two route tables, without and with sandboxes -> are the promises kept for every request?
//
// It judges what is there, not what deriving meant by it: of the law it uses what matches and what
// ranks first, of deriving nothing. How, and why "proved" may be believed: docs/verify.md.
// Neighbours: site/ (where requests compete), search/ (for one that breaks a promise), text/ (what
// one text can hold), claim/ and expect/ (what the promises ask for).

import type { Claim } from '../model/claim';
import type { Config } from '../model/config';
import type { Proof } from '../model/proof';
import type { RouteTable } from '../model/route-table';
import type { Law } from '../routing/law';

export interface VerifyRequest {
  readonly baseline: RouteTable;
  /** All that is there once the sandboxes' objects are applied. */
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly config: Config;
  /** Each is proved under by itself. */
  readonly laws: readonly { readonly profile?: string; readonly law: Law }[];
}

export function verify({ laws, claims }: VerifyRequest): Proof {
  return {
    result: 'undecided',
    violations: [],
    undecided: [],
    ambiguous: [],
    assumptions: [],
    failing: [],
    profiles: laws.flatMap(({ profile }) =>
      profile === undefined ? [] : [{ profile, result: 'undecided' as const }],
    ),
    scope: { places: 0, rules: 0, keys: claims.length },
  };
}
