// The matcher `toRouteTo`, registered with vitest: `import 'gatefork/vitest'` in a test, or as one
// of its `setupFiles`. An ES module, since vitest cannot be required.
//
// Neighbours: testing/to-route-to.ts (the matcher).

import { expect } from 'vitest';
import { type ExpectedRoute, toRouteTo } from './testing/to-route-to.js';
import type { RequestSource } from './testing/where-to.js';

expect.extend({ toRouteTo });

declare module 'vitest' {
  interface Matchers<T> {
    /**
     * Holds where the request goes as expected, by the Gateway API alone.
     *
     * @param request `GET https://shop.example.com/cart`, or a request as JSON
     * @param expected `to`: a Service, shares, a status or a redirect; beside it the headers
     */
    toRouteTo(request: RequestSource, expected: ExpectedRoute): T;
  }
}

export type { RouteGoal } from './testing/route-goal.js';
export type { ExpectedRoute };
