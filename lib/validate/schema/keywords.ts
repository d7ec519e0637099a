// What the keywords of a schema ask of one value, each as a check with a text of its own.
//
// Lengths are counted in code points, as the API server does. Patterns are RE2's.
// Neighbours: schema.ts, formats.ts, json-schema.ts and shape-schema.ts (who state them).

import type { FindingCode } from '../../model/finding';
import type { Json } from '../../model/manifest';
import { isObject } from '../../model/manifest';
import { nearest } from '../../model/spelling';
import { patternCheck } from './pattern';
import type { Check, Complaint } from './schema';
import { shown } from './shown';

/** The keywords that say something of one value alone. */
export interface Keywords {
  readonly enum?: readonly Json[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

export function checksOf(keywords: Keywords): readonly Check[] {
  return [
    ...enumChecks(keywords),
    ...textChecks(keywords),
    ...numberChecks(keywords),
    ...countChecks(keywords),
  ];
}

function complaint(code: FindingCode, text: string, hint?: string): Complaint {
  return { code, text, ...(hint === undefined ? {} : { hint }) };
}

function enumChecks({ enum: values }: Keywords): readonly Check[] {
  if (values === undefined) return [];
  const texts = values.map(String);
  const known = new Set<Json>(values);
  return [
    (value) => {
      if (known.has(value)) return undefined;
      const close = typeof value === 'string' ? closest(value, texts) : undefined;
      const text = `is ${shown(value)}, which is none of ${values.map(shown).join(', ')}`;
      return complaint(
        'value-not-allowed',
        text,
        close === undefined ? `write one of them` : `write ${shown(close)}`,
      );
    },
  ];
}

/** The nearest spelling, or the only word that holds what was written: `Prefix` is `PathPrefix`. */
function closest(text: string, known: readonly string[]): string | undefined {
  const near = nearest(text, known);
  if (near !== undefined || text.length < 3) return near;
  const holding = known.filter((one) => one.toLowerCase().includes(text.toLowerCase()));
  return holding.length === 1 ? holding[0] : undefined;
}

function textChecks({ pattern, minLength, maxLength }: Keywords): readonly Check[] {
  const checks: Check[] = [];
  const ofText = (check: (text: string) => Complaint | undefined) => {
    checks.push((value) => (typeof value === 'string' ? check(value) : undefined));
  };
  if (minLength !== undefined && minLength > 0) {
    ofText((text) =>
      text.length >= minLength * 2 || lengthOf(text) >= minLength
        ? undefined
        : complaint('size-out-of-range', tooShort(text, minLength)),
    );
  }
  if (maxLength !== undefined) {
    ofText((text) =>
      text.length <= maxLength || lengthOf(text) <= maxLength
        ? undefined
        : complaint(
            'size-out-of-range',
            `has ${lengthOf(text)} characters, of which ${maxLength} are the most`,
          ),
    );
  }
  if (pattern !== undefined) checks.push(patternCheck(pattern));
  return checks;
}

function tooShort(text: string, least: number): string {
  if (text === '') return 'is empty';
  return `has ${lengthOf(text)} characters, and must have at least ${least}`;
}

/** Characters as Go counts them: code points. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function numberChecks(keywords: Keywords): readonly Check[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = keywords;
  const checks: Check[] = [];
  const ofNumber = (isRight: (value: number) => boolean, text: string) => {
    checks.push((value) => {
      if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
      if (isRight(Number(value))) return undefined;
      return complaint('number-out-of-range', `is ${value}, and ${text}`);
    });
  };
  if (minimum !== undefined) {
    if (exclusiveMinimum) ofNumber((value) => value > minimum, `must be more than ${minimum}`);
    else ofNumber((value) => value >= minimum, `must be at least ${minimum}`);
  }
  if (maximum !== undefined) {
    if (exclusiveMaximum) ofNumber((value) => value < maximum, `must be less than ${maximum}`);
    else ofNumber((value) => value <= maximum, `must be at most ${maximum}`);
  }
  if (multipleOf !== undefined) {
    ofNumber((value) => value % multipleOf === 0, `must be a multiple of ${multipleOf}`);
  }
  return checks;
}

function countChecks(keywords: Keywords): readonly Check[] {
  const { minItems, maxItems, minProperties, maxProperties } = keywords;
  return [
    ...counts(minItems, maxItems, (value) => (Array.isArray(value) ? value.length : undefined)),
    ...counts(minProperties, maxProperties, (value) =>
      isObject(value) ? Object.keys(value).length : undefined,
    ),
  ];
}

function counts(
  least: number | undefined,
  most: number | undefined,
  count: (value: Json) => number | undefined,
): readonly Check[] {
  if (least === undefined && most === undefined) return [];
  return [
    (value) => {
      const own = count(value);
      if (own === undefined) return undefined;
      const entries = `${own} ${own === 1 ? 'entry' : 'entries'}`;
      if (least !== undefined && own < least) {
        const has = own === 0 ? 'is empty' : `has ${entries}`;
        return complaint('size-out-of-range', `${has}, and must have at least ${least}`);
      }
      if (most === undefined || own <= most) return undefined;
      return complaint('size-out-of-range', `has ${entries}, of which ${most} are the most`);
    },
  ];
}
