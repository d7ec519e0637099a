// The header modifiers: what they set, add and remove, on header lines and one after the other.
//
// The law is `HTTPHeaderFilter`: `set` replaces all lines of a name, `add` appends to the value
// that is there, after a comma, and `remove` drops all lines; names are compared without regard
// to case. A filter may do one thing to a name: where it does more, `set` counts before `add`
// before `remove`, and the first of equal entries. Neighbours: filters.ts,
// ../../model/decision.ts#ResponseChange.

import type { ResponseChange } from '../../model/decision';
import type { Json, JsonObject } from '../../model/manifest';
import { at, listOf, textOf } from '../../model/manifest';
import type { HeaderLine } from '../../model/request';

/** Removes, then sets, then adds. No name is both removed and set or added. */
export type HeaderChange = ResponseChange;

export const noChange: HeaderChange = { set: [], add: [], remove: [] };

export function isNoChange({ set, add, remove }: HeaderChange): boolean {
  return set.length === 0 && add.length === 0 && remove.length === 0;
}

function keyOf([name]: HeaderLine): string {
  return name.toLowerCase();
}

/** Reads a header modifier; entries that are no header are passed over. */
export function readHeaderChange(filter: JsonObject): HeaderChange {
  const taken = new Set<string>();
  const isFirst = (name: string) => {
    const isNew = !taken.has(name.toLowerCase());
    taken.add(name.toLowerCase());
    return isNew;
  };
  const lines = (field: string) =>
    listOf(at(filter, [field]))
      .flatMap(lineOf)
      .filter(([name]) => isFirst(name));
  const set = lines('set');
  const add = lines('add');
  const names = listOf(at(filter, ['remove'])).flatMap((name) => textOf(name) ?? []);
  return { set, add, remove: names.filter(isFirst) };
}

function lineOf(entry: Json): HeaderLine[] {
  const name = textOf(at(entry, ['name'])) ?? '';
  const value = textOf(at(entry, ['value']));
  return name === '' || value === undefined ? [] : [[name, value]];
}

/**
 * Header lines after a change.
 *
 * Lines that stay keep their place and the case of their name; `set` leaves the first line of
 * its name, `add` writes to the last.
 */
export function changeHeaders(
  lines: readonly HeaderLine[],
  change: HeaderChange,
): readonly HeaderLine[] {
  const dropped = new Set(change.remove.map((name) => name.toLowerCase()));
  const values = new Map(change.set.map((line) => [keyOf(line), line[1]]));
  const met = new Set<string>();
  const changed: HeaderLine[] = [];
  for (const line of lines) {
    const key = keyOf(line);
    const value = values.get(key) ?? line[1];
    if (dropped.has(key) || (values.has(key) && met.has(key))) continue;
    met.add(key);
    changed.push(value === line[1] ? line : [line[0], value]);
  }
  for (const line of change.set) if (!met.has(keyOf(line))) changed.push(line);
  append(changed, change.add);
  return changed;
}

function append(lines: HeaderLine[], added: readonly HeaderLine[]): void {
  if (added.length === 0) return;
  const last = new Map(lines.map((line, index) => [keyOf(line), index]));
  for (const line of added) {
    const index = last.get(keyOf(line));
    const known = index === undefined ? undefined : lines[index];
    if (index === undefined || known === undefined) {
      last.set(keyOf(line), lines.push(line) - 1);
    } else {
      lines[index] = [known[0], known[1] === '' ? line[1] : `${known[1]},${line[1]}`];
    }
  }
}

/** One change that does what two do one after the other: a rule's, then a backend's. */
export function followedBy(first: HeaderChange, second: HeaderChange): HeaderChange {
  const settled = new Set([
    ...second.set.map(keyOf),
    ...second.remove.map((name) => name.toLowerCase()),
  ]);
  const isOpen = (line: HeaderLine) => !settled.has(keyOf(line));
  const gone = new Set(first.remove.map((name) => name.toLowerCase()));
  const set = [...first.set.filter(isOpen), ...second.set];
  const add = first.add.filter(isOpen);
  for (const line of second.add) {
    // What is added to a name that was removed is all that there will be.
    if (isOpen(line) && gone.delete(keyOf(line))) set.push(line);
    else add.push(line);
  }
  const remove = first.remove.filter((name) => {
    const key = name.toLowerCase();
    return gone.has(key) && !settled.has(key);
  });
  return { set, add, remove: [...remove, ...second.remove] };
}
