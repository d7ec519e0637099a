// What a test expects of a request, and whether an outcome is that.
//
// Neighbours: to-route-to.ts (the matcher), ../model/decision.ts (outcomes).

import type { BackendShare, Outcome } from '../model/decision';
import { finding, UsageError } from '../model/finding';

/**
 * `'shop/cart'` or `'shop/cart:80'`: all of it to that Service (`'/cart'` in the unnamed
 * namespace); `{ 'shop/cart': 0.9, 'shop/cart-v2': 0.1 }`: by shares, a status such as `500` among
 * them; `404`: a status; `{ redirect: 'https://…' }`; `'rejected'`: a connection that is closed;
 * `'unspecified'`: what the specification leaves open.
 */
export type RouteGoal =
  | string
  | number
  | { readonly redirect: string; readonly status?: number }
  | { readonly [backend: string]: number };

/** Shares are compared as closely as people write them: a third is `0.33`. */
const tolerance = 0.005;

/** @param home the namespace of `/cart`, where it has a name */
export function isGoal(outcome: Outcome, goal: RouteGoal, home = ''): boolean {
  if (typeof goal === 'number') return hasStatus(outcome, goal);
  if (goal === 'rejected' || goal === 'unspecified') return outcome.outcome === goal;
  if (typeof goal === 'string') return hasShares(outcome, new Map([[readBackend(goal, home), 1]]));
  if (isRedirect(goal)) {
    return (
      outcome.outcome === 'redirect' &&
      outcome.location === goal.redirect &&
      (goal.status === undefined || outcome.status === goal.status)
    );
  }
  const shares = Object.entries(goal).map(
    ([text, share]) => [readBackend(text, home), share] as const,
  );
  return hasShares(outcome, new Map(shares));
}

export function goalWords(goal: RouteGoal): string {
  if (typeof goal === 'number') return `be answered with ${goal}`;
  if (goal === 'rejected') return 'be rejected';
  if (goal === 'unspecified') return 'be unspecified';
  if (typeof goal === 'string') return `go to ${goal}`;
  if (isRedirect(goal)) {
    return `be redirected${goal.status === undefined ? '' : ` (${goal.status})`} to ${goal.redirect}`;
  }
  const shares = Object.entries(goal).map(([name, share]) => `${name} (${share})`);
  return `go to ${shares.join(', ')}`;
}

function isRedirect(
  goal: Exclude<RouteGoal, string | number>,
): goal is { readonly redirect: string; readonly status?: number } {
  return typeof goal.redirect === 'string';
}

/** Answers true for the backends that a test means. */
type Backend = (share: BackendShare) => boolean;

function readBackend(text: string, home: string): Backend {
  if (/^[1-5]\d\d$/.test(text)) {
    return (share) => statusOf(share) === Number(text);
  }
  const [, namespace, name, port] = /^([^/:\s]*)\/([^/:\s]+)(?::(\d+))?$/.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(
      finding('request-invalid', {
        message: `\`${text}\` names no backend`,
        hint: 'write `namespace/name`, `namespace/name:port`, or `/name` in the unnamed namespace',
      }),
    );
  }
  return (share) =>
    share.to === 'backend' &&
    share.other === undefined &&
    share.name === `${namespace || home}/${name}` &&
    (port === undefined || share.port === Number(port));
}

function statusOf(share: BackendShare): number | undefined {
  if (share.to === 'redirect') return share.status;
  return share.to === 'error' ? 500 : undefined;
}

function hasShares(outcome: Outcome, expected: ReadonlyMap<Backend, number>): boolean {
  if (outcome.outcome !== 'backends') return false;
  const reached = outcome.backends.filter(({ share }) => share > 0);
  const isEachMeant = reached.every((share) => [...expected.keys()].some((is) => is(share)));
  return (
    isEachMeant &&
    [...expected].every(([is, wanted]) => {
      const sum = reached.filter(is).reduce((total, { share }) => total + share, 0);
      return Math.abs(sum - wanted) <= tolerance;
    })
  );
}

function hasStatus(outcome: Outcome, status: number): boolean {
  if (outcome.outcome === 'status' || outcome.outcome === 'redirect') {
    return outcome.status === status;
  }
  if (outcome.outcome !== 'backends') return false;
  const reached = outcome.backends.filter(({ share }) => share > 0);
  return reached.length > 0 && reached.every((share) => statusOf(share) === status);
}
