// A proof as SARIF 2.1.0: the rules of code scanning, one for each thing that a proof comes to.
//
// Neighbours: sarif.ts (the format), proof-findings.ts, ../model/finding.ts.

import type { Finding } from '../model/finding';
import { type SarifRule, type SarifSource, sarifOf } from './sarif';

const rules: readonly SarifRule[] = [
  {
    id: 'isolation',
    of: 'isolation-violated',
    level: 'error',
    short: 'A sandbox changes where other requests go',
    full: 'A request without a known routing key must go where it goes without the sandboxes.',
  },
  {
    id: 'fidelity',
    of: 'fidelity-violated',
    level: 'error',
    short: 'A keyed request does not go where its fork of the baseline would',
    full: 'A request with a routing key must go where the baseline sends it, forks in place of what they fork.',
  },
  {
    id: 'undecided',
    of: 'proof-undecided',
    level: 'warning',
    short: 'An expression could not be decided',
    full: 'Whether some request breaks a promise hangs on an expression that could not be decided: nothing is proved of the rule.',
  },
  {
    id: 'meanwhile',
    of: 'keyed-fails-meanwhile',
    level: 'warning',
    short: 'Keyed requests fail while a sandbox is applied or pruned',
    full: 'Objects are applied one after the other; for a time a route sends to what is not there yet.',
  },
  {
    id: 'ambiguous',
    of: 'order-ambiguous',
    level: 'note',
    short: 'Which rule answers is open',
    full: 'Only ages tell two rules apart, or the specification does not say which goes first: the proof leaves such requests out.',
  },
];

/** @param findings those of a proof, with their positions; others are left out */
export function proofSarif(findings: readonly Finding[], source: SarifSource): object {
  return sarifOf(findings, rules, source);
}
