// One thing that is wrong with an object, on its way to a finding: a field, and what it does.
//
// A text is what follows the field's name: `spec.rules of HTTPRoute shop/cart` + `has 17 items, of
// which 16 are the most`. Neighbours: fault-finding.ts (the finding), schema/, rules/, cel/ (who tell).

import type { FindingCode } from '../model/finding';
import type { FieldPath } from '../model/manifest';

export interface Fault {
  readonly code: FindingCode;
  /** From the object's root. */
  readonly path: FieldPath;
  /** What follows the name of the field: `is 0, and must be at least 1`. User values in backticks. */
  readonly text: string;
  /** An instruction. */
  readonly hint?: string;
  /** The rule that is broken, by a name of its own; of the schema's keywords undefined. */
  readonly rule?: string;
}

/** Takes what is wrong, one by one. */
export type Report = (fault: Fault) => void;
