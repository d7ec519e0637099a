// Timeouts and retries in the words of who sets them, as the two fields of a rule.

import type { HTTPRouteRetry, HTTPRouteTimeouts } from '../../../imports/gateway-api';
import { present } from '../../model/present';
import type { HttpRuleProps } from '../http-route';

export interface ResilienceProps {
  /**
   * How long a request may take with all its tries: `10s`; `0s` is for ever.
   * @default - what the implementation has
   */
  readonly timeout?: string;
  /**
   * How long one try may take.
   * @default - as long as the request
   */
  readonly tryTimeout?: string;
  /**
   * How often a request is tried again.
   * @default - what the implementation has
   * @experimental
   */
  readonly retries?: number;
  /**
   * Which statuses are tried again.
   * @default - 502, 503 and 504, where `retries` or `backoff` is given
   * @experimental
   */
  readonly retryOn?: readonly number[];
  /**
   * How long to wait before a try, at the least: `100ms`.
   * @default - what the implementation has
   * @experimental
   */
  readonly backoff?: string;
}

/** Fields of a rule: `{ ...HttpPattern.resilience({ timeout: '10s' }), backends: [cart] }`. */
export function resilience(props: ResilienceProps): Pick<HttpRuleProps, 'timeouts' | 'retry'> {
  const { timeout: request, tryTimeout: backendRequest, retries: attempts, backoff } = props;
  const isRetried = [attempts, backoff, props.retryOn].some((value) => value !== undefined);
  const codes = props.retryOn ?? [502, 503, 504];
  const retry = isRetried ? present<HTTPRouteRetry>({ attempts, backoff, codes }) : undefined;
  const isTimed = request !== undefined || backendRequest !== undefined;
  const timeouts = isTimed ? present<HTTPRouteTimeouts>({ request, backendRequest }) : undefined;
  return present<Pick<HttpRuleProps, 'timeouts' | 'retry'>>({ timeouts, retry });
}
