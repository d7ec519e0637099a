// Why a workload cannot be forked, and what to know of one that can: its Services may send
// to other workloads, too.
//
// Neighbours: ../workload/lookup.ts finds workloads and Services, ../capture/capture.ts speaks of
// labels.

import { type Finding, finding, type Where } from '../../model/finding';
import { type ForkSpec, workloadText } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import { type JsonObject, type Manifest, nameOf } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import { listText } from '../../model/text-list';
import { podLabelsOf } from '../pods/template';
import type { SelectorIndex } from '../selectors/selector-index';
import { nearWorkloads } from '../workload/lookup';
import type { WorkloadPods } from '../workload/workload-pods';
import { companions } from './sharing';

interface Wanted {
  readonly sandbox: SandboxSpec;
  readonly fork: ForkSpec;
  readonly inventory: Inventory;
}

interface Found extends Wanted {
  readonly baseline: Manifest;
  readonly template: JsonObject;
  readonly services: readonly Manifest[];
  readonly selectors: SelectorIndex;
  readonly pods: WorkloadPods;
  readonly where: Where;
}

/** Services that send to other workloads as well: a keyed request reaches the fork alone. */
export function sharedServices(found: Found): readonly Finding[] {
  const { services, sandbox, where } = found;
  return services.flatMap((service) => {
    const { object, origin } = service;
    const others = companions(service, found).unforked;
    if (others.length === 0) return [];
    const names = others.map((other) => nameOf(other.object));
    return [
      finding('service-shared', {
        message: `${nameOf(object)} also sends to ${listText(names, 3)}, which keyed requests no longer reach`,
        hint: 'fork the workload that shall take the keyed requests; one that may stay without a fork needs a Service of its own',
        where,
        also: [{ origin }],
        sandbox: sandbox.name,
      }),
    ];
  });
}

export function notFound({ fork, inventory, sandbox }: Wanted, where: Where): Finding {
  const near = nearWorkloads(fork.workload, inventory);
  return finding('workload-not-found', {
    message: `sandbox \`${sandbox.name}\` forks ${workloadText(fork.workload)}, which is not in the input`,
    hint:
      near.length === 0
        ? 'add the file that holds it to the baseline'
        : `name one of those that are: ${near.join(', ')}; or add the file that holds it to the baseline`,
    where,
    sandbox: sandbox.name,
  });
}

/** A Rollout that takes its pods from an object that is not there. */
export function withoutSource(
  { object }: Manifest,
  missing: string,
  { sandbox }: Wanted,
  where: Where,
): Finding {
  return finding('workload-not-found', {
    message: `${nameOf(object)} takes its pod template from ${missing} (\`workloadRef\`), which is not in the input`,
    hint: 'add the file that holds it to the baseline',
    where,
    sandbox: sandbox.name,
  });
}

export function withoutTemplate({ object }: Manifest, { sandbox }: Wanted, where: Where): Finding {
  return finding('object-invalid', {
    message: `${nameOf(object)} has no pod template`,
    hint: 'give it a `spec.template`',
    where,
    sandbox: sandbox.name,
  });
}

export function withoutService({ baseline, template, pods, sandbox, where }: Found): Finding {
  const labels = Object.entries(podLabelsOf(template)).map(([key, value]) => `\`${key}=${value}\``);
  const makers =
    pods.shifter === undefined
      ? ''
      : `, which ${nameOf(pods.shifter.object)} may make in the cluster,`;
  return finding('workload-without-service', {
    message: `no Service in the input selects the pods of ${nameOf(baseline.object)}, so no request could be sent to its fork`,
    hint: `add its Service${makers} to the input, with a selector that takes ${labels.join(', ') || 'a label that the pods get'}; a worker that answers no requests is forked where \`effects\` says what becomes of its \`consumers\` or \`schedulers\``,
    where,
    sandbox: sandbox.name,
  });
}
