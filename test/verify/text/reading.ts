// Runs a reader over one text.

import type { Reader } from '../../../lib/verify/text/automaton';

export function accepts(reader: Reader, text: string): boolean {
  const read = [...text];
  const characters = [...new Set(read)].map((one) => ({
    text: one,
    codePoint: one.codePointAt(0) ?? 0,
    isPlain: true,
  }));
  const automaton = reader.over(characters);
  const end = read.reduce(
    (state, one) =>
      automaton.after(
        state,
        characters.findIndex(({ text: own }) => own === one),
      ),
    automaton.start,
  );
  return automaton.accepts(end);
}
