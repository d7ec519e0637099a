// Policy: any policy of any implementation, attached to constructs.
//
// What the core API cannot say (rate limits, JWT, fault injection) is an implementation's own
// policy that names its targets. Neighbour: target-refs.ts, for classes generated from a CRD.

import type { Construct } from 'constructs';
import type { GatewayApiObjectProps } from './gateway-api-object';
import type { Problems } from './misuse';
import { type PolicyKind, PolicyObject } from './policy-object';
import type { PolicyTarget } from './policy-target';

export interface PolicyProps extends GatewayApiObjectProps {
  /** As in `gateway.envoyproxy.io/v1alpha1`. */
  readonly apiVersion: string;
  /** As in `BackendTrafficPolicy`. */
  readonly kind: string;
  /**
   * What the policy applies to: objects of its namespace, listeners, rules of routes.
   * @default - none yet
   */
  readonly targets?: readonly PolicyTarget[];
  /**
   * Whether the kind names one target (`targetRef`) or a list of them.
   * @default 'targetRefs'
   */
  readonly targetField?: 'targetRefs' | 'targetRef';
  /**
   * All else that the policy says, as its API writes it.
   * @default - nothing
   */
  readonly spec?: object;
}

export class Policy extends PolicyObject {
  constructor(scope: Construct, id: string, props: PolicyProps) {
    super(scope, id, props.targetField === 'targetRef' ? oneTarget(props) : manyTargets(props), {
      ...props,
    });
  }
}

function manyTargets({ apiVersion, kind, spec = {} }: PolicyProps): PolicyKind {
  const given = 'targetRefs' in spec && Array.isArray(spec.targetRefs) ? spec.targetRefs : [];
  return {
    ...{ apiVersion, kind },
    // Without any, the policy may name what it applies to by labels.
    spec: (refs) => (refs.length === 0 ? spec : { ...spec, targetRefs: [...refs, ...given] }),
    problems: () => [],
  };
}

function oneTarget({ apiVersion, kind, spec = {} }: PolicyProps): PolicyKind {
  return {
    ...{ apiVersion, kind },
    spec: ([first]) => (first === undefined ? spec : { ...spec, targetRef: first }),
    problems: ({ length }) => countProblems(kind, length),
  };
}

function* countProblems(kind: string, count: number): Problems {
  if (count < 2) return;
  const message = `cannot name ${count} targets: a ${kind} applies to one`;
  yield { path: ['targetRef'], message, hint: 'write a policy for each target' };
}
