// The labels and annotations by which Gatefork's own objects are known again.
//
// Neighbours: ownership.ts (marks of other tools), ../derive/write/owner-meta.ts (who writes ours).

import type { KubeObject } from './manifest';

export const marks = {
  managedBy: 'app.kubernetes.io/managed-by',
  manager: 'gatefork',
  sandbox: 'gatefork.dev/sandbox',
  routingKey: 'gatefork.dev/routing-key',
  workload: 'gatefork.dev/workload',
  /** Before the name of a Service that several forks share. */
  serves: 'service.gatefork.dev/',
  derivedFrom: 'gatefork.dev/derived-from',
  forkOf: 'gatefork.dev/fork-of',
  baselineDigest: 'gatefork.dev/baseline-digest',
  expiresAt: 'gatefork.dev/expires-at',
  routeGroup: 'gatefork.dev/route-group',
  /** On routes that answer at a preview's hostname, and set the key. */
  preview: 'gatefork.dev/preview',
  ignore: ['gatefork.dev/ignore', 'routing.signadot.com/ignore'],
} as const;

/** Whether Gatefork wrote the object: such objects are never part of a baseline. */
export function isOurs(object: KubeObject): boolean {
  const labels = object.metadata?.labels;
  return (
    labels?.[marks.managedBy] === marks.manager &&
    (labels[marks.sandbox] !== undefined || labels[marks.routeGroup] !== undefined)
  );
}
