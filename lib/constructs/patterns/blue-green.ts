// Blue and green: two versions stand side by side, and one word says which of them is live.
//
// Neighbours: canary.ts (step by step), request-mark.ts (a look at the other one beforehand).

import type { ApiObject } from 'cdk8s';
import type { BackendTarget } from '../backend';
import type { HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { markedMatches, type RequestMark } from './request-mark';
import { besideFrame, type HttpRulePattern, type RuleFrame } from './rule-frame';

export interface BlueGreenProps extends RuleFrame {
  readonly blue: BackendTarget;
  readonly green: BackendTarget;
  /** Which of the two all requests reach. */
  readonly live: 'blue' | 'green';
  /**
   * Requests that reach the one that is not live: `{ header: 'x-preview', value: 'on' }`.
   * @default - none
   */
  readonly preview?: RequestMark;
}

/** The rule to the version that is live, and one to the other for requests that ask for it. */
export function blueGreen(props: BlueGreenProps): HttpRulePattern {
  return { rulesFor: (route) => blueGreenRules(route, props) };
}

function blueGreenRules(route: ApiObject, props: BlueGreenProps): readonly HttpRuleProps[] {
  const { blue, green, live, preview, ...frame } = props;
  if (live !== 'blue' && live !== 'green') {
    throw misuse(route, {
      message: `\`${String(live)}\` is live, and there are blue and green`,
      hint: "write live: 'blue' or live: 'green'",
    });
  }
  const [now, next] = live === 'blue' ? [blue, green] : [green, blue];
  const toLive = { ...frame, backends: [now] };
  if (preview === undefined) return [toLive];
  const matches = markedMatches(frame.matches, preview);
  return [{ ...besideFrame(frame, 'preview'), matches, backends: [next] }, toLive];
}
