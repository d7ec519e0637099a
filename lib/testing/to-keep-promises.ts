// `expect(manifests).toKeepPromises()`: the matcher itself.
//
// It fits `expect.extend` of vitest and of jest. Neighbours: prove.ts, ../vitest.mts (which registers
// it), to-route-to.ts.

import { proofText } from '../pipeline-proof';
import type { ManifestSource } from './manifest-source';
import { type ProofQuestion, proofOf } from './prove';
import type { MatcherResult } from './to-route-to';

/** Passes where the promises are proved, `.not` where a request breaks one; what is undecided is neither. */
export function toKeepPromises(
  this: { readonly isNot?: boolean } | undefined,
  manifests: ManifestSource,
  question: ProofQuestion = {},
): MatcherResult {
  const proof = proofOf(manifests, question);
  const isNot = this?.isNot === true;
  const pass = proof.result === 'undecided' ? isNot : proof.result === 'proved';
  const message = () =>
    `expected the manifests ${isNot ? 'not ' : ''}to keep the promises\n\n${proofText(proof)}`;
  return { pass, message };
}
