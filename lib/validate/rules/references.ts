// References: a Service is named with its port, and several references to one target say which part
// of it each means.
//
// Neighbours: rules-of.ts.

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import type { Report } from '../fault';
import { valueId } from '../schema/same-value';
import { shown } from '../schema/shown';
import { type Asked, ofList, ofObject } from './ruled';

export const servicePort: Asked = ofObject(['service-port'], (reference, tell) => {
  const { group, kind, port, name } = reference;
  if (port !== undefined || kind !== 'Service' || group !== '') return;
  tell({
    code: 'port-required',
    path: ['port'],
    text: `is not there, and is required for Service ${shown(name ?? null)}`,
    hint: 'add the port of the Service, not that of its containers',
    rule: 'service-port',
  });
});

interface Parts {
  /** What the names of its rules begin with. */
  readonly name: string;
  /** What a reference means as a whole: `parent`. */
  readonly what: string;
  readonly identity: readonly string[];
  /** The fields that tell parts of it apart. */
  readonly parts: readonly string[];
}

export function referenceParts(law: Parts): Asked {
  const { name, parts, identity } = law;
  return ofList([`${name}-ambiguous`, `${name}-repeated`], (references, tell) => {
    if (references.length < 2) return;
    const groups = new Map<string, number[]>();
    for (const [index, reference] of references.entries()) {
      if (!isObject(reference)) continue;
      const id = idOf(reference, identity);
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [index]);
      else group.push(index);
    }
    for (const group of groups.values()) {
      if (group.length < 2) continue;
      const named = group.map((index) => ({ index, reference: references[index] as JsonObject }));
      tellRepeated(law, named, tell);
      for (const part of parts) tellAmbiguous(law, part, named, tell);
    }
  });
}

/** A field that is empty counts as none. */
function isSaid(value: Json | undefined): boolean {
  return value !== undefined && value !== '' && value !== 0;
}

function idOf(reference: JsonObject, fields: readonly string[]): string {
  return valueId(fields.map((field) => (isSaid(reference[field]) ? (reference[field] ?? '') : '')));
}

interface Named {
  readonly index: number;
  readonly reference: JsonObject;
}

function tellRepeated({ name, what, parts }: Parts, group: readonly Named[], tell: Report): void {
  const seen = new Map<string, number>();
  for (const { index, reference } of group) {
    const id = idOf(reference, parts);
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, index);
      continue;
    }
    tell({
      code: 'reference-duplicate',
      path: [index],
      text: `names the same ${what} as entry ${first}`,
      hint: `leave it out, or tell it apart by ${parts.map(shown).join(' or ')}`,
      rule: `${name}-repeated`,
    });
  }
}

function tellAmbiguous(
  { name, what }: Parts,
  part: string,
  group: readonly Named[],
  tell: Report,
): void {
  const saying = group.find(({ reference }) => isSaid(reference[part]));
  if (saying === undefined) return;
  for (const { index, reference } of group) {
    if (isSaid(reference[part])) continue;
    tell({
      code: 'reference-ambiguous',
      path: [index],
      text: `has no ${shown(part)}, though entry ${saying.index} names the same ${what} with one`,
      hint: `give each reference to one ${what} a ${shown(part)}, or none of them`,
      rule: `${name}-ambiguous`,
    });
  }
}
