// Where rules stand in an object: a tree of fields and entries, each with what is asked there, and
// the walk that asks it.
//
// What is absent costs one look-up. Neighbours: rules-of.ts (the tree of each kind), filters.ts and
// the others here (what is asked).

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import type { Fault, Report } from '../fault';

/** Looks at one value. Paths that it tells are below the value. */
export type Look<T> = (value: T, tell: Report, old: Json | undefined) => void;

export interface Asked {
  /** All rules that it may tell of, by name. */
  readonly rules: readonly string[];
  readonly look: Look<Json>;
}

export interface Ruled {
  readonly asked: readonly Asked[];
  readonly fields: readonly (readonly [string, Ruled])[];
  readonly items?: Ruled;
}

export function ofObject(rules: readonly string[], look: Look<JsonObject>): Asked {
  return {
    rules,
    look: (value, tell, old) => {
      if (isObject(value)) look(value, tell, old);
    },
  };
}

export function ofList(rules: readonly string[], look: Look<readonly Json[]>): Asked {
  return {
    rules,
    look: (value, tell, old) => {
      if (Array.isArray(value)) look(value, tell, old);
    },
  };
}

export function ofText(rules: readonly string[], look: Look<string>): Asked {
  return {
    rules,
    look: (value, tell, old) => {
      if (typeof value === 'string') look(value, tell, old);
    },
  };
}

export function object(fields: { readonly [name: string]: Ruled }, ...asked: Asked[]): Ruled {
  return { asked, fields: Object.entries(fields) };
}

export function list(items: Ruled, ...asked: Asked[]): Ruled {
  return { asked, fields: [], items };
}

export function value(...asked: Asked[]): Ruled {
  return { asked, fields: [] };
}

/**
 * Asks all that is asked of an object.
 *
 * @param old the object as it is in the cluster: entries of lists have no old self here
 */
export function walkRules(ruled: Ruled, root: Json, report: Report, old?: Json): void {
  const path: (string | number)[] = [];
  const tell: Report = (fault: Fault) => report({ ...fault, path: [...path, ...fault.path] });
  const walk = (here: Ruled, own: Json, before: Json | undefined): void => {
    for (const { look } of here.asked) look(own, tell, before);
    const { fields, items } = here;
    if (Array.isArray(own)) {
      if (items === undefined) return;
      for (let index = 0; index < own.length; index += 1) {
        path.push(index);
        walk(items, own[index] as Json, undefined);
        path.pop();
      }
      return;
    }
    if (!isObject(own)) return;
    for (const [name, inner] of fields) {
      const below = own[name];
      if (below === undefined) continue;
      path.push(name);
      walk(inner, below, isObject(before) ? before[name] : undefined);
      path.pop();
    }
  };
  walk(ruled, root, old);
}
