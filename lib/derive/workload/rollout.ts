// A Rollout's fork: one revision of pods, without the delivery of the baseline's.
//
// A strategy names Services and routes of the baseline, into which its controller writes, so a fork
// has the plain one, and a patch may not bring another. Analyses and pauses hold back what a
// sandbox asks for. A template of another object is written into the fork: that object may change
// or go.
// Neighbours: workload-pods.ts (whose template it is), ../patch/ (what a sandbox changes after
// this).

import { at, isObject, type JsonObject, type KubeObject } from '../../model/manifest';

/** What of a Rollout's spec speaks of the baseline's delivery alone. */
const deliveryFields: ReadonlySet<string> = new Set([
  'analysis',
  'paused',
  'restartAt',
  'rollbackWindow',
  'workloadRef',
]);

export function plainRollout(spec: JsonObject, template: JsonObject): JsonObject {
  const kept = Object.entries(spec).filter(([field]) => !deliveryFields.has(field));
  return { ...Object.fromEntries(kept), template, strategy: { canary: {} } };
}

/** Fields by which a strategy takes over Services or routes. */
const takingOver: readonly (readonly string[])[] = [
  ['strategy', 'blueGreen'],
  ['strategy', 'canary', 'canaryService'],
  ['strategy', 'canary', 'stableService'],
  ['strategy', 'canary', 'pingPong'],
  ['strategy', 'canary', 'trafficRouting'],
  ['workloadRef'],
];

/** What a patch may not make of a fork; completes the sentence `the patch ...`. */
export function rolloutProblem({ spec }: KubeObject | JsonObject): string | undefined {
  const field = takingOver.find((path) => at(spec, path) !== undefined);
  if (field === undefined) {
    return isObject(at(spec, ['strategy', 'canary']))
      ? undefined
      : 'leaves no `spec.strategy.canary`';
  }
  const name = `\`spec.${field.join('.')}\``;
  return `sets ${name}, by which the fork's controller would change objects of the baseline`;
}
