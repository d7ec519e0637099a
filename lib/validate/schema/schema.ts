// A structural schema as Kubernetes means it, ready to be walked: of a CRD, or of the facts of the
// Gateway API.
//
// A schema speaks of one value; what keywords ask of the value alone is a list of checks.
// Neighbours: json-schema.ts (of a CRD), shape-schema.ts (of the facts), walk.ts (who walks),
// keywords.ts (the checks).

import type { FindingCode } from '../../model/finding';
import type { Json } from '../../model/manifest';

export type JsonType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

/** What a keyword says of a value; undefined where it has nothing to say. */
export interface Complaint {
  readonly code: FindingCode;
  readonly text: string;
  readonly hint?: string;
}

export type Check = (value: Json) => Complaint | undefined;

/** A rule in CEL, as a CRD states it under `x-kubernetes-validations`. */
export interface StatedRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  /** Where the fault is shown, below the value: `.spec.x`. */
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

export interface Schema {
  /** Empty: any. Two where a number or a text may stand. */
  readonly types: readonly JsonType[];
  readonly isNullable: boolean;
  readonly fields: ReadonlyMap<string, Schema>;
  /** Fields that the chosen channel lacks and the other one has. */
  readonly elsewhere?: ReadonlyMap<string, Schema>;
  /** What any other field holds; undefined where there may be none. */
  readonly others?: Schema;
  /** Whether fields that it does not name are kept as they are. */
  readonly keepsUnknown: boolean;
  /** Whether it is an object with apiVersion, kind and metadata of its own. */
  readonly isEmbedded: boolean;
  readonly items?: Schema;
  readonly required: readonly string[];
  /** `duration`, `date-time` …: what a text means. */
  readonly format?: string;
  /** Undefined: none. Never null unless `isNullable`. */
  readonly default?: Json;
  readonly checks: readonly Check[];
  readonly list?:
    | { readonly type: 'set' }
    | { readonly type: 'map'; readonly keys: readonly string[] };
  /** Schemas of values alone: fields are known from elsewhere. */
  readonly allOf: readonly Schema[];
  readonly anyOf: readonly Schema[];
  readonly oneOf: readonly Schema[];
  readonly not?: Schema;
  /** Whether any of the four is there. */
  readonly hasJunctures: boolean;
  /** Undefined: none. */
  readonly rules?: readonly StatedRule[];
  /** Whether a default stands somewhere at or below it. */
  readonly fillsIn: boolean;
  /** Whether a rule stands somewhere at or below it. */
  readonly hasRules: boolean;
}

/** Anything goes. */
export const anything: Schema = {
  types: [],
  isNullable: true,
  fields: new Map(),
  keepsUnknown: true,
  isEmbedded: false,
  required: [],
  checks: [],
  allOf: [],
  anyOf: [],
  oneOf: [],
  hasJunctures: false,
  fillsIn: false,
  hasRules: false,
};
