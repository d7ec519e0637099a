// Times at which requests with a key fail, while objects are applied in their order: a route is
// there before what it sends them to, or in the same wave as pods that need not be ready yet.
//
// The order and what it waits for: order.ts. What a wave brings is pruned at once, and waves go in
// reverse, so that the same states come again on the way out. A route one wave after all that it
// needs fails nobody. Neighbours: needs.ts, known-keys.ts (whose requests), ../../model/proof.ts.

import type { Claim, ClaimOwner } from '../../model/claim';
import { collect } from '../../model/groups';
import { type Manifest, nameOf } from '../../model/manifest';
import type { FailingState } from '../../model/proof';
import type { Route, Rule } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { KnownKeys } from './known-keys';
import { type Need, Needs } from './needs';
import { type Step, stepText } from './order';

export interface KeyedRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly steps: readonly Step[];
  readonly claims: readonly Claim[];
  readonly keys: KnownKeys;
}

/** One for each route and each owner whose requests it fails, in the order of the routes. */
export function keyedFailures(request: KeyedRequest): readonly FailingState[] {
  const { baseline, applied, steps } = request;
  const needs = new Needs(baseline, applied, steps);
  const routes = new Map<Manifest, Route>(applied.routes.map((route) => [route.manifest, route]));
  const previews = previewOwners(request.claims);
  return steps.flatMap((step) => {
    const route = routes.get(step.manifest);
    if (route === undefined) return [];
    const late = new Map<ClaimOwner, Need[]>();
    for (const rule of route.rules) {
      const owners = new Set([
        ...keyOwners(rule, request.keys),
        ...route.hostnames.flatMap((host) => previews.get(host.toLowerCase()) ?? []),
      ]);
      if (owners.size === 0) continue;
      const missed = needs.of(route, rule).filter((need) => need.step.wave >= step.wave);
      for (const owner of owners) for (const need of missed) collect(late, owner, need);
    }
    return [...late].flatMap(([owner, missed]) => failing(owner, step, missed));
  });
}

function keyOwners({ matches }: Rule, keys: KnownKeys): readonly ClaimOwner[] {
  return matches.flatMap((match) => keys.demandedBy(match)?.owner ?? []);
}

function previewOwners(claims: readonly Claim[]): ReadonlyMap<string, ClaimOwner> {
  return new Map(
    claims.flatMap(({ owner, previews }) =>
      previews.map(({ hostname }): [string, ClaimOwner] => [hostname, owner]),
    ),
  );
}

/** Told by the need that is met last; the route is late enough where it comes after all of them. */
function failing(owner: ClaimOwner, step: Step, missed: readonly Need[]): readonly FailingState[] {
  const [last] = [...missed].sort(byEnd);
  if (last === undefined) return [];
  const { state, because } = told(step, last);
  const route = nameOf(step.manifest.object);
  return [
    {
      owner,
      state,
      because: `${route} sends keyed requests to ${last.backend}${because}`,
      mendedBy: last.step.wave + 1,
    },
  ];
}

/** What is met last comes first; pods are ready at the end of their wave, if not before. */
function byEnd(left: Need, right: Need): number {
  const isPods = (need: Need) => Number(need.as === 'pods');
  return (
    right.step.wave - left.step.wave ||
    isPods(right) - isPods(left) ||
    right.step.place - left.step.place
  );
}

function told(route: Step, { step, as }: Need): Pick<FailingState, 'state' | 'because'> {
  const [from, name] = [`from ${stepText(route)}`, nameOf(step.manifest.object)];
  if (as === 'pods') {
    return {
      state: `${from}, until ${name} of wave ${step.wave} is ready`,
      because: `, and nothing waits for the pods of ${name} before it is applied`,
    };
  }
  if (step.place < route.place) {
    return {
      state: `while wave ${step.wave} is pruned`,
      because: `, and all of a wave is deleted at once`,
    };
  }
  return {
    state: `${from}, to ${stepText(step)}`,
    because: as === 'grant' ? `, which ${name} opens to it only later` : ', which is applied later',
  };
}
