// Patterns in which `*` stands for any run of characters but `/`.
//
// No regular expression: one with many stars takes time without end.

/** Whether a pattern covers the whole of a text. */
export function globMatches(pattern: string, text: string): boolean {
  const globs = pattern.split('/');
  const words = text.split('/');
  return globs.length === words.length && globs.every((glob, at) => covers(glob, words[at] ?? ''));
}

/** Whether a pattern names an object, `namespace/name`; without a `/` it names any namespace. */
export function globCovers(pattern: string, place: string): boolean {
  return globMatches(pattern.includes('/') ? pattern : `*/${pattern}`, place);
}

/** The first part begins the word, the last ends it, each between stands as early as it can. */
function covers(glob: string, word: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return word === first;
  if (!word.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = word.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return word.length - last.length >= from && word.endsWith(last);
}
