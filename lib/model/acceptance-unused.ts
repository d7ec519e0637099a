// What is said of an entry of `accept` that met nothing: it would one day hide another gap.
//
// Neighbours: config.ts (Acceptance); ../derive/acceptance.ts, ../verify/accepted-routes.ts (who look
// whether an entry is used).

import type { Acceptance } from './config';
import { type Finding, finding } from './finding';

export function acceptanceUnused({ code, object }: Acceptance): Finding {
  return finding('acceptance-unused', {
    message: `the settings accept \`${code}\` of \`${object}\`, and nothing of the kind was found`,
    hint: 'take the entry out of `accept`, or correct its code or object to those that the finding names',
  });
}
