// What a proof is asked with. Neighbours: verify.ts (who proves), state/states.ts (laws by profile).

import type { Claim } from '../model/claim';
import type { Config } from '../model/config';
import type { Inventory } from '../model/inventory';
import type { RouteTable } from '../model/route-table';
import type { AskedLaw } from './state/states';

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
