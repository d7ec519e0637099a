// Lists in which `*` stands for everything, and so for itself alone.
//
// Neighbours: rules-of.ts (CORS).

import { type Asked, ofList } from './ruled';

/** @param rule its name @param what what the entries are: `origins` */
export function wildcardAlone(rule: string, what: string): Asked {
  return ofList([rule], (entries, tell) => {
    if (entries.length < 2) return;
    const index = entries.indexOf('*');
    if (index < 0) return;
    tell({
      code: 'wildcard-not-alone',
      path: [index],
      text: `is \`*\`, which stands for all ${what}, and other ${what} stand beside it`,
      hint: `keep \`*\` alone, or name the ${what} without it`,
      rule,
    });
  });
}
