// What to know of a fork whose workload is delivered step by step: a controller moves weights
// between its Services while the cluster runs, and the input holds those of one moment.
//
// The fork stands behind all of these Services, so keyed requests reach it under any weights.
// Neighbours: workload-pods.ts (which controller), ../reference/substitution.ts (weights).

import type { Finding } from '../../model/finding';
import { nameOf } from '../../model/manifest';
import { aboutFork, type StepContext } from '../fork/fork-step';
import type { WorkloadPods } from './workload-pods';

export interface DeliveryContext extends StepContext {
  readonly pods: WorkloadPods;
}

export function deliveryFindings(context: DeliveryContext): readonly Finding[] {
  const { pods, services, baseline } = context;
  if (pods.shifter === undefined || services.length === 0) return [];
  const names = services.map(({ object }) => nameOf(object));
  const several = names.length > 1;
  const { object, origin } = pods.shifter;
  const between = several ? `between ${names.join(' and ')}` : `of ${names[0]}`;
  return [
    aboutFork(context, 'weights-managed', {
      message: `the controller of ${nameOf(object)} sets the weights ${between} in the cluster; requests with the key go to the fork of ${nameOf(baseline.object)} under any of them`,
      hint: 'derive from routes as they stand in Git; rules that a rollout adds to a route for its own headers are in no file, so let none run with `setHeaderRoute` while sandboxes are up',
      also: [{ origin }],
    }),
  ];
}
