// A rule but for its backends: what a pattern's props take over as they are.

import type { HttpRuleProps } from '../http-route';
import type { RulePattern } from '../rule-pattern';

/** Matches, filters, timeouts and all else of a rule; the backends are the pattern's. */
export type RuleFrame = Omit<HttpRuleProps, 'backends' | 'backendRefs'>;

/** Rules of an HTTPRoute that a pattern stands for. */
export type HttpRulePattern = RulePattern<HttpRuleProps>;

/** The frame for one more rule beside the first: rules of one route differ in their names. */
export function besideFrame(frame: RuleFrame, suffix: string): RuleFrame {
  return frame.name === undefined ? frame : { ...frame, name: `${frame.name}-${suffix}` };
}
