// Which of the known words somebody meant, and how far two spellings are apart.

/** The known word nearest to a misspelt one; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of [...known].sort()) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= Math.max(1, Math.floor(candidate.length / 3))) {
      if (best === undefined || distance < best.distance) best = { word: candidate, distance };
    }
  }
  return best?.word;
}

/** No name in a cluster is longer, and the work grows with the square of the length. */
const longestWord = 253;

/** Edits from one to the other, two neighbours swapped being one; infinite for no words at all. */
export function editDistance(left: string, right: string): number {
  if (Math.max(left.length, right.length) > longestWord) return Number.POSITIVE_INFINITY;
  let older: readonly number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const change = Number(left[row - 1] !== right[column - 1]);
      const isSwap =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + change,
          isSwap ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    older = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
