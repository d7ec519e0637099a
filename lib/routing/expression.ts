// Regular expressions in matches, read as RE2 does: linear time whatever the expression.
//
// The engine is required when the first expression is met: most inputs have none, and loading
// it costs a tenth of a short command's time.

import type { RE2JS } from 're2js';

type Compiled = { readonly expression: RE2JS } | { readonly error: string };

/** INVARIANT: a memo of a pure function, nothing else; emptied when it grows past its size. */
const memo = new Map<string, Compiled>();
const memoSize = 10_000;

function compile(expression: string): Compiled {
  const known = memo.get(expression);
  if (known !== undefined) return known;
  const { RE2JS: engine } = require('re2js') as typeof import('re2js');
  let compiled: Compiled;
  try {
    compiled = { expression: engine.compile(expression) };
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

/** Whether an expression matches somewhere in a text; true where RE2 cannot read it. */
export function finds(expression: string, text: string): boolean {
  const compiled = compile(expression);
  return 'error' in compiled ? true : compiled.expression.matcher(text).find();
}
