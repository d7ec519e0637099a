// `expect(manifests).toRouteTo('GET https://…', { to: 'shop/cart' })`: the matcher itself.
//
// It fits `expect.extend` of vitest and of jest. Neighbours: where-to.ts, route-goal.ts,
// ../vitest.mts (which registers it).

import { finding, UsageError } from '../model/finding';
import { isObject } from '../model/manifest';
import { outcomeText, traceText } from '../pipeline';
import type { ManifestSource } from './manifest-source';
import { goalWords, isGoal, type RouteGoal } from './route-goal';
import { answerTo, type RequestSource, type RouteQuestion } from './where-to';

/** The request's headers and target, and where it should go. */
export interface ExpectedRoute extends RouteQuestion {
  readonly to: RouteGoal;
}

export interface MatcherResult {
  readonly pass: boolean;
  /** What the test prints: for `.not` where it passes. */
  readonly message: () => string;
}

export function toRouteTo(
  manifests: ManifestSource,
  request: RequestSource,
  expected: ExpectedRoute,
): MatcherResult {
  const to = goalIn(expected);
  const { to: _, ...question } = expected;
  const { outcome } = answerTo(manifests, request, { question, explain: false });
  const pass = isGoal(outcome, to, question.namespace);
  const message = () => {
    const answer = answerTo(manifests, request, { question, explain: true });
    const { profile } = question;
    const text = outcomeText(
      answer.outcome,
      answer.request,
      profile === undefined ? {} : { profile },
    );
    const why = answer.trace === undefined ? '' : traceText(answer.trace);
    return `expected the request ${pass ? 'not ' : ''}to ${goalWords(to)}\n\n${text}${why}`;
  };
  return { pass, message };
}

/** Without types a goal is easily left out; an empty one would name no Service that could be reached. */
function goalIn(expected: unknown): RouteGoal {
  const { to } = isObject(expected) ? expected : {};
  if (typeof to === 'string' || typeof to === 'number') return to;
  if (isObject(to) && Object.keys(to).length > 0) return to as RouteGoal;
  throw new UsageError(
    finding('request-invalid', {
      message: '`toRouteTo` is not told where the request should go',
      hint: "give it as `{ to: 'namespace/service' }`, or as a status",
    }),
  );
}
