// A rule with the names of those functions changed that the engine knows and means otherwise than
// the API server: it gets functions of ours under other names.
//
// Texts, bytes and comments stay as they are. Neighbours: environment.ts, text-functions.ts and
// macros.ts (what the new names mean).

/** Calls on a value: `x.matches(…)`. */
const methods: ReadonlyMap<string, string> = new Map([
  ['matches', 'matchesRe2'],
  ['indexOf', 'placeOf'],
  ['lastIndexOf', 'lastPlaceOf'],
  ['substring', 'partOf'],
  ['split', 'splitAt'],
  ['lowerAscii', 'asciiLower'],
  ['upperAscii', 'asciiUpper'],
  ['join', 'joined'],
]);

/** Calls of their own: `has(…)`. */
const functions: ReadonlyMap<string, string> = new Map([
  ['has', 'isPresent'],
  ['matches', 'matchesRe2'],
]);

/** A text (raw, of bytes, of three quotes), a comment, a name, or any one sign. */
const token =
  /(?:[rR][bB]?|[bB][rR]?)?(?:""".*?"""|'''.*?''')|[rR][bB]?(?:"[^"]*"|'[^']*')|[bB][rR](?:"[^"]*"|'[^']*')|[bB]?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\/\/[^\n]*|[A-Za-z_]\w*|\s+|./gs;

const name = /^[A-Za-z_]\w*$/;

export function respelt(rule: string): string {
  const tokens = rule.match(token) ?? [];
  let before = '';
  return tokens
    .map((one, index) => {
      const isMethod = before === '.';
      if (!/^\s|^\/\//.test(one)) before = one;
      if (!name.test(one) || !isCall(tokens, index)) return one;
      return (isMethod ? methods : functions).get(one) ?? one;
    })
    .join('');
}

function isCall(tokens: readonly string[], index: number): boolean {
  let next = index + 1;
  while (/^\s|^\/\//.test(tokens[next] ?? '')) next += 1;
  return tokens[next] === '(';
}
