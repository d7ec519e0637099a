// The matchers `toRouteTo` and `toKeepPromises`, registered with vitest: `import 'gatefork/vitest'` in
// a test, or as one of its `setupFiles`. An ES module, since vitest cannot be required.
//
// Neighbours: testing/to-route-to.ts, testing/to-keep-promises.ts (the matchers).

import { expect } from 'vitest';
import type { ProofQuestion } from './testing/prove.js';
import { toKeepPromises } from './testing/to-keep-promises.js';
import { type ExpectedRoute, toRouteTo } from './testing/to-route-to.js';
import type { RequestSource } from './testing/where-to.js';

expect.extend({ toRouteTo, toKeepPromises });

declare module 'vitest' {
  interface Matchers<T> {
    /**
     * Holds where the request goes as expected, by the Gateway API alone.
     *
     * @param request `GET https://shop.example.com/cart`, or a request as JSON
     * @param expected `to`: a Service, shares, a status or a redirect; beside it the headers
     */
    toRouteTo(request: RequestSource, expected: ExpectedRoute): T;

    /**
     * Holds where every request goes where it went without the sandboxes among the manifests, or with
     * a key to their forks.
     *
     * @param question the baseline, where it is not told by labels; a profile; settings
     */
    toKeepPromises(question?: ProofQuestion): T;
  }
}

export type { RouteGoal } from './testing/route-goal.js';
export type { ExpectedRoute, ProofQuestion };
