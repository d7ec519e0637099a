// A load balancer's pattern -> rules that read texts as it does.
//
// As ../../routing/accept/wildcards.ts compares: both in lower case, alternatives between commas,
// `*` any characters, `?` any one, counted as JavaScript counts them. Patterns with letters beyond
// ASCII are not read here: the lower case of some of those hangs on what stands beside them.
// Neighbours: automaton.ts, literal-reader.ts.

import { alternatives } from '../../routing/accept/wildcards';
import { setOf } from './alphabet';
import type { Rules, Verdict } from './automaton';

/** A place in one of the alternatives: `alternative` and how much of it is covered. */
type Place = readonly [alternative: number, at: number];

const kelvinSign = '\u212a';
/** The one character whose lower case is two. */
const dottedI = '\u0130';
const astral = [0x10000, 0x10ffff];

export function wildcardRules(pattern: string): Rules<readonly Place[]> | undefined {
  if (!/^[\0-\x7f]*$/.test(pattern)) return undefined;
  const all = alternatives(pattern.toLowerCase());
  const isStar = ([alternative, at]: Place) => all[alternative]?.[at] === '*';
  const start = beyondStars(
    all.map((_, alternative): Place => [alternative, 0]),
    isStar,
  );
  return {
    sets: [...new Set(pattern.toLowerCase())].map(inBothCases).concat([setOf(dottedI), astral]),
    start,
    after: (places, { text }): readonly Place[] | Verdict => {
      let reached = places;
      for (const unit of text.toLowerCase().split('')) {
        const next = reached.flatMap((place): readonly Place[] => {
          const [alternative, at] = place;
          const sign = all[alternative]?.[at];
          if (sign === '*') return [place];
          return sign === '?' || sign === unit ? [[alternative, at + 1]] : [];
        });
        reached = beyondStars(next, isStar);
      }
      return reached.length === 0 ? 'none' : reached;
    },
    accepts: (places) => places.some(([alternative, at]) => at === all[alternative]?.length),
    keyOf: (places) => places.join(' '),
  };
}

/** A `*` may cover nothing at all. */
function beyondStars(
  places: readonly Place[],
  isStar: (place: Place) => boolean,
): readonly Place[] {
  const reached = new Map<string, Place>();
  for (let place of places) {
    reached.set(place.join(), place);
    while (isStar(place)) {
      place = [place[0], place[1] + 1];
      reached.set(place.join(), place);
    }
  }
  return [...reached.values()].sort(([one, at], [other, otherAt]) => one - other || at - otherAt);
}

function inBothCases(letter: string) {
  return setOf(`${letter}${letter.toUpperCase()}${letter === 'k' ? kelvinSign : ''}`);
}
