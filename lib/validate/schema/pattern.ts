// Patterns of schemas: RE2's, linear in the text whatever the pattern.
//
// What many objects hold (names, hosts, versions) is asked again and again, so short answers are kept.
// Neighbours: keywords.ts, ../../routing/accept/expression.ts (the engine).

import { expressionError, finds } from '../../routing/accept/expression';
import { patternWords } from './pattern-words';
import type { Check, Complaint } from './schema';
import { shown } from './shown';

/** INVARIANT: a memo of a pure function, nothing else; emptied when it grows past its size. */
const memoSize = 4096;
const longestKept = 128;
/** Fields of the API are no longer than this, unless they are wrong. */
const longestOwn = 1024;

export function patternCheck(pattern: string): Check {
  const words = patternWords(pattern);
  const fits = remembering(pattern, words !== undefined);
  return (value): Complaint | undefined => {
    if (typeof value !== 'string' || fits(value)) return undefined;
    const text = `is ${shown(value)}, which ${words === undefined ? `does not match \`${pattern}\`` : `is not ${words.noun}`}`;
    return { code: 'pattern-mismatch', text, ...(words === undefined ? {} : { hint: words.hint }) };
  };
}

/**
 * The API's own patterns mean the same to JavaScript, which is faster, and take no more than the square
 * of a text's length; all else is RE2's. One that RE2 cannot read fits everything: a CRD with such a
 * one is told of where it is read.
 */
function remembering(pattern: string, isKnown: boolean): (text: string) => boolean {
  const memo = new Map<string, boolean>();
  const own = isKnown ? new RegExp(pattern) : undefined;
  let isRead: boolean | undefined;
  return (text) => {
    if (own !== undefined && text.length <= longestOwn) return own.test(text);
    const known = memo.get(text);
    if (known !== undefined) return known;
    isRead ??= expressionError(pattern) === undefined;
    const answer = !isRead || finds(pattern, text);
    if (text.length <= longestKept) {
      if (memo.size >= memoSize) memo.clear();
      memo.set(text, answer);
    }
    return answer;
  };
}
