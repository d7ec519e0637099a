// What follows from an object alone, worked out when it is first asked for and kept as long as the
// object is.
//
// INVARIANT: a memo of a pure function, nothing else: nobody can tell who asked first. Objects that
// are asked about never change.

/** The function, with its answer kept for each object that it was asked about. */
export function remembered<K extends object, V>(answer: (about: K) => V): (about: K) => V {
  const answers = new WeakMap<K, { readonly answer: V }>();
  return (about) => {
    const known = answers.get(about);
    if (known !== undefined) return known.answer;
    const fresh = answer(about);
    answers.set(about, { answer: fresh });
    return fresh;
  };
}
