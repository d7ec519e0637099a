// The parser's events, and what of a scalar can be told from one: its tag, its key, its place.
//
// js-yaml parses into a flat list of events with offsets; construct.ts builds values from
// it, walk.ts and position.ts find fields in it. No other file imports the parser.

import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml';
import { keyOf, mergeTag, resolvePlain, resolveTagged, type Scalar } from './scalar';

export type { Event };
export type ScalarEvent = Extract<Event, { valueStart: number }>;
export type DocumentEvent = Extract<Event, { directives: unknown }>;
export const eventId = EVENT_ID;

/** Objects nested deeper than any API server takes would overflow the stack of whatever walks them. */
export const maxDepth = 1000;

/** Why a text cannot be read, and where. */
export class Refusal extends Error {
  constructor(
    readonly code: 'yaml-invalid' | 'yaml-too-large',
    readonly reason: string,
    readonly offset: number,
  ) {
    super(reason);
  }
}

/** The events of a text; throws a Refusal. */
export function eventsOf(text: string): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(0);
    if (!(error instanceof YAMLException)) throw error;
    const offset = error.mark?.position ?? 0;
    if (error.reason.includes('maxDepth')) throw tooDeep(offset);
    throw new Refusal('yaml-invalid', error.reason, offset);
  }
}

export function tooDeep(offset: number): Refusal {
  return new Refusal('yaml-too-large', `it nests deeper than ${maxDepth} levels`, offset);
}

/** A scalar's value; throws ScalarRefused. */
export function scalarOf(
  source: string,
  event: ScalarEvent,
  directives: DocumentEvent['directives'],
): Scalar {
  const text = getScalarValue(source, event);
  if (event.tagStart >= 0) {
    return resolveTagged(tagOf(source, event, directives), text);
  }
  return event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text;
}

/** A scalar as a key, or undefined for a merge key; throws ScalarRefused. */
export function keyOfEvent(
  source: string,
  event: ScalarEvent,
  directives: DocumentEvent['directives'],
): string | undefined {
  const text = getScalarValue(source, event);
  if (event.tagStart >= 0) {
    const tag = tagOf(source, event, directives);
    if (text === '<<' && tag === mergeTag) return undefined;
    return keyOf(resolveTagged(tag, text), text);
  }
  if (event.style !== SCALAR_STYLE.PLAIN) return text;
  return text === '<<' ? undefined : keyOf(resolvePlain(text), text);
}

function tagOf(
  source: string,
  event: ScalarEvent,
  directives: DocumentEvent['directives'],
): string {
  const raw = source.slice(event.tagStart, event.tagEnd);
  if (raw.startsWith('!<')) return raw.slice(2, -1);
  const handle = raw.slice(0, raw.indexOf('!', 1) + 1) || '!';
  for (const directive of directives) {
    if (directive.kind === 'tag' && directive.handle === handle) {
      return directive.prefix + raw.slice(handle.length);
    }
  }
  return handle === '!!' ? `tag:yaml.org,2002:${raw.slice(2)}` : raw;
}

/** Where a node starts in the source, its quote, tag and anchor included. */
export function offsetOf(event: Event): number {
  const starts: number[] = [];
  if ('anchorStart' in event && event.anchorStart >= 0) starts.push(event.anchorStart - 1);
  if ('tagStart' in event && event.tagStart >= 0) starts.push(event.tagStart);
  if ('start' in event) starts.push(event.start);
  if ('valueStart' in event && event.valueStart >= 0) {
    const isQuoted =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    starts.push(isQuoted ? event.valueStart - 1 : event.valueStart);
  }
  return starts.length === 0 ? -1 : Math.min(...starts);
}
