// A/B tests: who asks decides which variant answers, by a header or a cookie.
//
// Something must give each visitor a variant: the application, or the route itself, which then
// answers a visitor without one by chance and sets the cookie. That needs filters on single
// backends, which not every implementation knows. Neighbours: canary.ts (by chance alone).

import type { ApiObject } from 'cdk8s';
import type { BackendTarget } from '../backend';
import { HttpFilter } from '../http-filter';
import type { HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { sharedBackend } from './backend-share';
import { namedEntries } from './named-entries';
import { type MarkPlace, markedMatches, refuseNoPlace } from './request-mark';
import { besideFrame, type HttpRulePattern, type RuleFrame } from './rule-frame';

export interface AbTestProps extends RuleFrame {
  /** Where a request says which variant it is for: `{ cookie: 'variant' }`. */
  readonly by: MarkPlace;
  /** What answers requests that name no variant. */
  readonly control: BackendTarget;
  /** What answers requests that name one, by its value: `{ b: checkoutB }`. */
  readonly variants: { readonly [value: string]: BackendTarget };
  /**
   * The share of visitors without a cookie that get each variant, in percent: `{ b: 10 }`. The
   * others get `control`, which is then a value of the cookie too. Only with `by: { cookie }`.
   * @default - nobody gets one: something else sets it
   */
  readonly assign?: { readonly [value: string]: number };
}

/** A rule for each variant, then one for everybody else. */
export function abTest(props: AbTestProps): HttpRulePattern {
  return { rulesFor: (route) => abTestRules(route, props) };
}

function abTestRules(route: ApiObject, props: AbTestProps): readonly HttpRuleProps[] {
  const { by, control, variants, assign, ...frame } = props;
  const ruleFor = ([value, backend]: readonly [string, BackendTarget]): HttpRuleProps => ({
    ...besideFrame(frame, value),
    matches: markedMatches(frame.matches, { ...by, value }),
    backends: [backend],
  });
  refuseNoPlace(route, by);
  const named = namedEntries(route, 'variants', variants);
  if (named.length === 0) {
    throw misuse(route, {
      message: 'the A/B test has no variant beside its control',
      hint: 'write variants: { b: service }',
    });
  }
  if (assign === undefined) return [...named.map(ruleFor), { ...frame, backends: [control] }];
  refuseAssignment(route, props);
  const backends = assignedBackends(route, props);
  return [...[...named, ['control', control] as const].map(ruleFor), { ...frame, backends }];
}

/** Each variant with its share, and with the cookie that keeps a visitor there. */
function assignedBackends(
  route: ApiObject,
  { by, control, variants, assign = {} }: AbTestProps,
): readonly BackendTarget[] {
  const cookie = 'cookie' in by ? by.cookie : '';
  const shares = Object.entries(assign);
  const rest = 100 - shares.reduce((sum, [, share]) => sum + share, 0);
  return [...shares, ['control', rest] as const].flatMap(([value, weight]) => {
    const target = value === 'control' ? control : variants[value];
    if (target === undefined) return [];
    const filters = [
      HttpFilter.responseHeaders({ add: { 'set-cookie': `${cookie}=${value}; Path=/` } }),
    ];
    return [sharedBackend(route, { target, weight, filters })];
  });
}

function refuseAssignment(route: ApiObject, { by, variants, assign = {} }: AbTestProps): void {
  const refuse = (message: string, hint: string) => misuse(route, { message, hint });
  if (!('cookie' in by)) {
    throw refuse(
      'the A/B test assigns variants and is by header, which nobody keeps for the next request',
      'use a cookie, or leave `assign` out',
    );
  }
  const odd = [by.cookie, ...Object.keys(variants)].find((text) => !/^[\w.-]+$/.test(text));
  if (odd !== undefined) {
    throw refuse(`\`${odd}\` cannot stand in a cookie`, 'use letters, digits, `_`, `.` and `-`');
  }
  if (Object.hasOwn(variants, 'control')) {
    throw refuse(
      'a variant is called `control`, as those are who got no other',
      'give it another name',
    );
  }
  for (const [value, share] of Object.entries(assign)) {
    if (!Object.hasOwn(variants, value)) {
      throw refuse(
        `variant \`${value}\` is assigned, and the A/B test has no such variant`,
        `its variants are ${Object.keys(variants).join(', ')}`,
      );
    }
    if (!Number.isInteger(share) || share < 0 || share > 100) {
      throw refuse(
        `variant \`${value}\` gets \`${share}\` percent`,
        'give whole numbers from 0 to 100',
      );
    }
  }
  const sum = Object.values(assign).reduce((total, share) => total + share, 0);
  if (sum <= 100) return;
  throw refuse(
    `the A/B test assigns ${sum} percent of the visitors`,
    'let the shares be 100 at most',
  );
}
