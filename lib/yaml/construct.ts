// Values from the parser's events, as Kubernetes' decoder builds them.
//
// Where YAML and the cluster differ, the cluster holds: a merge key overwrites what stands
// before it, tags on collections mean nothing, aliases are refused by the cluster's own
// ratio. Nothing here recurses, and aliases are counted before anything walks them.
// INVARIANT: every key is an own property, `__proto__` too.

import type { Json } from '../model/manifest';
import { type AliasBudget, type Anchor, NodeCount } from './alias';
import {
  type DocumentEvent,
  type Event,
  eventId,
  keyOfEvent,
  maxDepth,
  offsetOf,
  Refusal,
  type ScalarEvent,
  scalarOf,
  tooDeep,
} from './event';
import { type Mapping, mergeInto, set } from './mapping';
import { excerptOf, ScalarRefused } from './scalar';

/** A key that a mapping holds more than once. */
export interface Duplicate {
  readonly key: string;
  /** The event that opens the mapping. */
  readonly mapping: number;
  /** Which document of the events. */
  readonly document: number;
}

export interface Construction {
  /** One value for each document of the events; null for an empty one. */
  readonly documents: readonly Json[];
  readonly duplicates: readonly Duplicate[];
}

/** More duplicates than a person would read; each is looked up by a walk. */
const mostDuplicates = 20;

interface Frame {
  readonly list: Json[] | undefined;
  readonly mapping: Mapping | undefined;
  readonly anchor: Anchor | undefined;
  readonly start: number;
  /** The event that opened it. */
  readonly index: number;
  readonly startNodes: number;
  readonly startCharacters: number;
  /** The key that waits for its value; `isMerge` instead for `<<`. */
  key: string | undefined;
  keyOffset: number;
  isMerge: boolean;
  merged: Set<string> | undefined;
  /** Levels below this one. */
  height: number;
}

/** Builds the values of a text; throws a Refusal. */
export function construct(
  source: string,
  events: readonly Event[],
  budget: AliasBudget,
): Construction {
  const builder = new Builder(source, budget);
  for (const event of events) builder.take(event);
  return { documents: builder.documents, duplicates: builder.duplicates };
}

class Builder {
  readonly documents: Json[] = [];
  readonly duplicates: Duplicate[] = [];
  readonly #source: string;
  readonly #budget: AliasBudget;
  #frames: Frame[] = [];
  #top: Frame | undefined;
  #anchors = new Map<string, Anchor>();
  #directives: DocumentEvent['directives'] = [];
  #root: Json = null;
  #count: NodeCount;
  /** The event at hand, and where the last scalar ended. */
  #index = -1;
  #end = 0;

  constructor(source: string, budget: AliasBudget) {
    this.#source = source;
    this.#budget = budget;
    this.#count = new NodeCount(budget);
  }

  take(event: Event): void {
    this.#index++;
    switch (event.type) {
      case eventId.SCALAR:
        this.#scalar(event);
        return;
      case eventId.MAPPING:
        this.#open(event, undefined, {});
        return;
      case eventId.SEQUENCE:
        this.#open(event, [], undefined);
        return;
      case eventId.POP:
        this.#close();
        return;
      case eventId.ALIAS:
        this.#alias(event);
        return;
      case eventId.DOCUMENT:
        this.#directives = event.directives;
        this.#anchors = new Map();
        this.#count = new NodeCount(this.#budget);
        this.#root = null;
        return;
    }
  }

