// One virtual endpoint: a Service of the baseline and where a sandbox sends its keyed requests.
//
// Neighbours: endpoints.ts (all of a sandbox), ../reference/fork-references.ts (what stands in for
// what).

import type { VirtualAccount } from '../../model/derivation';
import { nameOf, placeText } from '../../model/manifest';
import type { MarkedReplacement } from '../../model/replaces-mark';
import { serviceKey } from '../../model/route';
import type { SandboxSpec, VirtualSpec } from '../../model/sandbox';
import type { VirtualEndpoint } from '../reference/fork-references';

/** A virtual endpoint of a sandbox and where it was asked for. */
export interface SandboxEndpoint extends VirtualEndpoint {
  readonly spec: VirtualSpec;
  readonly sandbox: SandboxSpec;
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

/** The endpoint as marks say it. */
export function markedEndpoint({ baseline, target }: VirtualEndpoint): MarkedReplacement {
  const { namespace = '', name = '' } = baseline.object.metadata ?? {};
  return { service: { namespace, name }, to: target };
}

export function virtualAccount({ baseline, target }: VirtualEndpoint): VirtualAccount {
  const { namespace, name, port } = target;
  return {
    of: nameOf(baseline.object),
    to: `Service ${placeText(namespace, name)}${port === undefined ? '' : `:${port}`}`,
  };
}
