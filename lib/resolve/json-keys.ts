// Keys that stand twice in one object of a JSON text, which JSON.parse passes over in silence.
//
// Neighbours: request-reader.ts (requests), ../yaml/construct.ts (the same for manifests).

/** The first key that is repeated; undefined where none is. @param text valid JSON */
export function repeatedKey(text: string): string | undefined {
  /** The keys of each open object; undefined for an open list. */
  const open: (Set<string> | undefined)[] = [];
  let isKeyNext = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '{':
        open.push(new Set());
        isKeyNext = true;
        break;
      case '[':
        open.push(undefined);
        isKeyNext = false;
        break;
      case '}':
      case ']':
        open.pop();
        isKeyNext = false;
        break;
      case ',':
        isKeyNext = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(text, at);
        const keys = isKeyNext ? open.at(-1) : undefined;
        const key = keys === undefined ? '' : (JSON.parse(text.slice(at, end)) as string);
        if (keys?.has(key)) return key;
        keys?.add(key);
        isKeyNext = false;
        at = end - 1;
      }
    }
  }
  return undefined;
}

/** Behind the closing quote of the string that opens at a place. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}
