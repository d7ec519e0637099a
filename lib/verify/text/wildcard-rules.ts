// A load balancer's pattern -> rules that read texts as it does.
//
// As ../../routing/accept/wildcards.ts compares: both in lower case, alternatives between commas,
// `*` any characters, `?` any one, counted as JavaScript counts them. Patterns with letters beyond
// ASCII are not read here: the lower case of some of those hangs on what stands beside them.
// Neighbours: automaton.ts, literal-reader.ts.

import { alternatives } from '../../routing/accept/wildcards';
import { setOf } from './alphabet';
import type { Rules, Verdict } from './automaton';
import type { Budget } from './budget';

/** A place in one of the alternatives: `alternative` and how much of it is covered. */
type Place = readonly [alternative: number, at: number];

/** What a place costs at each character. */
const placeCost = 5;

const kelvinSign = '\u212a';
/** The one character whose lower case is two. */
const dottedI = '\u0130';
const astral = [0x10000, 0x10ffff];

export function wildcardRules(
  pattern: string,
  budget: Budget,
): Rules<readonly Place[]> | undefined {
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
      budget.left -= placeCost * places.length;
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

/**
 * A `*` may cover nothing at all. Where one was reached, what stands before it is no matter: all that
 * it could cover, the `*` and what follows cover too.
 */
function beyondStars(
  places: readonly Place[],
  isStar: (place: Place) => boolean,
): readonly Place[] {
  const reached = new Map<string, Place>();
  const lastStars = new Map<number, number>();
  for (let place of places) {
    reached.set(place.join(), place);
    while (isStar(place)) {
      lastStars.set(place[0], Math.max(place[1], lastStars.get(place[0]) ?? 0));
      place = [place[0], place[1] + 1];
      reached.set(place.join(), place);
    }
  }
  return [...reached.values()]
    .filter(([alternative, at]) => at >= (lastStars.get(alternative) ?? 0))
    .sort(([one, at], [other, otherAt]) => one - other || at - otherAt);
}

function inBothCases(letter: string) {
  return setOf(`${letter}${letter.toUpperCase()}${letter === 'k' ? kelvinSign : ''}`);
}
