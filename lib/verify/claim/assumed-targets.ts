// Services that a sandbox sends requests to and the full set does not hold: somebody else's, so
// they are taken to be there, and a proof says so.
//
// The same is taken for granted where they are asked for (`virtual-target-missing` of
// docs/findings.md). Neighbours: claims.ts, ../verify.ts (who asks), ../assumptions.ts.

import type { Claim, Replacement } from '../../model/claim';
import { type Inventory, inventoryOf } from '../../model/inventory';
import {
  at,
  type Json,
  type KubeObject,
  listOf,
  type Manifest,
  placeText,
} from '../../model/manifest';
import type { Origin } from '../../model/origin';
import { serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { byText } from '../../model/text-order';

export interface TargetsRequest {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly tableOf: (inventory: Inventory) => RouteTable;
}

export interface AssumedTargets {
  /** With the Services that are taken to be there. */
  readonly applied: RouteTable;
  /** Sentences without full stop. */
  readonly assumptions: readonly string[];
}

export function withAssumedTargets(request: TargetsRequest): AssumedTargets {
  const { baseline, applied, claims, tableOf } = request;
  const { manifests, currentNamespace } = applied.inventory;
  const missing = new Map<string, Assumed>();
  for (const { replaced } of claims) {
    for (const [of, target] of replaced) {
      // What the baseline holds is nobody else's: where the full set lacks it, it is gone.
      const sets = [applied, baseline];
      if (sets.some(({ inventory }) => isThere(target, inventory))) continue;
      const key = serviceKey(target.namespace, target.name);
      const known = missing.get(key) ?? { target, ports: new Map() };
      for (const port of portsOf(target, of, baseline.inventory)) {
        known.ports.set(JSON.stringify(port), port);
      }
      missing.set(key, known);
    }
  }
  if (missing.size === 0) return { applied, assumptions: [] };
  const sorted = [...missing].sort(byText(([key]) => key)).map(([, one]) => one);
  const services = sorted.map(serviceOf);
  return {
    applied: tableOf(inventoryOf([...manifests, ...services], currentNamespace)),
    assumptions: sorted.map(
      ({ target: { namespace, name } }) =>
        `Service ${placeText(namespace, name)} is not in the input: it is taken to be there, with the ports that are asked for`,
    ),
  };
}

interface Assumed {
  readonly target: Replacement;
  /** Entries of `spec.ports`, each once. */
  readonly ports: Map<string, Json>;
}

/** Forks are not asked for: who claims one has to bring it. */
function isThere({ namespace, name, tls }: Replacement, inventory: Inventory): boolean {
  return tls === undefined || inventory.find('/Service', namespace, name) !== undefined;
}

/** The port that is named, or those of the Service that it stands in for. */
function portsOf({ port }: Replacement, of: string, { find }: Inventory): readonly Json[] {
  if (port !== undefined) return [{ port }];
  const slash = of.indexOf('/');
  const service = find('/Service', of.slice(0, slash), of.slice(slash + 1));
  return listOf(at(service?.object, ['spec', 'ports']));
}

const origin: Origin = { from: 'construct', path: '' };

function serviceOf({ target: { namespace, name }, ports }: Assumed): Manifest {
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    spec: { ports: [...ports.values()] },
  };
  return { object, origin };
}
