// How many shields each order costs, and what naming a profile would save.
//
// A shield that another order asks for can make further ones necessary, so what an order costs is
// what it would need if the routes ran on it alone. Neighbours: closure.ts (which works it out).

import type { SandboxDerivation } from '../../model/derivation';
import type { Candidate } from '../../model/route-table';
import { compareText } from '../../model/text-order';
import type { Order } from '../../routing/rank/order';
import type { TwinSet } from './twin-set';

/** One entry for each order, the dearest first; none where there are no shields. */
export function shieldCosts(
  { carriers }: TwinSet,
  orders: readonly Order[],
): SandboxDerivation['shields'] {
  const all = new Set<Candidate>();
  const needed = new Map(orders.map(({ name }) => [name, new Set<Candidate>()]));
  for (const { twins } of carriers) {
    for (const [candidate, reason] of twins) {
      if (reason === 'fork') continue;
      all.add(candidate);
      for (const order of reason) needed.get(order)?.add(candidate);
    }
  }
  if (all.size === 0) return [];
  return [...needed]
    .map(([order, { size }]) => ({ order, count: size, spared: all.size - size }))
    .sort((left, right) => right.count - left.count || compareText(left.order, right.order));
}
