// What the sandboxes of an app change, in words, for people who read a synthesis.
//
// Neighbours: app-derivation.ts (which derives them), ../report/summary.ts (the words).

import type { IConstruct } from 'constructs';
import { summarize } from '../pipeline';
import { AppDerivation } from './app-derivation';

/**
 * A paragraph for each sandbox: its forks, and which requests its routes send to them. Speaks of
 * the last synthesis, so call it after `app.synth()`; empty before.
 *
 * @example process.stderr.write(summarizeSandboxes(app));
 */
export function summarizeSandboxes(scope: IConstruct): string {
  return summarize(AppDerivation.of(scope).sandboxes);
}
