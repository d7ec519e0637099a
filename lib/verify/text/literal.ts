// Does a text hold what a match asks for?
//
// The law is that of ../../routing/accept/: this only names the parts of it that look at one text.
// An expression that RE2 does not take is open: it may hold for every text or for none.
// Neighbours: text-question.ts (literals), literal-reader.ts (the same of all texts at once).

import { remembered } from '../../model/memo';
import { expressionError, fits } from '../../routing/accept/expression';
import { expressionProgram } from '../../routing/accept/expression-program';
import { withoutDot } from '../../routing/accept/path';
import { grpcCall } from '../../routing/accept/prepared-request';
import { fitsWildcards } from '../../routing/accept/wildcards';
import type { ExpressionReading } from '../../routing/law';
import type { Literal, TextQuestion } from './text-question';

/** Whether a text holds a literal; undefined where that is open. */
export function holds(literal: Literal, text: string): boolean | undefined {
  switch (literal.type) {
    case 'Exact':
      return literal.value === text;
    case 'Wildcards':
      return fitsWildcards(literal.value, text);
    case 'RegularExpression':
      return expressionHolds(literal.value, text, literal.reading);
    case 'Call':
      return callHolds(literal, text);
  }
}

function expressionHolds(
  expression: string,
  text: string,
  reading: ExpressionReading,
): boolean | undefined {
  if (reading === 'anything') return true;
  return expressionError(expression) === undefined ? fits(expression, text, reading) : undefined;
}

function callHolds(literal: Literal & { type: 'Call' }, path: string): boolean | undefined {
  const { service, method, reading } = literal;
  if (isAnything(literal)) return true;
  if (reading === undefined) return plainCallHolds(path, service && withoutDot(service), method);
  const call = grpcCall(path);
  if (call === undefined) return false;
  const parts = [
    service === undefined || expressionHolds(service, call.service, reading),
    method === undefined || expressionHolds(method, call.method, reading),
  ];
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function plainCallHolds(path: string, service?: string, method?: string): boolean {
  if (service === undefined) return path.endsWith(`/${method ?? ''}`);
  const start = `/${service}/`;
  return method === undefined ? path.startsWith(start) : path === `${start}${method}`;
}

/** Whether every text holds it, and even none does. */
export function isAnything(literal: Literal): boolean {
  if (literal.type === 'RegularExpression') return literal.reading === 'anything';
  if (literal.type !== 'Call') return false;
  if (literal.service === undefined && literal.method === undefined) return true;
  return literal.reading === 'anything';
}

/** Whether a text holds all that it has to and nothing that it must lack, for certain. */
export function isAnswer(text: string, asked: Pick<TextQuestion, 'holds' | 'lacks'>): boolean {
  return (
    asked.holds.every((one) => holds(one, text) === true) &&
    asked.lacks.every((one) => holds(one, text) === false)
  );
}

/** The expressions that a literal looks at texts with. */
function expressionsOf(literal: Literal): readonly string[] {
  if (literal.type === 'RegularExpression') return [literal.value];
  if (literal.type !== 'Call' || literal.reading === undefined) return [];
  return [literal.service, literal.method].filter((one) => one !== undefined);
}

/** What it asks for, as its author wrote it. */
export function askedBy(literal: Literal): string {
  if (literal.type !== 'Call') return literal.value;
  return literal.service ?? literal.method ?? '';
}

/** The expression that makes it open, where one does. */
export function openExpression(literal: Literal): string | undefined {
  if (isAnything(literal)) return undefined;
  return expressionsOf(literal).find((one) => expressionError(one) !== undefined);
}

/** The expression that is too large to be followed through all texts, where one is. */
export function hugeExpression(literal: Literal): string | undefined {
  if (isAnything(literal)) return undefined;
  return expressionsOf(literal).find((one) => expressionProgram(one) === undefined);
}

/** A literal as one text, for those that are kept by what they say. */
export const idOf = remembered((literal: Literal): string => {
  if (literal.type === 'RegularExpression') return `${literal.reading} ${literal.value}`;
  if (literal.type !== 'Call') return `${literal.type} ${literal.value}`;
  const { service, method, reading } = literal;
  return `Call ${JSON.stringify([service, method, reading])}`;
});
