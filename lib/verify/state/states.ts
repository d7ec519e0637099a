// What happens to requests while objects are applied or pruned one by one.
//
// Isolation holds in every state, in whatever order, as far as objects cannot act on requests
// without a key at all, or do the same as before however many of them are there; states of all
// other objects are built and looked at. Requests with a key are told where a route comes before
// what it needs. Neighbours: order.ts, acting.ts, isolation-states.ts, keyed-failures.ts; the
// argument is in ../../../docs/verify.md.

import type { Claim } from '../../model/claim';
import type { Config } from '../../model/config';
import type { Inventory } from '../../model/inventory';
import type { FailingState, Undecided, Violation } from '../../model/proof';
import type { RouteTable } from '../../model/route-table';
import { decide } from '../../routing/decide';
import { type Law, specification } from '../../routing/law';
import { possibilities } from '../expect/forked-outcome';
import { type Acting, actingSteps } from './acting';
import { componentsOf } from './components';
import { type Isolated, isolationInStates, takenForGranted } from './isolation-states';
import { keyedFailures } from './keyed-failures';
import { KnownKeys } from './known-keys';
import { stepsOf } from './order';

export interface StatesRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly config: Config;
  readonly laws: readonly { readonly profile?: string; readonly law: Law }[];
  /** Reads manifests as both tables were read. */
  readonly tableOf: (inventory: Inventory) => RouteTable;
  /** What breaks isolation in a state, under each of the laws. */
  readonly isolationOf: (state: RouteTable) => Isolated;
}

export interface States {
  readonly violations: readonly Violation[];
  readonly undecided: readonly Undecided[];
  readonly failing: readonly FailingState[];
  /** Sentences without full stop. */
  readonly assumptions: readonly string[];
}

/** Holds where the full set itself is proved: what is broken there is told by that proof. */
export function statesOf(request: StatesRequest): States {
  const { baseline, applied, claims, config } = request;
  const laws = request.laws.map(({ law }) => law);
  const steps = stepsOf(baseline.inventory, applied.inventory);
  const keys = new KnownKeys(claims, config, laws);
  const acting = actingSteps({ baseline, applied, steps, claims, keys, laws });
  const components = componentsOf(acting, { baseline, applied, keys }).filter(isOfInterest);
  const { violations, undecided } = isolationInStates({
    ...request,
    components,
    isBroken: (violation, state) => isBroken(violation, state, request),
  });
  return {
    violations,
    undecided,
    failing: keyedFailures({ baseline, applied, steps, claims, keys }),
    assumptions: takenForGranted(components),
  };
}

/** One object alone is there or not, and any number of stand-ins for one port do the same. */
function isOfInterest(component: readonly Acting[]): boolean {
  if (component.length < 2) return false;
  return component.some(({ standsInFor }) => standsInFor === undefined);
}

function isBroken(violation: Violation, state: RouteTable, { laws }: StatesRequest): boolean {
  const { profile, request, expected } = violation;
  const law = laws.find((one) => one.profile === profile)?.law ?? specification;
  const right = possibilities(expected);
  return [...possibilities(decide(state, request, law))].some((one) => !right.has(one));
}
