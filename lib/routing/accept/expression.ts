// Regular expressions in matches, read as RE2 does: linear time whatever the expression.
//
// How an expression must fit is the implementation's (`ExpressionReading` in ../law.ts). The engine
// is required when the first expression is met: most inputs have none, and loading it costs a
// tenth of a short command's time. Neighbours: path-accepts.ts, header-accepts.ts,
// expression-program.ts (the steps of an expression).

import type { RE2JS } from 're2js';
import type { ExpressionReading } from '../law';

type Compiled =
  | { readonly expression: RE2JS; readonly isAnchored: boolean }
  | { readonly error: string };

/** INVARIANT: a memo of a pure function, nothing else; emptied when it grows past its size. */
const memo = new Map<string, Compiled>();
const memoSize = 10_000;

function compile(expression: string): Compiled {
  const known = memo.get(expression);
  if (known !== undefined) return known;
  const { RE2JS: engine } = require('re2js') as typeof import('re2js');
  let compiled: Compiled;
  try {
    compiled = { expression: engine.compile(expression), isAnchored: isAnchored(expression) };
  } catch (error) {
    compiled = { error: error instanceof Error ? error.message : String(error) };
  }
  if (memo.size >= memoSize) memo.clear();
  memo.set(expression, compiled);
  return compiled;
}

/** Why RE2 does not take an expression; undefined where it does. */
export function expressionError(expression: string): string | undefined {
  const compiled = compile(expression);
  return 'error' in compiled ? compiled.error : undefined;
}

/** An expression as the engine holds it; undefined where RE2 does not take it. */
export function engineOf(expression: string): RE2JS | undefined {
  const compiled = compile(expression);
  return 'error' in compiled ? undefined : compiled.expression;
}

/** Whether an expression matches somewhere in a text; true where RE2 cannot read it. */
export function finds(expression: string, text: string): boolean {
  return fits(expression, text, 'search');
}

/** Whether a text is a hit under one reading; true where RE2 cannot read the expression. */
export function fits(expression: string, text: string, reading: ExpressionReading): boolean {
  if (reading === 'anything') return true;
  const compiled = compile(expression);
  if ('error' in compiled) return true;
  // Searching for an anchored expression fails at the first character that is wrong.
  if (reading === 'search' || compiled.isAnchored) return compiled.expression.test(text);
  if (reading === 'whole') return compiled.expression.testExact(text);
  const hit = compiled.expression.matcher(text);
  return hit.find() && hit.start() === 0 && hit.end() === text.length;
}

/** Whether an expression may fit a text under one of the readings and not under another. */
export function readingsMatter(
  expression: string,
  readings: readonly ExpressionReading[],
): boolean {
  if (readings.length < 2) return false;
  if (readings.includes('anything')) return true;
  return !isAnchored(expression) && 'expression' in compile(expression);
}

/**
 * Whether every hit is a whole text: `^…$` without a choice outside groups. Where that is hard
 * to see (flags, quotes, classes in classes) it says no.
 */
function isAnchored(expression: string): boolean {
  if (!/^\^[^*+?{].*\$$|^\^\$$/s.test(expression) || /\(\?[^:]|\\Q/.test(expression)) return false;
  let depth = 0;
  let isInClass = false;
  for (let at = 1; at < expression.length - 1; at += 1) {
    const sign = expression[at];
    if (sign === '\\') {
      at += 1;
      // The last `$` is escaped.
      if (at === expression.length - 1) return false;
    } else if (isInClass) {
      if (sign === '[') return false;
      if (sign === ']') isInClass = false;
    } else if (sign === '[') {
      isInClass = true;
      // A bracket that opens the class's own list is a character of it.
      if (expression[at + 1] === '^') at += 1;
      if (expression[at + 1] === ']') at += 1;
    } else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '|' && depth === 0) return false;
  }
  return !isInClass;
}
