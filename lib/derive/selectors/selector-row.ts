// What a table of selecting kinds says of each of them: where its selector stands, what it does
// with what it selects, and what losing it means.
//
// Neighbours: selecting-kinds.ts and protecting-kinds.ts (the tables), selectors.ts (the reader).

import type { FieldPath } from '../../model/manifest';

/**
 * What a selector does with what it selects. `draws`: traffic, ownership or disruption
 * budget, which a fork must not share. `observes`: collects metrics. `schedules`: counts
 * pods for placement. `protects`: applies a policy, which a fork had better keep.
 */
export type SelectorRole = 'draws' | 'observes' | 'schedules' | 'protects';

export interface SelectorRow {
  /** `group/Kind`; `group/*` for every kind of the group. */
  readonly kinds: readonly string[];
  readonly role: SelectorRole;
  readonly over?: 'services';
  /** Where the selector stands, `*` for each entry of a list. */
  readonly at: FieldPath;
  /** `map`: plain labels; `labels`: a LabelSelector; `expression`: Calico's text. */
  readonly form: 'map' | 'labels' | 'expression';
  /** What no selector, or one that asks for nothing, stands for; `everything` unless told. */
  readonly empty?: 'nothing';
  /**
   * Where it selects; in its own namespace unless told. `beside`: in the namespaces that a
   * `namespaceSelector` beside it takes, in all where there is none. `unless-named`: in its own
   * namespace, in all where it has none: it may belong to the cluster.
   */
  readonly scope?: 'monitor' | 'mesh-root' | 'beside' | 'cluster' | 'unless-named';
  /** What it means for a fork to lose the selector; unless told, a copy of the policy makes up. */
  readonly loss?: Loss;
}

/** Why no copy makes up for a lost selector; `narrows`: the fork merely reaches less. */
export interface Loss {
  readonly means: 'open' | 'narrows';
  readonly because: string;
}
