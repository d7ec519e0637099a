// What policies have in common: targets that grow, in a spec of the policy's own.
//
// Neighbours: policy-target.ts (what may be a target), policy.ts (of any group), and
// backend-tls-policy.ts and x-backend-traffic-policy.ts (of the Gateway API).

import type { Construct } from 'constructs';
import type { PolicyTargetRef } from '../../imports/gateway-api';
import { type ApiType, GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
import { listIn, type Problems, refuseProblems } from './misuse';
import { isPlain } from './part';
import { type PolicySite, type PolicyTarget, targetRefOf } from './policy-target';
import { structureProblems } from './structure';

export interface TargetProps {
  /**
   * What the policy applies to: objects of its namespace, listeners, rules of routes.
   * @default - none yet
   */
  readonly targets?: readonly PolicyTarget[];
  /**
   * More targets, as the API writes them.
   * @default - none
   */
  readonly targetRefs?: readonly PolicyTargetRef[];
}

/** A kind of policy: how its spec holds the targets, and what it forbids beyond its schema. */
export interface PolicyKind extends ApiType {
  spec(targetRefs: readonly PolicyTargetRef[], site: PolicySite): object;
  problems(targetRefs: readonly PolicyTargetRef[], spec: object): Problems;
}

export abstract class PolicyObject extends GatewayApiObject {
  readonly #kind: PolicyKind;
  #targets: readonly PolicyTarget[];

  protected constructor(
    scope: Construct,
    id: string,
    kind: PolicyKind,
    props: GatewayApiObjectProps & TargetProps,
  ) {
    super(scope, id, { apiVersion: kind.apiVersion, kind: kind.kind }, props);
    this.#kind = kind;
    const refs = listIn(this, 'targetRefs', props.targetRefs) ?? [];
    this.#targets = [...(listIn(this, 'targets', props.targets) ?? []), ...refs];
    this.#specAt({ isFinal: false });
  }

  /** Applies the policy to one more object, listener or rule. */
  addTarget(...targets: readonly PolicyTarget[]): this {
    this.#targets = [...this.#targets, ...targets];
    this.#specAt({ isFinal: false });
    return this;
  }

  override toSpec(): object {
    return this.#specAt({ isFinal: true });
  }

  #specAt({ isFinal }: Pick<PolicySite, 'isFinal'>): object {
    const site: PolicySite = { policy: this, isFinal };
    const targetRefs = this.#targets.map((target) => targetRefOf(site, target));
    const spec = this.#kind.spec(targetRefs, site);
    if (!isPlain(spec)) return spec;
    refuseProblems(this, structureProblems(this.#kind, spec, { isFinal }));
    refuseProblems(this, this.#kind.problems(targetRefs, spec));
    return spec;
  }
}
