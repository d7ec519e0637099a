// The texts that a request can carry, as rules that read them.
//
// The law is RFC 9110 for values (no control characters but the tab; blanks around a value are no
// part of it) and RFC 3986 for paths (what comes behind `?` and `#` is no part of it, and blanks are
// in none). Characters beyond ASCII are let in, since servers do. The same texts, those left out that
// a proxy would rewrite or that read badly, are the ones to show: `readsWell`, and the same as rules.
// Neighbours: path-class.ts, text-answer.ts.

import type { Ranges } from '../../routing/accept/expression-program';
import { isIn, isPlain, setOf } from './alphabet';
import type { Rules, Verdict } from './automaton';
import type { TextQuestion } from './text-question';

type Asked = Pick<TextQuestion, 'of' | 'withoutCommas'>;

/** Two halves of a pair stand for one character, and for none alone. */
const beyondAscii = [0x80, 0xd7ff, 0xe000, 0x10ffff];
const blank = 0x20;

const inValues: Ranges = [0x09, 0x09, blank, 0x7e, ...beyondAscii];
const inPaths: Ranges = [0x21, 0x22, 0x24, 0x3e, 0x40, 0x7e, ...beyondAscii];

/** Of a value that is cut at commas. */
const inParts: Ranges = [0x09, 0x09, blank, 0x2b, 0x2d, 0x7e, ...beyondAscii];

/** The characters of the texts that are asked about. */
export function carriedIn({ of, withoutCommas }: Asked): Ranges {
  if (of === 'path') return inPaths;
  return withoutCommas === true ? inParts : inValues;
}

/** Whether a request can carry a text, by its characters and the blanks around it. */
export function isCarried(text: string, asked: Asked): boolean {
  if (asked.of === 'value' && /^[\t ]|[\t ]$/.test(text)) return false;
  const carried = carriedIn(asked);
  return [...text].every((one) => isIn(carried, one.codePointAt(0) ?? 0));
}

/** Whether a text is none that a proxy would rewrite, or that few would think of. */
export function readsWell(text: string, of: Asked['of']): boolean {
  if (text === '' || !isPlain(text)) return false;
  return of === 'value' || !/\/(\/|\.{1,2}(\/|$))/.test(text);
}

type Edge = 'start' | 'blank' | 'solid';

/** Values without blanks around them. */
export const trimmedRules: Rules<Edge> = {
  sets: [setOf(' \t')],
  start: 'start',
  after: (edge, { text }): Edge | Verdict => {
    const isBlank = text === ' ' || text === '\t';
    if (!isBlank) return 'solid';
    return edge === 'start' ? 'none' : 'blank';
  },
  accepts: (edge) => edge !== 'blank',
  keyOf: (edge) => edge,
};

/** An empty value is one that few would think of. */
export const filledRules: Rules<'start'> = {
  sets: [],
  start: 'start',
  after: () => 'all',
  accepts: () => false,
  keyOf: (state) => state,
};

type Segment = 'start' | 'slash' | '.' | '..' | 'other';

/** Paths that normalising leaves as they are: no dot segments, no slash behind a slash. */
export const normalPathRules: Rules<Segment> = {
  sets: [setOf('/'), setOf('.')],
  start: 'start',
  after: (segment, { text }): Segment | Verdict => {
    if (text === '/') return segment === 'start' || segment === 'other' ? 'slash' : 'none';
    if (segment === 'start') return 'none';
    if (text !== '.' || segment === 'other' || segment === '..') return 'other';
    return segment === 'slash' ? '.' : '..';
  },
  accepts: (segment) => segment === 'slash' || segment === 'other',
  keyOf: (segment) => segment,
};
