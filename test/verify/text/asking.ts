// Short words for literals and questions.

import { type Carrier, defaultConfig } from '../../../lib/model/config';
import { keyMatch } from '../../../lib/routing/carrier';
import type { ExpressionReading } from '../../../lib/routing/law';
import { textAnswer } from '../../../lib/verify/text/text-answer';
import type { Literal, PathClass, TextQuestion } from '../../../lib/verify/text/text-question';

export const exact = (value: string): Literal => ({ type: 'Exact', value });
export const wildcards = (value: string): Literal => ({ type: 'Wildcards', value });
export const whole = (value: string): Literal => expression(value, 'whole');
export const search = (value: string): Literal => expression(value, 'search');
export const leftmost = (value: string): Literal => expression(value, 'leftmost');

export function expression(value: string, reading: ExpressionReading): Literal {
  return { type: 'RegularExpression', value, reading };
}

/** What the match of a carrier asks for that finds a key. */
export function carrying(carrier: Carrier, key: string): Literal {
  const { type, value } = keyMatch(carrier, defaultConfig.keyName, key);
  return type === 'Exact' ? exact(value) : search(value);
}

export function below(key: string, but: Partial<PathClass> = {}): PathClass {
  return { type: 'PathPrefix', key, exceptBelow: [], exceptExact: [], ...but } as PathClass;
}

type Sides = readonly [holds: readonly Literal[], lacks?: readonly Literal[]];

export function askValue([holds, lacks = []]: Sides, more: Partial<TextQuestion> = {}) {
  return textAnswer({ of: 'value', texts: 'one', holds, lacks, ...more });
}

export function askPath(within: PathClass, [holds, lacks = []]: Sides = [[]]) {
  return textAnswer({ of: 'path', texts: 'one', within, holds, lacks });
}
