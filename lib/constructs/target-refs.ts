// targetRefs: names targets for policies whose classes `cdk8s import` generated from a CRD.
//
//   new BackendTrafficPolicy(chart, 'limits', {
//     spec: { targetRefs: targetRefs(route, edge.listener('https')), rateLimit: { ... } },
//   });
//
// Neighbours: policy.ts (policies without a class), policy-target.ts (what may be a target).

import type { PolicyTargetRef } from '../../imports/gateway-api';
import { misuse } from './misuse';
import {
  type Aim,
  aimOf,
  namespaceOf,
  type PolicyTarget,
  portProblem,
  refOf,
} from './policy-target';
import { refuseUnknownSection } from './section';

/**
 * References to what a policy applies to, for the `targetRefs` of a generated class; for a
 * `targetRef` take the first. The list is the caller's to change.
 *
 * @throws UsageError where targets live in several namespaces, since a policy reaches only its
 * own, and at synthesis where a listener, a rule or a port does not exist.
 */
export function targetRefs(...targets: readonly PolicyTarget[]): PolicyTargetRef[] {
  const aims = targets.flatMap((target) => aimOf(target) ?? []);
  for (const aim of aims) {
    const problem = portProblem(aim);
    if (problem !== undefined) throw misuse(aim.target, problem);
    refuseOtherNamespace(aim, aims[0]);
    checkLater(aim);
  }
  return targets.map((target) => {
    const aim = aimOf(target);
    // What is no target is refused by the schema of the policy.
    return aim === undefined ? (target as PolicyTargetRef) : refOf(aim);
  });
}

function refuseOtherNamespace(aim: Aim, first: Aim | undefined): void {
  if (first === undefined) return;
  const [ours, theirs] = [namespaceOf(first), namespaceOf(aim)];
  if (ours === undefined || theirs === undefined || ours === theirs) return;
  const { kind, name } = aim.target;
  throw misuse(aim.target, {
    message: `no policy applies to ${kind} ${name} of namespace \`${theirs}\` and to ${first.target.kind} ${first.target.name} of namespace \`${ours}\``,
    hint: 'write a policy in each of the namespaces',
  });
}

/** Rules and listeners may come after the policy, so that names are looked up at synthesis. */
function checkLater({ target, sectionName }: Aim): void {
  if (sectionName === undefined) return;
  target.node.addValidation({
    validate: () => {
      refuseUnknownSection(target, target, sectionName);
      return [];
    },
  });
}
