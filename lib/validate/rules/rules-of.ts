// The rules of each kind of the Gateway API beyond its schema: what its CRD states as CEL.
//
// Neighbours: ../gateway-api.ts (who asks).

import type { Channel } from '../../../imports/gateway-api-facts';
import type { KindCheck } from '../kind-check';

/** Undefined: the kind has no rules. */
export function rulesOf(_kind: string, _channel: Channel): KindCheck['rules'] {
  return undefined;
}
