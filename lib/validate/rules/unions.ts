// Unions: one field says which of several others is there.
//
// Neighbours: rules-of.ts (where unions stand), filters.ts.

import type { FindingCode } from '../../model/finding';
import type { Json } from '../../model/manifest';
import { shown } from '../schema/shown';
import { type Asked, ofObject } from './ruled';

interface Union {
  /** What the names of its rules begin with. */
  readonly name: string;
  /** The field that says which: `type`. */
  readonly by: string;
  /** Which field belongs to which value. */
  readonly members: readonly (readonly [value: string, field: string])[];
  /** @default union-mismatch */
  readonly code?: FindingCode;
  /** Whether an empty text is the same as none. @default false */
  readonly emptyIsNone?: boolean;
}

/** A member is there where its value is said, and only there. */
export function union(asked: Union): Asked {
  const { name, by, members, code = 'union-mismatch', emptyIsNone = false } = asked;
  const isFilled = (member: Json | undefined) =>
    member !== undefined && !(emptyIsNone && member === '');
  const rules = members.map(([value, field]) => ({
    value,
    field,
    missing: `${name}-${kebab(field)}-missing`,
    misplaced: `${name}-${kebab(field)}-misplaced`,
  }));
  const names = rules.flatMap(({ missing, misplaced }) => [missing, misplaced]);
  return ofObject(names, (holder, tell) => {
    const said = holder[by];
    // Of a field that is required the schema tells.
    if (typeof said !== 'string') return;
    for (const { value, field, missing, misplaced } of rules) {
      const isThere = isFilled(holder[field]);
      if (isThere === (said === value)) continue;
      const path = [field];
      if (isThere) {
        const text = `belongs to ${by} ${shown(value)}, and ${by} is ${shown(said)}`;
        const hint = `leave it out, or write \`${by}: ${value}\``;
        tell({ code, path, text, hint, rule: misplaced });
      } else {
        const text = `is not there, though ${by} is ${shown(value)}`;
        // Another value may be what was meant: that of a field that is there.
        const other = members.find(([, own]) => isFilled(holder[own]));
        const hint = `add ${shown(field)}${other === undefined ? '' : `, or write \`${by}: ${other[0]}\``}`;
        tell({ code, path, text, hint, rule: missing });
      }
    }
  });
}

function kebab(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
