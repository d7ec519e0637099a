// Labels that a controller puts on the pods of one revision, and Argo Rollouts into the selectors
// of the Services that it switches.
//
// They come into the input with a dump of a cluster and are as old as the dump: a Service that asks
// for one is its workload's under every revision, so a selector is read without them.

import type { Labels, Selector } from '../../model/selector';

const revisionLabels: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
]);

export function withoutRevisions(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !revisionLabels.has(key)));
}

/** A Service's selector as its author wrote it. */
export function withoutRevisionTerms(selector: Selector): Selector {
  return selector.filter(({ key }) => !revisionLabels.has(key));
}
