// The Kubernetes objects that a text quotes, with the indentation that it lost.
//
// An object starts at `kind:` (before it `apiVersion:`, where it has one) and ends at the first
// line that no field of its kind can be. Each line goes to the innermost place that takes it.
// `...` in a text stands for what its reader knows: the caller says what. Neighbour: grammar.ts.

import { grammarOf, type Place } from './grammar';

export interface Quoted {
  readonly kind: string;
  /** As the text has it; '' where it has none. */
  readonly apiVersion: string;
  /** The object as YAML. */
  readonly yaml: string;
  /** From 1. */
  readonly line: number;
}

/** Where the next line may go: a mapping or a list that is still open. */
interface Open {
  readonly place: Place;
  readonly depth: number;
  readonly isList: boolean;
  /** Fields that are there already. */
  readonly seen: Set<string>;
}

const kinds =
  /^(?:GatewayClass|Gateway|ListenerSet|(?:HTTP|GRPC|TLS|TCP|UDP)Route|ReferenceGrant|BackendTLSPolicy)$/;

class Writer {
  readonly lines: string[] = [];
  private open: Open[];

  constructor(root: Place) {
    this.open = [{ place: root, depth: 0, isList: false, seen: new Set() }];
  }

  /** Writes one line; whether the object has a place for it. */
  take(line: string): boolean {
    if (line.startsWith('- ')) return this.item(line.slice(2));
    return this.field(line, '');
  }

  private item(rest: string): boolean {
    const name = fieldOf(rest);
    const list = this.innermost(
      ({ place, isList }) =>
        isList && (name === undefined ? isText(place.items) : takes(place.items, name, rest)),
    );
    if (list === undefined) return false;
    if (name === undefined) {
      this.lines.push(`${' '.repeat(list.depth)}- ${rest}`);
      return true;
    }
    const depth = list.depth + 2;
    this.open.push({ place: list.place.items ?? {}, depth, isList: false, seen: new Set() });
    return this.field(rest, '- ');
  }

  private field(line: string, dash: string): boolean {
    const name = fieldOf(line);
    if (name === undefined) return false;
    const here = this.innermost(
      ({ place, isList, seen }) => !isList && !seen.has(name) && takes(place, name, line),
    );
    if (here === undefined) return false;
    here.seen.add(name);
    this.lines.push(`${' '.repeat(here.depth - dash.length)}${dash}${line}`);
    const inner = here.place.fields?.get(name);
    const isOpen = /:\s*(?:#.*)?$/.test(line);
    if (inner !== undefined && isOpen) {
      const isList = inner.items !== undefined;
      this.open.push({ place: inner, depth: here.depth + 2, isList, seen: new Set() });
    }
    return true;
  }

  /** Closes what is open up to the innermost place that fits. */
  private innermost(fits: (open: Open) => boolean): Open | undefined {
    const index = this.open.findLastIndex(fits);
    if (index < 0) return undefined;
    this.open = this.open.slice(0, index + 1);
    return this.open[index];
  }
}

const fieldOf = (line: string) => /^([A-Za-z0-9_./-]+):(?:\s|$)/.exec(line)?.[1];

function isText(place: Place | undefined): boolean {
  return place?.fields === undefined && place?.items === undefined && place?.isFree !== true;
}

/** Free names hold texts alone: a name without a value is a field further out. */
function takes(place: Place | undefined, name: string, line: string): boolean {
  if (place?.isFree === true) return !/:\s*$/.test(line);
  return place?.fields?.has(name) ?? false;
}

/** All objects of the Gateway API in a text; `left` are the lines that stand for each `...`. */
export function quotedIn(
  seed: string,
  left: readonly (readonly string[])[] = [],
): readonly Quoted[] {
  const lines = seed.split('\n').map((line) => line.trim());
  const found: Quoted[] = [];
  const fillings = [...left];
  for (let start = 0; start < lines.length; start += 1) {
    const kind = /^kind: (\w+)$/.exec(lines[start] ?? '')?.[1] ?? '';
    if (!kinds.test(kind) || lines[start + 1] !== 'metadata:') continue;
    const apiVersion = /^apiVersion: (\S+)$/.exec(lines[start - 1] ?? '')?.[1] ?? '';
    const writer = new Writer(grammarOf(kind));
    let end = start;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      const own = line === '...' ? fillings.shift() : [line];
      if (own === undefined) throw new Error(`nothing is known of ... in line ${end + 1}`);
      const isPassed = line === '' || line.startsWith('#');
      if (!isPassed && !own.every((one) => writer.take(one))) break;
    }
    found.push({ kind, apiVersion, yaml: writer.lines.join('\n'), line: start + 1 });
    start = end - 1;
  }
  return found;
}

/** Objects that are none of the Gateway API's: `apiVersion kind name`. */
export function othersIn(seed: string): readonly string[] {
  const heads = seed.matchAll(/apiVersion:\s+(\S+)\s+kind:\s+(\w+)\s+metadata:\s+name:\s+(\S+)/g);
  return [...heads]
    .filter(([, , kind = '']) => !kinds.test(kind))
    .map(([, version, kind, name]) => `${version} ${kind} ${name}`);
}
