// What there is to say of documents that name what neither the baseline nor the full set holds.
//
// Neighbours: documented.ts (who finds it), claims.ts.

import { type Finding, finding } from '../../model/finding';
import { type ForkSpec, workloadText } from '../../model/fork';
import { type KubeObject, nameOf, placeText } from '../../model/manifest';
import type { RouteGroupSpec, SandboxSpec, VirtualSpec } from '../../model/sandbox';

export function workloadMissing({ name, origin }: SandboxSpec, fork: ForkSpec): Finding {
  return finding('workload-not-found', {
    message: `sandbox \`${name}\` forks ${workloadText(fork.workload)}, which is not in the baseline`,
    hint: 'correct the name, or name the file that holds it with `--baseline`',
    where: { origin, path: fork.path },
    sandbox: name,
  });
}

export function withoutService({ name, origin }: SandboxSpec, fork: ForkSpec): Finding {
  return finding('workload-without-service', {
    message: `no Service in the baseline selects the pods of ${workloadText(fork.workload)}, so no request could be sent to its fork`,
    hint: 'add its Service to the baseline',
    where: { origin, path: fork.path },
    sandbox: name,
  });
}

export function forkServiceMissing(
  { name, origin }: SandboxSpec,
  fork: ForkSpec,
  service: KubeObject,
): Finding {
  const wanted = placeText(service.metadata?.namespace, fork.forkService ?? '');
  return finding('service-not-found', {
    message: `sandbox ${name} has Service ${wanted} in the place of ${nameOf(service)}, which is not in the full set`,
    hint: 'correct `forkService`, or name the file that holds the Service with `--with`',
    where: { origin, path: [...fork.path, 'forkService'] },
    sandbox: name,
  });
}

export function serviceMissing(
  { name, origin }: SandboxSpec,
  { service, path }: VirtualSpec,
): Finding {
  return finding('service-not-found', {
    message: `sandbox ${name} sends the requests for Service ${placeText(service.namespace, service.name)} elsewhere, and the baseline has no such Service`,
    hint: 'correct the name, or name the file that holds the Service with `--baseline`',
    where: { origin, path: [...path, 'service'] },
    sandbox: name,
  });
}

export function memberMissing({ name, origin }: RouteGroupSpec, member: string): Finding {
  return finding('route-group-member-missing', {
    message: `route group ${name} names sandbox \`${member}\`, which is not in the input: its requests stay with the baseline for what that sandbox would fork`,
    hint: 'name the file of that sandbox with `-s`, or take its name out of the group',
    where: { origin, path: ['spec', 'match'] },
    sandbox: name,
  });
}
