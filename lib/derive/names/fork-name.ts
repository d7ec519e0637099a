// How forks are called: `<baseline>-<sandbox>`, for objects and for label values alike.
//
// Neighbours: short-name.ts (names that are too long), derived-name.ts (names of routes).

import { limits } from '../../routing/limits';
import { shortName } from './short-name';

/**
 * The fork's name. As safe as the baseline's: a DNS-1035 name stays one, and what Kubernetes
 * took for the baseline's name it takes for the fork's.
 */
export function forkName(baselineName: string, sandboxName: string): string {
  return shortName(joined(baselineName, sandboxName), limits.serviceName);
}

/** The most characters of a workload's name that is shorter than a Service's, by kind. */
const workloadNames: { readonly [kind: string]: number } = {
  // Its pods carry `<name>-<hash>`, of up to 11 characters more, as the value of a label.
  StatefulSet: 52,
};

/** The fork's name where a controller puts it into the labels of pods. */
export function workloadForkName(kind: string, baselineName: string, sandboxName: string): string {
  const most = Object.hasOwn(workloadNames, kind) ? workloadNames[kind] : undefined;
  return shortName(joined(baselineName, sandboxName), most ?? limits.serviceName);
}

/** A label's value that no selector for the old one takes: `<value>-<sandbox>`. */
export function forkLabelValue(value: string, sandboxName: string): string {
  return labelValueOf(joined(value, sandboxName));
}

/** A name as a label's value: itself where it fits. */
export function labelValueOf(name: string): string {
  return shortName(name, limits.labelValue);
}

function joined(head: string, tail: string): string {
  return head === '' ? tail : `${head}-${tail}`;
}
