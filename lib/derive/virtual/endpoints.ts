// Virtual endpoints: baseline Services whose keyed requests go to another Service that somebody
// else runs, without a fork of a workload.
//
// What they are sent to may be in another repository, so a target that the input does not hold is
// said and taken to be there; the Service that is asked for must be known, or nobody could tell
// which routes reach it. Neighbours: virtual-findings.ts, ../route/fork-references.ts.

import type { VirtualAccount } from '../../model/derivation';
import { type Finding, isError } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import { type Manifest, nameOf } from '../../model/manifest';
import { serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { SandboxSpec, VirtualSpec } from '../../model/sandbox';
import type { SandboxForks } from '../fork/forks';
import type { Target, VirtualEndpoint } from '../route/fork-references';
import { alsoForked, serviceMissing, targetFindings, twiceVirtual } from './virtual-findings';

/** A virtual endpoint of a sandbox and where it was asked for. */
export interface SandboxEndpoint extends VirtualEndpoint {
  readonly spec: VirtualSpec;
  readonly sandbox: SandboxSpec;
}

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
    else known.set(baseline, endpoint);
  }
  const endpoints = [...known.values()];
  if (!findings.some(isError)) {
    findings.push(...endpoints.flatMap((endpoint) => targetFindings(endpoint, table)));
  }
  return { endpoints, findings };
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

/** Whether two endpoints are one: the same Service to the same place. */
export function isSameEndpoint(left: VirtualEndpoint, right: VirtualEndpoint): boolean {
  return (
    left.baseline === right.baseline &&
    serviceKey(left.target.namespace, left.target.name) ===
      serviceKey(right.target.namespace, right.target.name) &&
    left.target.port === right.target.port
  );
}

export function virtualAccount({ baseline, target }: VirtualEndpoint): VirtualAccount {
  const { namespace, name, port } = target;
  const place = namespace === '' ? name : `${namespace}/${name}`;
  return {
    of: nameOf(baseline.object),
    to: `Service ${place}${port === undefined ? '' : `:${port}`}`,
  };
}
