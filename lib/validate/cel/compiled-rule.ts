// A rule as a CustomResourceDefinition states it, compiled once, and what it says of a value.
//
// Neighbours: environment.ts, respelt.ts, budget.ts, schema-rules.ts (who asks).

import { remembered } from '../../model/memo';
import type { StatedRule } from '../schema/schema';
import { type Budget, count, spending } from './budget';
import { engine, type Node, type Value } from './engine';
import { environment } from './environment';
import { respelt } from './respelt';

export type Verdict =
  | { readonly is: 'kept' }
  | { readonly is: 'broken'; readonly message?: string }
  /** Evaluation failed, which the API server takes for a broken rule. */
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string };

export interface CompiledRule {
  /** Whether it speaks of a change. */
  readonly usesOld: boolean;
  /** @param old undefined: there is none */
  readonly verdict: (self: Value, old: Value | undefined, budget: Budget) => Verdict;
}

/** INVARIANT: a memo of a pure function, by the rule as the schema holds it. */
export const compiledRule = remembered(compile);

type Expression = (values: { readonly self: Value; readonly oldSelf: Value }) => Value;

function compile({ rule, messageExpression, optionalOldSelf }: StatedRule): CompiledRule {
  const expression = parsed(rule);
  const usesOld = saysOldSelf(rule);
  if ('why' in expression) {
    return { usesOld, verdict: () => ({ is: 'unknown', why: expression.why }) };
  }
  let message: ReturnType<typeof parsed> | undefined;
  const verdict: CompiledRule['verdict'] = (self, old, budget) => {
    const oldSelf = optionalOldSelf ? optional(old) : (old ?? null);
    const first = evaluated(expression.run, { self, oldSelf }, budget);
    if ('is' in first) return first;
    if (first.value === true) return { is: 'kept' };
    if (first.value !== false) return { is: 'failed', why: 'the rule gives no truth value' };
    if (messageExpression === undefined) return { is: 'broken' };
    message ??= parsed(messageExpression);
    if ('why' in message) return { is: 'broken' };
    const text = evaluated(message.run, { self, oldSelf }, budget);
    return 'value' in text && typeof text.value === 'string' && isMessage(text.value)
      ? { is: 'broken', message: text.value }
      : { is: 'broken' };
  };
  return { usesOld, verdict };
}

/** What the API server takes for a message; otherwise the fixed one counts. */
function isMessage(text: string): boolean {
  return text.trim() !== '' && !text.includes('\n') && text.length <= 5 * 1024;
}

function optional(value: Value | undefined): Value {
  const { Optional } = engine();
  return value === undefined ? Optional.none() : Optional.of(value);
}

/** Characters of a rule; those of the Gateway API have at most some hundreds. */
const longest = 16_384;

/** A name, and no part of a text or of another name. */
function saysOldSelf(rule: string): boolean {
  return /\boldSelf\b/.test(rule);
}

function parsed(rule: string): { readonly run: Expression } | { readonly why: string } {
  if (rule.length > longest) return { why: `it has more than ${longest} characters` };
  const names = environment();
  try {
    const expression = names.parse(respelt(rule));
    const { valid, error } = expression.check();
    if (!valid) return { why: firstLine(error) };
    count(expression.ast as unknown as Node);
    return { run: (values) => expression({ ...values }) as Value };
  } catch (error) {
    return { why: firstLine(error) };
  }
}

function evaluated(
  run: Expression,
  values: Parameters<Expression>[0],
  budget: Budget,
): { readonly value: Value } | Verdict {
  let result: { readonly value: Value } | Verdict;
  try {
    result = spending(budget, () => ({ value: run(values) }));
  } catch (error) {
    result = { is: 'failed', why: firstLine(error) };
  }
  return budget.isSpent()
    ? { is: 'unknown', why: 'it takes more steps than the API server would grant it' }
    : result;
}

/** Errors of the engine show the place below their first line. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text.replace(' >= size undefined', '').split('\n');
  return line.charAt(0).toLowerCase() + line.slice(1);
}
