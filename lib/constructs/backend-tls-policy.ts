// BackendTLSPolicy: Gateways reach a Service over TLS, and what they want of its certificate.

import type { Construct } from 'constructs';
import type { BackendTLSPolicySpec, PolicyTargetRef } from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import { type BackendTrustProps, backendTrustOf, backendTrustProblems } from './backend-trust';
import type { GatewayApiObjectProps } from './gateway-api-object';
import type { Problems } from './misuse';
import { type PolicyKind, PolicyObject, type TargetProps } from './policy-object';

/** All that the API knows of a BackendTLSPolicy; a port of a Service is `Section.of(service, name)`. */
export interface BackendTlsPolicyProps
  extends GatewayApiObjectProps,
    TargetProps,
    Omit<BackendTLSPolicySpec, 'targetRefs' | 'validation'> {
  /** The name that the Service's certificate shows, and the CA certificates to trust. */
  readonly validation: BackendTrustProps;
}

export class BackendTlsPolicy extends PolicyObject {
  constructor(scope: Construct, id: string, props: BackendTlsPolicyProps) {
    super(scope, id, kindFor(props), props);
  }

  override toSpec(): BackendTLSPolicySpec {
    return super.toSpec() as BackendTLSPolicySpec;
  }
}

function kindFor(props: BackendTlsPolicyProps): PolicyKind {
  const { metadata: _, targets: __, targetRefs: ___, validation, ...rest } = props;
  return {
    ...{ apiVersion: `${gatewayGroup}/v1`, kind: 'BackendTLSPolicy' },
    spec: (targetRefs, { policy }) => ({
      ...rest,
      targetRefs,
      validation: backendTrustOf(policy, validation),
    }),
    problems: (targetRefs, spec) => policyProblems(targetRefs, spec as BackendTLSPolicySpec),
  };
}

function* policyProblems(
  targetRefs: readonly PolicyTargetRef[],
  { validation }: BackendTLSPolicySpec,
): Problems {
  yield* twinProblems(targetRefs);
  if (validation) yield* backendTrustProblems(validation, ['validation']);
}

/** One target stands alone, or each time with another section. */
function* twinProblems(targetRefs: readonly PolicyTargetRef[]): Problems {
  const known = new Map<string, Set<string>>();
  for (const [index, { group, kind, name, sectionName = '' }] of targetRefs.entries()) {
    const key = [group, kind, name].join('\n');
    const sections = known.get(key) ?? new Set();
    const isWhole = sectionName === '' || sections.has('');
    if (sections.has(sectionName) || (isWhole && sections.size > 0)) {
      yield {
        path: ['targetRefs', index],
        message: `names ${kind} \`${name}\` a second time`,
        hint: 'give each of the references a `sectionName` of its own, or leave one out',
      };
    }
    known.set(key, sections.add(sectionName));
  }
}
