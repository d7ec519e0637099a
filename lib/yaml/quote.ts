// A string as a YAML scalar that every reader takes for that very string.
//
// Readers differ (YAML 1.1, 1.2, Go's own rules), so a string stays plain only where none
// could take it for anything else; all others are double-quoted, which all read alike, or
// stand as a literal block where that is as safe. Neighbours: write.ts, scalar.ts.

const plain = /^[A-Za-z_/][A-Za-z0-9_./@-]*(?: [A-Za-z0-9_./@-]+)*$/;
const longestWord = 5;
const word = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** What JSON leaves raw and a YAML reader refuses, drops or takes for a line break. */
const unsafe = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;
const hasUnsafe = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;
const loneSurrogate = /[\uD800-\uDFFF]/gu;
const hasSurrogate = /[\uD800-\uDFFF]/;

/** A string on one line: plain where that is safe, else in double quotes. */
export function quote(text: string): string {
  if (plain.test(text) && (text.length > longestWord || !word.test(text))) return text;
  // Half a surrogate pair has no place in UTF-8, so it becomes what any encoder makes of it.
  const whole = hasSurrogate.test(text) ? text.replace(loneSurrogate, '\uFFFD') : text;
  const json = JSON.stringify(whole);
  return hasUnsafe.test(json) ? json.replace(unsafe, escaped) : json;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A control character, a line that ends in blanks, a break other than LF: not for a literal block. */
const unfitForBlock =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  /[\0-\x08\x0B-\x1F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF\uD800-\uDFFF]|[ \t]\n|[ \t]$/;

/**
 * A text of several lines as a literal block, without the break before it; undefined where
 * it has one line, or where readers could disagree about it.
 */
export function literalBlock(text: string, indent: string): string | undefined {
  const lastBreak = text.lastIndexOf('\n');
  if (lastBreak <= 0) return undefined;
  const first = text[0];
  if (first === ' ' || first === '\t' || first === '\n' || unfitForBlock.test(text)) {
    return undefined;
  }
  const endsInBreak = lastBreak === text.length - 1;
  const body = endsInBreak ? text.slice(0, -1) : text;
  if (!body.includes('\n') || body.endsWith('\n')) return undefined;
  return `${endsInBreak ? '|' : '|-'}\n${body.replace(/^(?=.)/gm, indent)}`;
}
