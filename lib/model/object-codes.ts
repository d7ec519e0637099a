// Findings about objects as they stand, whatever is derived from them: what their status would say,
// what the API server would refuse, what the specification calls broken. A validation makes them, and
// what of them is accepted it tells; deriving knows nothing of them.
//
// Neighbours: finding.ts (the codes, these last), ../derive/acceptance.ts, ../validate/acceptance.ts.

import { type FindingCode, findingCodes } from './finding';

const codes: ReadonlySet<FindingCode> = new Set(
  findingCodes.slice(findingCodes.indexOf('not-allowed-by-listeners')),
);

export function isOfObjects(code: FindingCode): boolean {
  return codes.has(code);
}
