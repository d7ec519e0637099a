// What forking asks of the whole baseline, each answer made ready once a run and asked by key.
//
// Whoever adds one: built when it is first asked for, since most runs need few of them, and
// never by walking over the inventory for each sandbox.
// Neighbours: one-fork.ts and its steps, which ask.

import type { Inventory } from '../../model/inventory';
import type { Manifest } from '../../model/manifest';
import { Dependents } from '../content/dependents';
import { type SelectorIndex, selectorIndexOf } from '../selectors/selector-index';
import { AccountGrants } from '../service-account/account-grants';
import { canariesByTarget } from '../workload/canaries';

export class ForkIndexes {
  #selectors: SelectorIndex | undefined;
  #canaries: ReadonlyMap<string, Manifest> | undefined;
  #accountGrants: AccountGrants | undefined;
  #dependents: Dependents | undefined;

  constructor(readonly inventory: Inventory) {}

  /** Selectors over pods and Services, and workloads, by label. */
  get selectors(): SelectorIndex {
    this.#selectors ??= selectorIndexOf(this.inventory);
    return this.#selectors;
  }

  /** Flagger's Canaries, by the id of the workload that each is about. */
  get canaries(): ReadonlyMap<string, Manifest> {
    this.#canaries ??= canariesByTarget(this.inventory);
    return this.#canaries;
  }

  /** What is granted to ServiceAccounts by name. */
  get accountGrants(): AccountGrants {
    this.#accountGrants ??= new AccountGrants(this.inventory);
    return this.#accountGrants;
  }

  /** Scalers, webhooks and jobs, by what they work on. */
  get dependents(): Dependents {
    this.#dependents ??= new Dependents(this.inventory);
    return this.#dependents;
  }
}
