// Where nobody says which channel a cluster has: what the standard channel refuses and the
// experimental one takes is told as a warning, since only the cluster knows.
//
// Neighbours: validate.ts (who asks).

import type { Fault } from './fault';
import type { NotServed } from './kind-check';

type Faults = readonly Fault[] | NotServed;

export interface ChannelFaults {
  /** Errors. */
  readonly faults: Faults;
  /** What only the experimental channel takes. */
  readonly warnings: readonly Fault[];
}

/** @param other the faults under the experimental channel; undefined where the channel is known */
export function faultsOnChannel(first: Faults, other: (() => Faults) | undefined): ChannelFaults {
  if (other === undefined || (!('notServed' in first) && first.length === 0)) {
    return { faults: first, warnings: [] };
  }
  const second = other();
  if ('notServed' in second) return { faults: first, warnings: [] };
  if ('notServed' in first) {
    return { faults: second, warnings: [{ ...experimentalAlone(first), path: ['apiVersion'] }] };
  }
  const kept = new Set(second.map(idOf));
  const warnings = first
    .filter((fault) => !kept.has(idOf(fault)))
    .map((fault): Fault => ({ ...fault, code: 'field-experimental', hint: hintOf(fault) }));
  return { faults: second, warnings };
}

function experimentalAlone({ notServed, hint }: NotServed): Omit<Fault, 'path'> {
  return { code: 'field-experimental', text: `is not for every cluster: ${notServed}`, hint };
}

const askedFor =
  'set `api: 1.6/experimental` (`--api` of the command) if the cluster has that channel';

function hintOf({ code, hint }: Fault): string {
  if (code === 'field-experimental' && hint !== undefined) return hint;
  return `the experimental channel takes it: ${askedFor}`;
}

function idOf({ code, path, rule }: Fault): string {
  return JSON.stringify([code, path, rule]);
}
