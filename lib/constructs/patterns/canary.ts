// Canary: a new version gets more of the requests step by step; a commit that moves `step` moves it.
//
// Both backends are always there, so from step to step two numbers change and nothing else.
// Neighbours: blue-green.ts (all at once), ab-test.ts (by who asks).

import type { ApiObject } from 'cdk8s';
import type { BackendTarget } from '../backend';
import type { HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { sharedBackend } from './backend-share';
import { markedMatches, type RequestMark } from './request-mark';
import { besideFrame, type HttpRulePattern, type RuleFrame } from './rule-frame';

export interface CanaryProps extends RuleFrame {
  /** What all requests reach before the first step. */
  readonly stable: BackendTarget;
  /** What all requests reach after a last step of 100. */
  readonly canary: BackendTarget;
  /** The canary's share after each step, in percent, each larger than the one before: `[5, 25, 100]`. */
  readonly steps: readonly number[];
  /**
   * How many of the steps are taken.
   * @default 0
   */
  readonly step?: number;
  /**
   * What shares are out of, where a percent is too coarse: `1000` makes a step of 5 half a percent.
   * At most 1000000, as the API limits weights.
   * @default 100
   */
  readonly total?: number;
  /**
   * Requests that always reach the canary: `{ header: 'x-canary', value: 'on' }`.
   * @default - none
   */
  readonly optIn?: RequestMark;
}

/** The rules of a canary: one for requests that opt in, where asked for, and one by weight. */
export function canary(props: CanaryProps): HttpRulePattern {
  return { rulesFor: (route) => canaryRules(route, props) };
}

function canaryRules(route: ApiObject, props: CanaryProps): readonly HttpRuleProps[] {
  const { stable, canary, steps, step = 0, total = 100, optIn, ...frame } = props;
  refuseSteps(route, { steps, step, total });
  const share = step === 0 ? 0 : (steps[step - 1] ?? 0);
  const backends = [
    sharedBackend(route, { target: stable, weight: total - share }),
    sharedBackend(route, { target: canary, weight: share }),
  ];
  const byWeight = { ...frame, backends };
  if (optIn === undefined) return [byWeight];
  const matches = markedMatches(frame.matches, optIn);
  return [{ ...besideFrame(frame, 'opt-in'), matches, backends: [canary] }, byWeight];
}

const maxWeight = 1_000_000;

function refuseSteps(
  route: ApiObject,
  { steps, step, total }: Required<Pick<CanaryProps, 'steps' | 'step' | 'total'>>,
): void {
  const refuse = (message: string, hint: string) => misuse(route, { message, hint });
  if (!Number.isInteger(total) || total < 1 || total > maxWeight) {
    throw refuse(
      `the canary's shares are out of \`${total}\``,
      `give a whole number from 1 to ${maxWeight}`,
    );
  }
  if (!Array.isArray(steps) || steps.length === 0) {
    throw refuse('the canary has no steps', 'write steps: [5, 25, 50, 100]');
  }
  for (const [index, share] of steps.entries()) {
    if (!Number.isInteger(share) || share < 0 || share > total) {
      throw refuse(
        `step ${index + 1} of the canary is \`${share}\`, and its shares are out of ${total}`,
        `give whole numbers from 0 to ${total}`,
      );
    }
    const before = steps[index - 1];
    if (before !== undefined && share <= before) {
      throw refuse(
        `step ${index + 1} of the canary is \`${share}\`, not more than the \`${before}\` before it`,
        'order the steps from the smallest share to the largest',
      );
    }
  }
  if (!Number.isInteger(step) || step < 0 || step > steps.length) {
    throw refuse(
      `the canary is at step \`${step}\` and has ${steps.length}`,
      `give a whole number from 0, before the first step, to ${steps.length}`,
    );
  }
}
