// Sets of members that grow together wherever two of them share a key.
//
// Neighbour: components.ts (which keys those are).

import { collect } from '../../model/groups';

export class Sets<T extends object> {
  readonly #above = new Map<T | string, T | string>();

  join(member: T, keys: Iterable<string>): void {
    for (const key of keys) {
      const [left, right] = [this.#top(member), this.#top(key)];
      if (left !== right) this.#above.set(left, right);
    }
  }

  /** The sets of some members, in their order. */
  among(members: readonly T[]): readonly (readonly T[])[] {
    const groups = new Map<T | string, T[]>();
    for (const one of members) collect(groups, this.#top(one), one);
    return [...groups.values()];
  }

  #top(member: T | string): T | string {
    const path: (T | string)[] = [];
    let top = member;
    for (let next = this.#above.get(top); next !== undefined; next = this.#above.get(top)) {
      path.push(top);
      top = next;
    }
    for (const passed of path) this.#above.set(passed, top);
    return top;
  }
}
