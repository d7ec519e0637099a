// Mirroring: a copy of all requests, or of a share, goes to a second backend, whose answers nobody
// sees. Neighbours: ../http-filter.ts (`HttpFilter.mirror`, for rules that are there already).

import type { BackendObject } from '../backend-object';
import { HttpFilter } from '../http-filter';
import type { HttpRuleProps } from '../http-route';
import type { MirrorOptions } from '../route-filter';

export interface MirrorProps extends HttpRuleProps {
  /** What gets the copies. */
  readonly to: BackendObject;
  /**
   * Which share of the requests, by `percent` or `fraction`; its port and its grant.
   * @default - all of them
   */
  readonly share?: MirrorOptions;
}

/** A rule whose requests are copied to one more backend. */
export function mirror({ to, share, ...rule }: MirrorProps): HttpRuleProps {
  return { ...rule, filters: [...(rule.filters ?? []), HttpFilter.mirror(to, share)] };
}
