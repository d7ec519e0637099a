// Keys of labels and annotations that a Gateway gives to what is made for it.
//
// Neighbours: rules-of.ts, ../metadata.ts (an object's own).

import { type Asked, ofObject } from './ruled';

const prefix = '([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?';
const key = new RegExp(`^${prefix}([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$`);
/** Characters of a prefix, below which it must be; of a key without one its own. */
const prefixLimit = 253;

/** @param rule what the names of its rules begin with */
export function labelKeys(rule: string): Asked {
  return ofObject([`${rule}-characters`, `${rule}-length`], (map, tell) => {
    for (const own of Object.keys(map)) {
      if (map[own] === undefined) continue;
      if (!key.test(own)) {
        tell({
          code: 'key-invalid',
          path: [own],
          text: 'has a key that the API server does not take',
          hint: 'write at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, behind a DNS name and `/` if any',
          rule: `${rule}-characters`,
        });
      }
      const [first = ''] = own.split('/');
      if (first.length < prefixLimit || [...first].length < prefixLimit) continue;
      tell({
        code: 'key-invalid',
        path: [own],
        text: `has a prefix of ${[...first].length} characters, of which ${prefixLimit - 1} are the most`,
        hint: 'shorten what stands before `/`',
        rule: `${rule}-length`,
      });
    }
  });
}
