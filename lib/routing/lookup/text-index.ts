// Values filed under texts, found by what the texts begin with.
//
// Neighbours: ../../resolve/scope.ts (paths and the literal beginnings of expressions).

import { collect } from '../../model/groups';
import { compareText } from '../../model/text-order';

export class TextIndex<T> {
  readonly #byText = new Map<string, T[]>();
  /** Worked out when it is first asked for after something was added. */
  #order: { readonly texts: readonly string[]; readonly lengths: readonly number[] } | undefined;

  add(text: string, value: T): void {
    if (!this.#byText.has(text)) this.#order = undefined;
    collect(this.#byText, text, value);
  }

  get isEmpty(): boolean {
    return this.#byText.size === 0;
  }

  at(text: string): readonly T[] {
    return this.#byText.get(text) ?? [];
  }

  /** The texts that begin the given one, itself included, the shortest first. */
  beginning(text: string): readonly string[] {
    const found: string[] = [];
    for (const length of this.#sorted().lengths) {
      if (length > text.length) break;
      const start = text.slice(0, length);
      if (this.#byText.has(start)) found.push(start);
    }
    return found;
  }

  /** The texts that the given one begins, itself included, sorted. */
  beginningWith(text: string): readonly string[] {
    const { texts } = this.#sorted();
    let [from, to] = [0, texts.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compareText(texts[middle] ?? '', text) < 0) from = middle + 1;
      else to = middle;
    }
    let end = from;
    while (end < texts.length && texts[end]?.startsWith(text)) end += 1;
    return texts.slice(from, end);
  }

  #sorted() {
    if (this.#order !== undefined) return this.#order;
    const texts = [...this.#byText.keys()].sort(compareText);
    const lengths = [...new Set(texts.map(({ length }) => length))].sort((a, b) => a - b);
    this.#order = { texts, lengths };
    return this.#order;
  }
}
