// How forks are called: `<baseline>-<sandbox>`, for objects and for label values alike.
//
// 63 characters is the limit of a Service's name and of a label's value. A longer name
// keeps its beginning and the sandbox's end gives way to a hash of the whole; two long names
// that share one are seen by the caller's check for names taken twice.

import { digestOf } from '../model/digest';

const limit = 63;
const hashLength = 10;

/**
 * The fork's name. As safe as the baseline's: a DNS-1035 name stays one, and what Kubernetes
 * took for the baseline's name it takes for the fork's.
 */
export function forkName(baselineName: string, sandboxName: string): string {
  return joinName(baselineName, sandboxName);
}

/** A label's value that no selector for the old one takes: `<value>-<sandbox>`. */
export function forkLabelValue(value: string, sandboxName: string): string {
  return joinName(value, sandboxName);
}

/** A name as a label's value: itself where it fits. */
export function labelValueOf(name: string): string {
  return name.length <= limit ? name : shorten(name);
}

function joinName(head: string, tail: string): string {
  const full = head === '' ? tail : `${head}-${tail}`;
  return full.length <= limit ? full : shorten(full);
}

function shorten(full: string): string {
  const kept = full.slice(0, limit - hashLength - 1).replace(/[-._]{1,63}$/, '');
  return `${kept}-${digestOf(full).slice(0, hashLength)}`;
}