  #scalar(event: ScalarEvent): void {
    this.#count.nodes++;
    this.#end = Math.max(this.#end, event.valueEnd);
    const top = this.#top;
    const isKey = awaitsKey(top);
    try {
      if (event.anchorStart >= 0) this.#anchorScalar(event);
      if (isKey && top !== undefined) {
        const key = keyOfEvent(this.#source, event, this.#directives);
        top.key = key;
        top.isMerge = key === undefined;
        top.keyOffset = event.valueStart;
        return;
      }
      const value = scalarOf(this.#source, event, this.#directives);
      if (typeof value === 'number' && !Number.isFinite(value)) {
        throw new ScalarRefused(`${value} is not a number that Kubernetes takes`);
      }
      this.#add(value, event.valueStart);
    } catch (error) {
      if (!(error instanceof ScalarRefused)) throw error;
      const offset = offsetOf(event);
      throw this.#refusal(error.message, offset < 0 ? (top?.keyOffset ?? 0) : offset);
    }
  }

  #anchorScalar(event: ScalarEvent): void {
    const value = scalarOf(this.#source, event, this.#directives);
    const characters = event.valueEnd - event.valueStart;
    let key: string | undefined;
    try {
      key = keyOfEvent(this.#source, event, this.#directives);
    } catch (error) {
      // Only an alias that stands as a key would need it.
      if (!(error instanceof ScalarRefused)) throw error;
    }
    const name = this.#source.slice(event.anchorStart, event.anchorEnd);
    const anchor = { value, key, nodes: 1, characters, height: 0, isComplete: true };
    this.#anchors.set(name, anchor);
  }

  #open(
    event: Extract<Event, { start: number }>,
    list: Json[] | undefined,
    mapping: Mapping | undefined,
  ): void {
    if (awaitsKey(this.#top)) {
      throw this.#refusal('a key is a list or a mapping, and must be a string', offsetOf(event));
    }
    let anchor: Anchor | undefined;
    if (event.anchorStart >= 0) {
      const value = list ?? mapping ?? null;
      anchor = { value, key: undefined, nodes: 0, characters: 0, height: 0, isComplete: false };
      this.#anchors.set(this.#source.slice(event.anchorStart, event.anchorEnd), anchor);
    }
    this.#top = {
      list,
      mapping,
      anchor,
      start: event.start,
      index: this.#index,
      startNodes: this.#count.nodes++,
      startCharacters: this.#count.characters,
      key: undefined,
      keyOffset: event.start,
      isMerge: false,
      merged: undefined,
      height: 0,
    };
    this.#frames.push(this.#top);
  }

  #close(): void {
    const closed = this.#frames.pop();
    if (closed === undefined) {
      this.documents.push(this.#root);
      this.#top = undefined;
      return;
    }
    this.#top = this.#frames[this.#frames.length - 1];
    const { anchor } = closed;
    if (anchor !== undefined) {
      anchor.isComplete = true;
      anchor.nodes = this.#count.nodes - closed.startNodes;
      anchor.characters =
        this.#count.characters - closed.startCharacters + Math.max(0, this.#end - closed.start);
      anchor.height = closed.height;
    }
    if (this.#top !== undefined) this.#top.height = Math.max(this.#top.height, closed.height + 1);
    this.#add(closed.list ?? closed.mapping ?? null, closed.start);
  }

  #alias(event: Extract<Event, { type: typeof eventId.ALIAS }>): void {
    const offset = event.anchorStart - 1;
    const name = this.#source.slice(event.anchorStart, event.anchorEnd);
    const anchor = this.#anchors.get(name);
    if (anchor === undefined) {
      throw this.#refusal(`the alias \`*${excerptOf(name)}\` has no anchor before it`, offset);
    }
    if (!anchor.isComplete) {
      throw this.#refusal(`the anchor \`&${excerptOf(name)}\` contains itself`, offset);
    }
    if (!this.#count.charge(anchor)) {
      throw new Refusal('yaml-too-large', 'its aliases stand for too much', offset);
    }
    const top = this.#top;
    if (top !== undefined) top.height = Math.max(top.height, anchor.height + 1);
    if (this.#frames.length + anchor.height >= maxDepth) throw tooDeep(offset);
    if (top !== undefined && awaitsKey(top)) {
      if (anchor.key === undefined) {
        throw this.#refusal(`the alias \`*${excerptOf(name)}\` is a key, and no string`, offset);
      }
      top.key = anchor.key;
      top.isMerge = false;
      top.keyOffset = offset;
      return;
    }
    this.#add(anchor.value, offset);
  }

  #add(value: Json, offset: number): void {
    const top = this.#top;
    if (top === undefined) {
      this.#root = value;
      return;
    }
    if (top.list !== undefined) {
      top.list.push(value);
      return;
    }
    const { mapping, key } = top;
    if (mapping === undefined) return;
    top.key = undefined;
    if (top.isMerge) {
      top.isMerge = false;
      this.#merge(top, mapping, value, offset);
      return;
    }
    if (key === undefined) return;
    if (Object.hasOwn(mapping, key) && !top.merged?.delete(key)) this.#duplicate(key, top.index);
    set(mapping, key, value);
  }

  #duplicate(key: string, mapping: number): void {
    const { duplicates } = this;
    const isKnown = duplicates.some((one) => one.key === key && one.mapping === mapping);
    if (isKnown || duplicates.length === mostDuplicates) return;
    duplicates.push({ key, mapping, document: this.documents.length });
  }

  #merge(top: Frame, mapping: Mapping, value: Json, offset: number): void {
    top.merged ??= new Set();
    if (!mergeInto(mapping, value, top.merged)) {
      throw this.#refusal('a merge key takes a mapping or a list of mappings', offset);
    }
  }

  #refusal(reason: string, offset: number): Refusal {
    return new Refusal('yaml-invalid', reason, Math.max(0, offset));
  }
}

function awaitsKey(top: Frame | undefined): boolean {
  return top?.mapping !== undefined && top.key === undefined && !top.isMerge;
}
