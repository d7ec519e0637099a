// XBackendTrafficPolicy: retries and sessions for the requests to a backend, of the experimental
// channel.

import type { Construct } from 'constructs';
import type { PolicyTargetRef, XBackendTrafficPolicySpec } from '../../imports/gateway-api';
import { millisOf } from './duration';
import { experimentalGroup, type GatewayApiObjectProps } from './gateway-api-object';
import type { Problems } from './misuse';
import { type PolicyKind, PolicyObject, type TargetProps } from './policy-object';
import { sessionProblems } from './session-check';

/** @experimental */
export interface XBackendTrafficPolicyProps
  extends GatewayApiObjectProps,
    TargetProps,
    Omit<XBackendTrafficPolicySpec, 'targetRefs'> {}

/** @experimental */
export class XBackendTrafficPolicy extends PolicyObject {
  constructor(scope: Construct, id: string, props: XBackendTrafficPolicyProps = {}) {
    super(scope, id, kindFor(props), props);
  }

  override toSpec(): XBackendTrafficPolicySpec {
    return super.toSpec() as XBackendTrafficPolicySpec;
  }
}

function kindFor(props: XBackendTrafficPolicyProps): PolicyKind {
  const { metadata: _, targets: __, targetRefs: ___, ...rest } = props;
  return {
    ...{ apiVersion: `${experimentalGroup}/v1alpha1`, kind: 'XBackendTrafficPolicy' },
    spec: (targetRefs) => ({ ...rest, targetRefs }),
    problems: (targetRefs, spec) => policyProblems(targetRefs, spec as XBackendTrafficPolicySpec),
  };
}

function* policyProblems(
  targetRefs: readonly PolicyTargetRef[],
  spec: XBackendTrafficPolicySpec,
): Problems {
  for (const [index, { sectionName }] of targetRefs.entries()) {
    if (sectionName === undefined) continue;
    const message = `names the section \`${sectionName}\`, and the policy applies to whole objects`;
    yield { path: ['targetRefs', index], message, hint: 'give the object itself' };
  }
  yield* sessionProblems(spec, []);
  yield* intervalProblems(spec);
}

const [second, hour] = [1_000, 3_600_000];

function* intervalProblems({ retryConstraint }: XBackendTrafficPolicySpec): Problems {
  const { budget, minRetryRate } = retryConstraint ?? {};
  const intervals = [
    { field: 'budget', interval: budget?.interval, least: second, range: 'from 1s to 1h' },
    {
      field: 'minRetryRate',
      interval: minRetryRate?.interval,
      least: 1,
      range: 'above 0s and at most 1h',
    },
  ];
  for (const { field, interval, least, range } of intervals) {
    if (interval === undefined) continue;
    const millis = millisOf(interval);
    if (millis >= least && millis <= hour) continue;
    const path = ['retryConstraint', field, 'interval'];
    yield { path, message: `is \`${interval}\`, not a time ${range}` };
  }
}
