// What forking asks of the whole baseline, each answer made ready once a run and asked by key.
//
// Whoever adds one: built when it is first asked for, since most runs need few of them, and
// never by walking over the inventory for each sandbox.
// Neighbours: workload.ts and its steps, which ask.

import type { Inventory } from '../../model/inventory';
import { type SelectorIndex, selectorIndexOf } from './selector-index';

export class ForkIndexes {
  #selectors: SelectorIndex | undefined;

  constructor(readonly inventory: Inventory) {}

  /** Selectors over pods and Services, and workloads, by label. */
  get selectors(): SelectorIndex {
    this.#selectors ??= selectorIndexOf(this.inventory);
    return this.#selectors;
  }
}
