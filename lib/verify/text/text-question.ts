// One text of a request (a header's lines, a parameter's values, the path): which ones hold what
// some matches ask for and nothing of what others ask for?
//
// Neighbours: text-answer.ts (who answers), ../search/cube.ts (who asks).

import type { ExpressionReading } from '../../routing/law';

/** Something that a match asks of a text. */
export type Literal =
  | { readonly type: 'Exact'; readonly value: string }
  /** AWS: `*`, `?` and alternatives, in any case (../../routing/accept/wildcards.ts). */
  | { readonly type: 'Wildcards'; readonly value: string }
  | {
      readonly type: 'RegularExpression';
      readonly value: string;
      readonly reading: ExpressionReading;
    }
  /** A path that is a gRPC call: parts left out are any; expressions where there is a reading. */
  | {
      readonly type: 'Call';
      readonly service?: string;
      readonly method?: string;
      readonly reading?: ExpressionReading;
    };

/** Paths of one class: one path, or all below a prefix (without trailing slash) but some. */
export type PathClass =
  | { readonly type: 'Exact'; readonly value: string }
  | {
      readonly type: 'PathPrefix';
      readonly key: string;
      /** Prefixes (without trailing slash) below it whose paths are of other classes. */
      readonly exceptBelow: readonly string[];
      readonly exceptExact: readonly string[];
    };

export interface TextQuestion {
  /** `path`: one text within `within`; `value`: header lines or parameter values. */
  readonly of: 'path' | 'value';
  /**
   * `one`: a single text has to hold all of `holds`; `several`: there may be several, each of
   * `holds` is held by one of them, none of `lacks` by any.
   */
  readonly texts: 'one' | 'several';
  /** Whether a text is looked at part by part, cut at commas: parts hold none. */
  readonly withoutCommas?: boolean;
  readonly within?: PathClass;
  readonly holds: readonly Literal[];
  readonly lacks: readonly Literal[];
}

/**
 * `texts`: such texts, short ones, in print; empty where there need be none (nothing is held, and
 * it is no path). `none`: there are no such texts, for certain. `undecided`: neither is known, and
 * the expression that stands in the way.
 */
export type TextAnswer =
  | { readonly texts: readonly string[] }
  | { readonly none: true }
  | { readonly undecided: string };
