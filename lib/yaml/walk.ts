// Finding one's way through the parser's events without building values.
//
// Neighbours: position.ts (where a field stands), read.ts (where a key stands twice).

import { type DocumentEvent, type Event, eventId, keyOfEvent, offsetOf } from './event';
import { ScalarRefused } from './scalar';

/** The events of one text, as a walk needs them. */
export interface Stream {
  readonly source: string;
  readonly events: readonly Event[];
  readonly directives: DocumentEvent['directives'];
}

/** One pair of a mapping: the events where its key and its value start. */
export interface Pair {
  /** Undefined for a merge key. */
  readonly key: string | undefined;
  readonly keyIndex: number;
  readonly valueIndex: number;
}

/** The index of the event after the node that starts at an index. */
export function after(events: readonly Event[], index: number): number {
  let depth = 0;
  let here = index;
  for (; here < events.length; here++) {
    const type = events[here]?.type;
    if (type === eventId.POP) depth--;
    else if (type !== eventId.SCALAR && type !== eventId.ALIAS) depth++;
    if (depth <= 0) break;
  }
  return here + 1;
}

/** The indexes where the entries of the list at an index start. */
export function* entries(stream: Stream, index: number): Generator<number> {
  let here = index + 1;
  while (here < stream.events.length && stream.events[here]?.type !== eventId.POP) {
    yield here;
    here = after(stream.events, here);
  }
}

/** The pairs of the mapping at an index. */
export function* pairs(stream: Stream, index: number): Generator<Pair> {
  let keyIndex: number | undefined;
  for (const here of entries(stream, index)) {
    if (keyIndex === undefined) {
      keyIndex = here;
      continue;
    }
    const event = stream.events[keyIndex];
    if (event !== undefined) {
      yield { key: keyText(stream, keyIndex, event), keyIndex, valueIndex: here };
    }
    keyIndex = undefined;
  }
}

function keyText(stream: Stream, index: number, event: Event): string | undefined {
  const target = event.type === eventId.ALIAS ? stream.events[anchored(stream, index)] : event;
  if (target?.type !== eventId.SCALAR) return '';
  try {
    return keyOfEvent(stream.source, target, stream.directives);
  } catch (error) {
    if (error instanceof ScalarRefused) return '';
    throw error;
  }
}

/** The index of the node that the alias at an index stands for; other nodes stand for themselves. */
export function anchored(stream: Stream, index: number): number {
  const alias = stream.events[index];
  if (alias?.type !== eventId.ALIAS) return index;
  const name = stream.source.slice(alias.anchorStart, alias.anchorEnd);
  for (let here = index - 1; here >= 0; here--) {
    const event = stream.events[here];
    if (event === undefined || event.type === eventId.DOCUMENT) return index;
    if (event.type === eventId.ALIAS || event.type === eventId.POP || event.anchorStart < 0) {
      continue;
    }
    if (stream.source.slice(event.anchorStart, event.anchorEnd) === name) return here;
  }
  return index;
}

/** The offsets of the keys of one name in the mapping that opens at an event. */
export function offsetsOfKey(stream: Stream, index: number, key: string): readonly number[] {
  const offsets: number[] = [];
  for (const pair of pairs(stream, index)) {
    const event = stream.events[pair.keyIndex];
    if (pair.key === key && event !== undefined) offsets.push(offsetOf(event));
  }
  return offsets;
}
