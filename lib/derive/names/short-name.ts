// What becomes of a name that is longer than it may be: its beginning stays, its end gives way to
// a hash of the whole. Two long names that share a hash are seen by the check for names that are
// taken twice (taken-names.ts).

import { digestOf } from '../../model/digest';

/** Ten hexadecimal digits that tell one text from another. */
export function shortHash(text: string): string {
  return digestOf(text).slice(0, 10);
}

/** The name in at most so many characters; what Kubernetes takes for the name it takes for this. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const hash = shortHash(name);
  return `${name.slice(0, most - hash.length - 1).replace(/[-._]+$/, '')}-${hash}`;
}
