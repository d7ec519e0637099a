// Baseline workloads on the way of keyed requests that hand the routing key on to nobody: their
// `OTEL_PROPAGATORS` leaves out the one that the carrier needs.
//
// On the way are the workloads that a route sends to, and those whose variables name a forked
// Service; who calls whom beyond that stands in no manifest. Only a mesh looks at what a workload
// hands on. Said once a workload, however many sandboxes there are. Forks are given what is missing
// (tracing.ts) and workloads without the variable have it by default.
// Neighbours: propagators.ts (which carry the key), ../derive.ts (who asks).

import type { Config } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import { type Manifest, nameOf } from '../../model/manifest';
import { isOurs } from '../../model/marks';
import { serviceKeyOf } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { ConfigData } from '../content/config-data';
import { variablesOf } from '../content/variables';
import type { ForkIndexes } from '../fork/fork-indexes';
import { containerName, containersOf } from '../pods/containers';
import { podTemplateOf } from '../pods/template';
import { servicesOf } from '../workload/lookup';
import { podsOf } from '../workload/workload-pods';
import { missingPropagators } from './propagators';

export interface PropagationRequest {
  readonly table: RouteTable;
  readonly config: Config;
  readonly indexes: ForkIndexes;
  /** The baseline Services that are forked, for each sandbox. */
  readonly forked: readonly ReadonlySet<Manifest>[];
}

const kinds = ['apps/Deployment', 'apps/StatefulSet', 'argoproj.io/Rollout', 'apps/DaemonSet'];

export function propagationFindings(request: PropagationRequest): readonly Finding[] {
  const { table, config, forked } = request;
  const { inventory } = table;
  const isMeshed = config.mesh === 'on' || (config.mesh === 'auto' && table.showsMesh);
  if (!isMeshed) return [];
  const services = new Set(forked.flatMap((one) => [...one]));
  const hosts = new Set([...services].flatMap(({ object }) => object.metadata?.name ?? []));
  if (services.size === 0) return [];
  return kinds
    .flatMap((kind) => inventory.ofKind(kind))
    .flatMap((workload) => silentContainer(workload, config, inventory) ?? [])
    .filter(({ workload, values }) => isOnTheWay(workload, values, hosts, request))
    .map(({ workload, container, missing }) =>
      finding('propagation-missing', {
        message: `container \`${container}\` of ${nameOf(workload.object)} hands no routing key on, since its \`OTEL_PROPAGATORS\` leaves out \`${missing}\``,
        hint: `add \`${missing}\` to its \`OTEL_PROPAGATORS\`, or let it hand the key on by itself`,
        where: { origin: workload.origin },
      }),
    );
}

interface Silent {
  readonly workload: Manifest;
  readonly container: string;
  readonly missing: string;
  readonly values: readonly string[];
}

/** The first container that leaves out what a carrier needs. */
function silentContainer(
  workload: Manifest,
  { carriers }: Config,
  inventory: Inventory,
): Silent | undefined {
  const template = isOurs(workload.object) ? undefined : podTemplateOf(workload.object);
  if (template === undefined) return undefined;
  const data = new ConfigData({ inventory, baseline: workload }, []);
  for (const { container, isServing } of containersOf(template)) {
    if (!isServing) continue;
    const variables = variablesOf(container, data);
    const [missing] = missingPropagators(variables.get('OTEL_PROPAGATORS')?.value ?? '', carriers);
    if (missing === undefined) continue;
    const values = variables.all.flatMap(({ value }) => value ?? []);
    return { workload, container: containerName(container), missing, values };
  }
  return undefined;
}

function isOnTheWay(
  workload: Manifest,
  values: readonly string[],
  hosts: ReadonlySet<string>,
  { table, indexes, forked }: PropagationRequest,
): boolean {
  const services = servicesOf(workload, podsOf(workload, indexes).labels, indexes);
  // Where each sandbox forks the workload, its forks take the keyed requests.
  if (forked.every((one) => services.every((service) => one.has(service)))) return false;
  const namesFork = values.some((value) => wordsOf(value).some((word) => hosts.has(word)));
  return namesFork || services.some((service) => isRoutedTo(service, table));
}

function wordsOf(value: string): readonly string[] {
  return value.split(/[^A-Za-z0-9-]+/);
}

function isRoutedTo({ object }: Manifest, { inventory, rulesTo }: RouteTable): boolean {
  return rulesTo(serviceKeyOf(object, inventory)).length > 0;
}
