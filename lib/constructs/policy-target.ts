// What a policy applies to: an object of the policy's own namespace, or one named part of it.
//
// Policies of any group name their targets alike (GEP-713): group, kind, name, and the section.
// Neighbours: policy-object.ts (policies of this package), section.ts, target-refs.ts (policies
// whose classes were generated from a CRD).

import type { ApiObject } from 'cdk8s';
import type { PolicyTargetRef } from '../../imports/gateway-api';
import { kindFacts } from '../../imports/gateway-api-facts';
import { isObject } from '../model/manifest';
import { present } from '../model/present';
import { type Misuse, misuse } from './misuse';
import { Parent } from './parent';
import {
  isApiObject,
  isServiceLike,
  nameOfConstruct,
  type ObjectName,
  refuseOtherConstructs,
  type ServiceLike,
} from './reference';
import { refuseUnknownSection, Section } from './section';

/**
 * What a policy may apply to: an object, a listener (`edge.listener('https')`), a rule
 * (`route.rule('checkout')`), or a reference.
 */
export type PolicyTarget = ApiObject | ServiceLike | Section | Parent | PolicyTargetRef;

/** A target that is a construct, and the part of it that is meant. */
export interface Aim {
  readonly target: ApiObject | ServiceLike;
  readonly sectionName?: string;
  readonly port?: number;
}

/** Where a policy's targets are read: while the tree still grows, or for good. */
export interface PolicySite {
  readonly policy: ApiObject;
  readonly isFinal: boolean;
}

export function targetRefOf(
  { policy, isFinal }: PolicySite,
  target: PolicyTarget,
): PolicyTargetRef {
  const aim = aimOf(target);
  if (aim === undefined) {
    return plainRef(policy, target);
  }
  const problem = portProblem(aim) ?? namespaceProblem(policy, aim);
  if (problem !== undefined) throw misuse(policy, problem);
  if (isFinal) refuseUnknownSection(policy, aim.target, aim.sectionName);
  return refOf(aim);
}

function plainRef(policy: ApiObject, target: unknown): PolicyTargetRef {
  const wanted = 'an object that policies apply to';
  if (!isObject(target)) {
    throw misuse(policy, {
      message: `\`${String(target)}\` is not ${wanted}`,
      hint: 'pass a construct, or a reference: { group, kind, name }',
    });
  }
  refuseOtherConstructs(policy, target, wanted);
  // What it lacks is refused, by its field, where the whole spec is checked.
  return target as unknown as PolicyTargetRef;
}

/** Undefined for a plain reference, and for constructs that no policy applies to. */
export function aimOf(target: PolicyTarget): Aim | undefined {
  if (target instanceof Section) return { target: target.target, sectionName: target.sectionName };
  if (target instanceof Parent) return { target: target.target, ...target.options };
  if (!isObject(target)) return undefined;
  return isApiObject(target) || isServiceLike(target) ? { target } : undefined;
}

export function refOf({ target, sectionName }: Aim): PolicyTargetRef {
  const { group, kind, name } = nameOfConstruct(target);
  return present<PolicyTargetRef>({ group, kind, name, sectionName });
}

/** A listener's port may be that of several; policies know names alone. */
export function portProblem({ target: { kind, name }, port }: Aim): Misuse | undefined {
  if (port === undefined) return undefined;
  return {
    message: `a policy cannot apply to port ${port} of ${kind} ${name}`,
    hint: 'name the listener instead: gateway.listener(...)',
  };
}

function namespaceProblem(policy: ApiObject, aim: Aim): Misuse | undefined {
  const [ours, theirs] = [policy.metadata.namespace, namespaceOf(aim)];
  // An object without a namespace gets one when it is applied, and that may be the other's.
  if (ours === undefined || theirs === undefined || ours === theirs) return undefined;
  const { kind, name } = aim.target;
  return {
    message: `a ${policy.kind} of namespace \`${ours}\` does not apply to ${kind} ${name} of namespace \`${theirs}\``,
    hint: 'put the policy into the namespace of what it applies to',
  };
}

/** The namespace of a target; undefined where it has none that is known. */
export function namespaceOf({ target }: Aim): string | undefined {
  const name: ObjectName = nameOfConstruct(target);
  const isOfCluster = kindFacts.some(
    ({ group, kind, scope }) => scope === 'Cluster' && group === name.group && kind === name.kind,
  );
  return isOfCluster ? undefined : name.namespace;
}
