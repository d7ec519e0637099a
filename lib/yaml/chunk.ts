// A YAML stream cut at its `---` lines, so that each document is parsed alone: one broken
// document does not hide the others, and looking up a position costs one document.
//
// Neighbours: read.ts and position.ts, which must agree on which document is which.

export interface Chunk {
  readonly text: string;
  /** Where the chunk starts in the whole text. */
  readonly offset: number;
  /** The number of the chunk's first document, from 0. */
  readonly document: number;
}

/** What makes a document boundary other than a `---` line: directives, `...`, lone CR, inner BOM. */
const irregular = /(?:^\uFEFF?|[\r\n])(?:%|\.\.\.(?:[ \t\r\n]|$))|\r(?!\n)|(?!^)\uFEFF/;

/**
 * The chunks of a text, in order. Each holds one document at most, except where the stream
 * uses boundaries other than `---`: then the whole text is one chunk.
 */
export function chunksOf(text: string): readonly Chunk[] {
  if (irregular.test(text)) return [{ text, offset: 0, document: 0 }];
  const chunks: Chunk[] = [];
  let document = 0;
  const add = (start: number, end: number): void => {
    chunks.push({ text: text.slice(start, end), offset: start, document: document++ });
  };
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let next = isMarker(text, start) ? start : nextMarker(text, start);
  // What stands before the first `---` is a document only if it says something.
  if (!isBlank(text, start, next)) add(start, next);
  while (next < text.length) {
    start = next;
    next = nextMarker(text, start);
    add(start, next);
  }
  return chunks;
}

function nextMarker(text: string, from: number): number {
  let at = text.indexOf('\n---', from);
  while (at >= 0 && !isMarker(text, at + 1)) at = text.indexOf('\n---', at + 4);
  return at < 0 ? text.length : at + 1;
}

function isMarker(text: string, at: number): boolean {
  if (!text.startsWith('---', at)) return false;
  const after = text[at + 3];
  return after === undefined || ' \t\r\n'.includes(after);
}

function isBlank(text: string, start: number, end: number): boolean {
  const blankLine = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
  blankLine.lastIndex = start;
  while (blankLine.lastIndex < end) if (!blankLine.test(text)) return false;
  return true;
}
