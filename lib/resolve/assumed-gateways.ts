// Gateways that requests go to and the input does not hold: their answers rest on an assumption,
// and a misspelt parentRef looks the same. Each is said once, whatever the number of requests.
//
// Neighbours: gateway-reader.ts (who assumes their listeners), status-findings.ts.

import { type Finding, finding } from '../model/finding';
import type { Gateway } from '../model/gateway';
import type { Target } from '../model/request';
import type { RouteTable } from '../model/route-table';
import { nearest } from '../model/spelling';

export function assumedGateways(
  { gateways }: RouteTable,
  targets: Iterable<Target>,
): readonly Finding[] {
  const asked = new Set<string>();
  for (const target of targets) if (target.to === 'gateway') asked.add(nameOf(target));
  const known = gateways.filter(({ manifest }) => manifest !== undefined).map(nameOf);
  return gateways
    .filter((gateway) => gateway.manifest === undefined && asked.has(nameOf(gateway)))
    .map((gateway) => {
      const near = nearest(nameOf(gateway), known);
      const source = 'name the files that hold it with `--context`';
      return finding('gateway-not-in-input', {
        message: `Gateway ${nameOf(gateway)} is not in the input: its listeners are taken to accept every route that names it, and routes of other repositories are taken to be absent`,
        hint:
          near === undefined ? source : `${source}, or mend the parentRefs if \`${near}\` is meant`,
      });
    });
}

function nameOf({ namespace, name }: Pick<Gateway, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
