// Durations: timeouts that fit each other, intervals in range.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { ofRule, told } from './told';

const ofRetries = (retryConstraint: JsonObject) =>
  told(
    'XBackendTrafficPolicy',
    { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }], retryConstraint },
    { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1' },
  );

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a part that is longer than the whole',
    ofRule({ timeouts: { request: '1m', backendRequest: '61s' } }),
    [
      'timeouts-inverted spec.rules[0].timeouts.backendRequest is `61s`, which is longer than `request` with `1m`, of which it is a part',
    ],
  ],
  ['as long', ofRule({ timeouts: { request: '1m', backendRequest: '60000ms' } }), []],
  [
    'a request that may take any time',
    ofRule({ timeouts: { request: '0s', backendRequest: '10s' } }),
    [],
  ],
  [
    "what is no duration is the schema's to tell",
    ofRule({ timeouts: { request: '1 minute', backendRequest: '61s' } }),
    [],
  ],
  [
    'an interval of a budget: too short',
    ofRetries({ budget: { interval: '999ms' } }),
    [
      'duration-out-of-range spec.retryConstraint.budget.interval is `999ms`, and must be at least `1s` and at most `1h`',
    ],
  ],
  [
    'an interval of a budget: too long',
    ofRetries({ budget: { interval: '60m1s' } }),
    [
      'duration-out-of-range spec.retryConstraint.budget.interval is `60m1s`, and must be at least `1s` and at most `1h`',
    ],
  ],
  [
    'intervals in range',
    ofRetries({ budget: { interval: '1s' }, minRetryRate: { interval: '1ms' } }),
    [],
  ],
  [
    'an interval of a rate: none',
    ofRetries({ minRetryRate: { interval: '0s' } }),
    [
      'duration-out-of-range spec.retryConstraint.minRetryRate.interval is `0s`, and must be more than `0s` and at most `1h`',
    ],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
