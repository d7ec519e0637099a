// Texts of others as a terminal may be given them: names and values come from manifests and
// requests that anybody may have written.
//
// A line break would forge a line of ours, an escape would recolour or retitle the terminal.
// Neighbours: finding-text.ts, outcome-text.ts, trace-text.ts. JSON escapes on its own.

/** Control characters but the tab, line breaks of Unicode, and marks that turn the direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hidden = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The text with `\u001b` in place of what cannot be seen or turns round what is read. */
export function visible(text: string): string {
  return text.replace(
    hidden,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
