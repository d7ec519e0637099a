// The text with which every path that an expression takes begins, where that is plain to see.
//
// Only an expression that opens with `^` says so in every reading: one without may be searched for
// anywhere. What is read is the run of plain letters behind the `^`; anything else ends it, and a
// choice outside groups leaves nothing, since its second branch begins anew.
// Neighbours: expression.ts (reading it in full), ../overlap.ts, ../../resolve/scope.ts.

import { expressionError } from './expression';

/** INVARIANT: a memo of a pure function, nothing else; emptied when it grows past its size. */
const memo = new Map<string, string>();
const memoSize = 10_000;

/** '' where nothing is known, as for expressions that RE2 does not take. */
export function literalPrefix(expression: string): string {
  const known = memo.get(expression);
  if (known !== undefined) return known;
  const prefix = read(expression);
  if (memo.size >= memoSize) memo.clear();
  memo.set(expression, prefix);
  return prefix;
}

const plain = /[A-Za-z0-9/_~!@%&=:;,'"<>` -]/;
const escaped = /[/.\-_~$+*?^()[\]{}|]/;

function read(expression: string): string {
  if (!expression.startsWith('^') || hasChoice(expression)) return '';
  if (expressionError(expression) !== undefined) return '';
  let prefix = '';
  for (let at = 1; at < expression.length; ) {
    const sign = expression[at] ?? '';
    const isEscape = sign === '\\';
    const letter = isEscape ? (expression[at + 1] ?? '') : sign;
    if (!(isEscape ? escaped : plain).test(letter)) break;
    at += isEscape ? 2 : 1;
    // What a repetition takes may be absent.
    if (/[?*+{]/.test(expression[at] ?? '')) break;
    prefix += letter;
  }
  return prefix;
}

/** Whether `|` may stand outside all groups; also where quotes or classes make that hard to see. */
function hasChoice(expression: string): boolean {
  if (!expression.includes('|')) return false;
  if (/\\Q|\[/.test(expression)) return true;
  let depth = 0;
  for (let at = 0; at < expression.length; at += 1) {
    const sign = expression[at];
    if (sign === '\\') at += 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '|' && depth === 0) return true;
  }
  return false;
}

/** Whether some path begins with both texts. */
export function canBeginAlike(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

/** Whether some path begins with a text and stands below a prefix, its trailing slash left out. */
export function canStandBelow(text: string, key: string): boolean {
  if (text.length <= key.length) return key.startsWith(text);
  return text.startsWith(key) && text[key.length] === '/';
}
