// What aliases may stand for: a few lines of YAML can name billions of nodes.
//
// A document is held to the cluster's own ratio (go-yaml's "excessive aliasing"), a file to
// a budget beyond it. Aliases are counted where they stand, so nothing has walked
// them by then. Neighbours: construct.ts.

import type { Json } from '../model/manifest';

export interface Anchor {
  value: Json;
  /** The anchored scalar's text as a key; undefined for a collection. */
  readonly key: string | undefined;
  /** What one alias to it stands for: nodes, characters of text, levels below it. */
  nodes: number;
  characters: number;
  height: number;
  isComplete: boolean;
}

/** What aliases may still add to one file. */
export interface AliasBudget {
  nodes: number;
  characters: number;
}

export function aliasBudget(): AliasBudget {
  return { nodes: 2_000_000, characters: 2 ** 26 };
}

export function isSpent({ nodes, characters }: AliasBudget): boolean {
  return nodes < 0 || characters < 0;
}

/** Counts the nodes of one document, those behind aliases included. */
export class NodeCount {
  nodes = 0;
  /** Characters that stand in the document by alias alone. */
  characters = 0;
  #aliased = 0;
  readonly #budget: AliasBudget;

  constructor(budget: AliasBudget) {
    this.#budget = budget;
  }

  /** Counts one alias; false where it is one too many. */
  charge({ nodes, characters }: Anchor): boolean {
    this.nodes += 1 + nodes;
    this.characters += characters;
    this.#aliased += nodes;
    this.#budget.nodes -= nodes;
    this.#budget.characters -= characters;
    const isExcessive =
      this.#aliased > 100 &&
      this.nodes > 1000 &&
      this.#aliased / this.nodes > allowedRatio(this.nodes);
    return !isExcessive && !isSpent(this.#budget);
  }
}

/** Go-yaml's: 99 in 100 nodes may come from aliases in a small document, 1 in 10 in a large one. */
function allowedRatio(nodes: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (nodes <= low) return 0.99;
  return nodes >= high ? 0.1 : 0.99 - 0.89 * ((nodes - low) / (high - low));
}
