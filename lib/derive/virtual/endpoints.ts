// Virtual endpoints: baseline Services whose keyed requests go to another Service that somebody
// else runs, without a fork of a workload.
//
// What they are sent to may be in another repository, so a target that the input does not hold is
// said and taken to be there; the Service that is asked for must be known, or nobody could tell
// which routes reach it. Neighbours: sandbox-endpoint.ts, virtual-findings.ts,
// ../reference/fork-references.ts.

import { type Finding, isError } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import type { Manifest } from '../../model/manifest';
import type { RouteTable } from '../../model/route-table';
import type { VirtualSpec } from '../../model/sandbox';
import type { SandboxForks } from '../fork/forks';
import type { Target } from '../reference/fork-references';
import type { SandboxEndpoint } from './sandbox-endpoint';
import {
  alsoForked,
  sentToItself,
  serviceMissing,
  targetFindings,
  twiceVirtual,
} from './virtual-findings';

export interface Endpoints {
  readonly endpoints: readonly SandboxEndpoint[];
  readonly findings: readonly Finding[];
}

export function endpointsOf(forks: SandboxForks, table: RouteTable): Endpoints {
  const { sandbox, services } = forks;
  const { inventory } = table;
  const forked = new Map(services.map((one) => [one.baseline, one]));
  const known = new Map<Manifest, SandboxEndpoint>();
  const findings: Finding[] = [];
  for (const spec of sandbox.virtual) {
    const baseline = serviceOf(spec, inventory);
    if (baseline === undefined) {
      findings.push(serviceMissing(spec, sandbox, inventory));
      continue;
    }
    const endpoint = { baseline, target: targetOf(spec, inventory), spec, sandbox };
    const twin = known.get(baseline);
    const fork = forked.get(baseline);
    if (twin !== undefined) findings.push(twiceVirtual(twin, endpoint));
    else if (fork !== undefined) findings.push(alsoForked(fork, endpoint));
    else if (isToItself(endpoint, inventory)) findings.push(sentToItself(endpoint));
    else known.set(baseline, endpoint);
  }
  const endpoints = [...known.values()];
  if (!findings.some(isError)) {
    findings.push(...endpoints.flatMap((endpoint) => targetFindings(endpoint, table)));
  }
  return { endpoints, findings };
}

/** Another port of the Service is another place. */
function isToItself({ baseline, target }: SandboxEndpoint, inventory: Inventory): boolean {
  const { namespace, name } = baseline.object.metadata ?? {};
  const isSame = target.name === name && target.namespace === inventory.namespaceKey(namespace);
  return isSame && target.port === undefined;
}

function serviceOf({ service }: VirtualSpec, inventory: Inventory): Manifest | undefined {
  return inventory.find('/Service', inventory.namespaceKey(service.namespace), service.name);
}

function targetOf({ to }: VirtualSpec, inventory: Inventory): Target {
  return {
    namespace: inventory.namespaceKey(to.namespace),
    name: to.name,
    ...(to.port === undefined ? {} : { port: to.port }),
  };
}
