// A literal -> a reader that accepts the texts that hold it.
//
// What is no expression of the input becomes one where that says the same, so that few kinds of
// readers are needed. Undefined where nobody here can read it: then it has to be asked text by text
// (literal.ts). Neighbours: program-rules.ts, word-rules.ts, wildcard-rules.ts, call-reader.ts.

import { expressionProgram } from '../../routing/accept/expression-program';
import { withoutDot } from '../../routing/accept/path';
import type { ExpressionReading } from '../../routing/law';
import { type Reader, type Rules, readerOf } from './automaton';
import type { Budget } from './budget';
import { callReader } from './call-reader';
import { isAnything } from './literal';
import { programRules } from './program-rules';
import type { Literal } from './text-question';
import { wildcardRules } from './wildcard-rules';
import { wordRules } from './word-rules';

const anything: Rules<never> = {
  sets: [],
  start: 'all',
  after: () => 'all',
  accepts: () => true,
  keyOf: () => '',
};

export function literalReader(literal: Literal, budget: Budget): Reader | undefined {
  if (isAnything(literal)) return readerOf(anything);
  switch (literal.type) {
    case 'Exact':
      return readerOf(wordRules([literal.value]));
    case 'Wildcards': {
      const rules = wildcardRules(literal.value, budget);
      return rules && readerOf(rules);
    }
    case 'RegularExpression':
      return expressionReader(literal.value, literal.reading, budget);
    case 'Call':
      return callLiteralReader(literal, budget);
  }
}

function expressionReader(
  expression: string,
  reading: ExpressionReading,
  budget: Budget,
): Reader | undefined {
  if (reading === 'anything') return readerOf(anything);
  const program = expressionProgram(expression);
  return program && readerOf(programRules(program, reading, budget));
}

function callLiteralReader(literal: Literal & { type: 'Call' }, budget: Budget) {
  const { service, method, reading } = literal;
  if (reading === undefined) return plainCallReader(service, method, budget);
  const [forService, forMethod] = [service, method].map((part) =>
    part === undefined ? readerOf(anything) : expressionReader(part, reading, budget),
  );
  return forService && forMethod && callReader({ service: forService, method: forMethod });
}

function plainCallReader(service: string | undefined, method: string | undefined, budget: Budget) {
  if (service === undefined) {
    return expressionReader(`${quoted(`/${method}`)}$`, 'search', budget);
  }
  const start = `/${withoutDot(service)}/`;
  if (method !== undefined) return readerOf(wordRules([`${start}${method}`]));
  return expressionReader(`^${quoted(start)}`, 'search', budget);
}

function quoted(text: string): string {
  return text.replace(/[.*+?^$(){}|[\]\\]/g, '\\$&');
}
