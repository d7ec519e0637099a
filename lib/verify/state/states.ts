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
import type { Law } from '../../routing/law';
import { possibilities } from '../expect/forked-outcome';
import { type Acting, actingSteps } from './acting';
import { componentsOf } from './components';
import { type Isolated, isolationInStates, takenForGranted } from './isolation-states';
import { keyedFailures } from './keyed-failures';
import { KnownKeys } from './known-keys';
import { type Step, stepsOf } from './order';

export interface AskedLaw {
  readonly profile?: string;
  readonly law: Law;
}

export interface StatesRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly config: Config;
  readonly laws: readonly AskedLaw[];
  /** Reads manifests as both tables were read. */
  readonly tableOf: (inventory: Inventory) => RouteTable;
  /** What breaks isolation in a state. */
  readonly isolationOf: (state: RouteTable, asked: AskedLaw) => Isolated;
}

export interface States extends Isolated {
  readonly failing: readonly FailingState[];
  /** Sentences without full stop. */
  readonly assumptions: readonly string[];
}

/** Holds where the full set itself is proved: what is broken there is told by that proof. */
export function statesOf(request: StatesRequest): States {
  const { baseline, applied, claims, config, laws } = request;
  const steps = stepsOf(baseline.inventory, applied.inventory);
  const found = laws.map((asked) => underLaw(request, steps, asked));
  const keys = new KnownKeys(claims, config);
  return {
    violations: found.flatMap(({ violations }) => violations),
    undecided: found.flatMap(({ undecided }) => undecided),
    failing: keyedFailures({ baseline, applied, steps, claims, keys }),
    assumptions: [...new Set(found.flatMap(({ assumptions }) => assumptions))],
  };
}

function underLaw(request: StatesRequest, steps: readonly Step[], asked: AskedLaw) {
  const { baseline, applied, claims, config } = request;
  const { law, profile } = asked;
  const keys = new KnownKeys(claims, config, law);
  const acting = actingSteps({ baseline, applied, steps, claims, keys, law });
  const components = componentsOf(acting, { baseline, applied, keys }).filter(isOfInterest);
  const isolated = isolationInStates({
    ...request,
    components,
    isolationOf: (state) => request.isolationOf(state, asked),
    isBroken: (violation, state) => isBroken(violation, state, law),
  });
  const named = profile === undefined ? {} : { profile };
  return {
    violations: isolated.violations.map((one): Violation => ({ ...one, ...named })),
    undecided: isolated.undecided.map((one): Undecided => ({ ...one, ...named })),
    assumptions: takenForGranted(components),
  };
}

/** One object alone is there or not, and any number of stand-ins for one port do the same. */
function isOfInterest(component: readonly Acting[]): boolean {
  if (component.length < 2) return false;
  return component.some(({ standsInFor }) => standsInFor === undefined);
}

function isBroken({ request, expected }: Violation, state: RouteTable, law: Law): boolean {
  const right = possibilities(expected);
  return [...possibilities(decide(state, request, law))].some((one) => !right.has(one));
}
