// Where a field stands in a text: for messages, so nothing is looked up before one is printed.
//
// Only the document in question is parsed, by the parser that read.ts uses, so that
// whatever was read can be found again. Neighbours: chunk.ts (which document is which),
// walk.ts.

import type { FieldPath } from '../model/manifest';
import type { FileOrigin, Position } from '../model/origin';
import { type Chunk, chunksOf } from './chunk';
import { type Event, eventId, eventsOf, offsetOf, Refusal } from './event';
import { after, anchored, entries, pairs, type Stream } from './walk';

/** Where the fields of one text are; a document is parsed once while it is asked about. */
export class Positions {
  readonly #text: string;
  readonly #lines: Lines;
  #chunks: readonly Chunk[] | undefined;
  #last: { readonly chunk: Chunk; readonly events: readonly Event[] } | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new Lines(text);
  }

  /**
   * The line and column, from 1, of a field of an object; of its nearest ancestor that exists
   * where the path leads nowhere. Undefined where the text holds no such document.
   */
  of(origin: FileOrigin, path: FieldPath): Position | undefined {
    this.#chunks ??= chunksOf(this.#text);
    // Chunks are numbered as documents are; where the whole text is one chunk, it is the last.
    const chunk = this.#chunks[Math.min(origin.document, this.#chunks.length - 1)];
    if (chunk === undefined) return undefined;
    if (this.#last?.chunk !== chunk) this.#last = { chunk, events: readable(chunk.text) };
    const { events } = this.#last;
    const found = nthDocument(events, origin.document - chunk.document);
    if (found === undefined) return undefined;
    const stream = { source: chunk.text, events, directives: found.directives };
    const start = found.index + 1;
    const item = origin.item === undefined ? [] : ['items', origin.item];
    const offset = offsetAt(stream, start, [...item, ...path]);
    return offset < 0 ? undefined : this.#lines.positionAt(chunk.offset + offset);
  }
}

function readable(text: string): readonly Event[] {
  try {
    return eventsOf(text);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function nthDocument(events: readonly Event[], count: number) {
  let index = 0;
  for (let left = count; index < events.length; left--) {
    const event = events[index];
    if (event?.type === eventId.DOCUMENT && left === 0) {
      return { index, directives: event.directives };
    }
    index = after(events, index);
  }
  return undefined;
}

function offsetAt(stream: Stream, start: number, path: FieldPath): number {
  let offset = placeOf(stream, start);
  let here = start;
  for (const step of path) {
    const next = stepInto(stream, anchored(stream, here), step);
    if (next === undefined) break;
    const place = placeOf(stream, next.place);
    if (place >= 0) offset = place;
    here = next.value;
  }
  return offset;
}

function placeOf(stream: Stream, index: number): number {
  const event = stream.events[index];
  return event === undefined ? -1 : offsetOf(event);
}

/** Where a message points for a step (a mapping's key, a list's entry), and where the value is. */
interface Step {
  readonly place: number;
  readonly value: number;
}

function stepInto(stream: Stream, index: number, step: string | number): Step | undefined {
  const type = stream.events[index]?.type;
  if (type === eventId.SEQUENCE) {
    let position = 0;
    for (const entry of entries(stream, index)) {
      if (position++ === step) return { place: entry, value: entry };
    }
  }
  return type === eventId.MAPPING ? keyStep(stream, index, String(step), new Set()) : undefined;
}

function keyStep(
  stream: Stream,
  index: number,
  key: string,
  seen: ReadonlySet<number>,
): Step | undefined {
  if (seen.has(index)) return undefined;
  let found: Step | undefined;
  for (const pair of pairs(stream, index)) {
    if (pair.key === key) found = { place: pair.keyIndex, value: pair.valueIndex };
    else if (pair.key === undefined) {
      found = inherited(stream, pair.valueIndex, key, new Set(seen).add(index)) ?? found;
    }
  }
  return found;
}

/** A key that comes in through a merge key: the last to be written holds, as in construct.ts. */
function inherited(
  stream: Stream,
  valueIndex: number,
  key: string,
  seen: ReadonlySet<number>,
): Step | undefined {
  const source = anchored(stream, valueIndex);
  const type = stream.events[source]?.type;
  if (type === eventId.MAPPING) return keyStep(stream, source, key, seen);
  if (type !== eventId.SEQUENCE) return undefined;
  for (const entry of entries(stream, source)) {
    const step = keyStep(stream, anchored(stream, entry), key, seen);
    if (step !== undefined) return step;
  }
  return undefined;
}

/** The lines of a text. Offsets that are asked for in order cost one walk together. */
export class Lines {
  readonly #first: number;
  #line = 1;
  #start: number;
  /** How far the text was walked. */
  #at: number;

  constructor(readonly text: string) {
    this.#first = text.startsWith('\uFEFF') ? 1 : 0;
    this.#start = this.#first;
    this.#at = this.#first;
  }

  /** The line and column, from 1, of an offset. */
  positionAt(offset: number): Position {
    if (offset < this.#at) {
      this.#line = 1;
      this.#start = this.#first;
      this.#at = this.#first;
    }
    const { text } = this;
    for (; this.#at < offset && this.#at < text.length; this.#at++) {
      const char = text.charCodeAt(this.#at);
      if (char === 10 || (char === 13 && text.charCodeAt(this.#at + 1) !== 10)) {
        this.#line++;
        this.#start = this.#at + 1;
      }
    }
    return { line: this.#line, column: offset - this.#start + 1 };
  }
}
