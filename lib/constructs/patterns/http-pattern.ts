// Patterns that teams copy by hand, as one name to look below: docs/patterns.md shows each.
//
// What gives rules stands among the rules of an HttpRoute, what gives a filter among its filters.
// Patterns of several objects are constructs: https-redirect.ts, domain-redirect.ts,
// path-redirects.ts, entrances.ts, delegation.ts, tls-passthrough.ts, mutual-tls.ts.

import { abTest } from './ab-test';
import { apiVersions } from './api-versions';
import { blueGreen } from './blue-green';
import { canary } from './canary';
import { maintenance } from './maintenance';
import { mirror } from './mirror';
import { redirects, rewrites } from './path-rules';
import { resilience } from './resilience';
import { cors, securityHeaders } from './response-filters';

/** `rules: [HttpPattern.canary({ stable: cart, canary: next, steps: [5, 25, 100], step: 1 })]`. */
export const HttpPattern = {
  canary,
  blueGreen,
  abTest,
  mirror,
  redirects,
  rewrites,
  apiVersions,
  maintenance,
  resilience,
  cors,
  securityHeaders,
} as const;
