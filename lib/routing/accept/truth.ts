// Three-valued answers: whether something holds under all, none or some of the readings that
// the law allows.
//
// A question that several parts of a match share (how repeated header lines are read) is asked
// once for all of them: parts that hold each under a different reading do not hold together.
// Questions that no two parts share may be answered apart and joined by `both`.
// Neighbours: ../law.ts (the readings), accepts.ts.

/** `maybe`: the readings differ, or an expression cannot be read here. */
export type Truth = 'yes' | 'no' | 'maybe';

export function both(left: Truth, right: Truth): Truth {
  if (left === 'no' || right === 'no') return 'no';
  return left === 'yes' && right === 'yes' ? 'yes' : 'maybe';
}

/** What all readings agree on. The question is a function of its arguments: nothing is closed over. */
export function agreed<R, A, B>(
  readings: readonly R[],
  ask: (reading: R, a: A, b: B) => Truth,
  a: A,
  b: B,
): Truth {
  let truth: Truth | undefined;
  for (const reading of readings) {
    const answer = ask(reading, a, b);
    if (truth !== undefined && truth !== answer) return 'maybe';
    truth = answer;
  }
  return truth ?? 'maybe';
}
