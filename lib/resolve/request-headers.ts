// The header lines of a request as JSON: Host apart, since it is no line like the others.
//
// Neighbours: request-reader.ts (the other fields), request-check.ts (what a line may be).

import type { Json } from '../model/manifest';
import type { HeaderLine } from '../model/request';
import { headerLineProblem } from './request-check';
import type { RequestLineReader } from './request-line-reader';

/** An object of names, each with one value or a list; or a list of pairs, where order matters. */
export function readHeaders(value: Json | undefined, reader: RequestLineReader) {
  const headers: HeaderLine[] = [];
  let host: string | undefined;
  for (const [name, content] of headerPairs(value, reader)) {
    const wrong = headerLineProblem(name, content);
    if (wrong !== undefined) reader.report(['headers'], wrong.problem, wrong.hint);
    if (name.toLowerCase() !== 'host') {
      headers.push([name, content.trim()]);
    } else if (host === undefined) {
      host = content.trim();
    } else {
      reader.report(['headers'], 'names Host twice', 'keep one of the two');
    }
  }
  return { headers, host };
}

function headerPairs(value: Json | undefined, reader: RequestLineReader): readonly HeaderLine[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((entry, index) => {
      const path = ['headers', index];
      const pair = Array.isArray(entry) ? (entry as readonly Json[]) : [];
      if (pair.length !== 2) {
        reader.report(path, 'is no pair of name and value', 'write `["x-a", "1"]`');
        return [];
      }
      const [name, content] = pair.map((part, side) => reader.text(part, [...path, side]));
      return name === undefined || content === undefined ? [] : [[name, content] as const];
    });
  }
  const raw = reader.object(value, ['headers']) ?? {};
  return Object.entries(raw).flatMap(([name, content]) => {
    const lines = Array.isArray(content) ? (content as readonly Json[]) : [content];
    return lines.flatMap((line) => {
      const found = reader.text(line, ['headers', name]);
      return found === undefined ? [] : [[name, found] as const];
    });
  });
}
