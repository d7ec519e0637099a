// The readings that a law leaves to the parts of a match: one for each combination of answers.
//
// Only the questions that a request and a match raise are combined: without an expression in
// the match it does not matter how expressions are read. Neighbours: ../law.ts, truth.ts.

import { remembered } from '../../model/memo';
import type { Answer, ExpressionReading, Law } from '../law';

export interface PathReading {
  readonly path: Law['paths'][number];
  readonly expression: ExpressionReading;
}

export interface HeaderReading {
  readonly repeated: Law['repeatedHeaders'][number];
  readonly splits: boolean;
  readonly expression: ExpressionReading;
  readonly exact: Law['exactHeaders'];
  readonly host: Answer;
}

export interface QueryReading {
  readonly repeated: Law['repeatedParameters'][number];
  readonly decodes: boolean;
  readonly expression: ExpressionReading;
}

/** Which questions are raised; the others' first answer stands for all. */
export interface Raised {
  /** Expressions. */
  readonly expressions: boolean;
  /** Repeated lines, repeated or encoded parameters, a path that normalising changes. */
  readonly repeats: boolean;
}

interface Readings {
  readonly paths: readonly (readonly PathReading[])[];
  readonly headers: readonly (readonly HeaderReading[])[];
  readonly queries: readonly (readonly QueryReading[])[];
}

export function pathReadings(law: Law, expressions: boolean, repeats: boolean) {
  return readingsOf(law).paths[indexOf(expressions, repeats)] ?? [];
}

export function headerReadings(law: Law, expressions: boolean, repeats: boolean) {
  return readingsOf(law).headers[indexOf(expressions, repeats)] ?? [];
}

export function queryReadings(law: Law, expressions: boolean, repeats: boolean) {
  return readingsOf(law).queries[indexOf(expressions, repeats)] ?? [];
}

function indexOf(expressions: boolean, repeats: boolean): number {
  return Number(expressions) + 2 * Number(repeats);
}

const readingsOf = remembered((law: Law): Readings => {
  // INVARIANT: in the order of indexOf.
  const raised: readonly Raised[] = [
    { expressions: false, repeats: false },
    { expressions: true, repeats: false },
    { expressions: false, repeats: true },
    { expressions: true, repeats: true },
  ];
  return {
    paths: raised.map((which) => combinePaths(law, which)),
    headers: raised.map((which) => combineHeaders(law, which)),
    queries: raised.map((which) => combineQueries(law, which)),
  };
});

function combinePaths(law: Law, { expressions, repeats }: Raised): PathReading[] {
  return some(law.paths, repeats).flatMap((path) =>
    some(law.pathExpressions, expressions).map((expression) => ({ path, expression })),
  );
}

function combineHeaders(law: Law, { expressions, repeats }: Raised): HeaderReading[] {
  return some(law.repeatedHeaders, repeats).flatMap((repeated) =>
    answers(law.splitsHeadersAtCommas).flatMap((splits) =>
      some(law.headerExpressions, expressions).map((expression) => ({
        repeated,
        splits,
        expression,
        exact: law.exactHeaders,
        host: law.matchesHost,
      })),
    ),
  );
}

function combineQueries(law: Law, { expressions, repeats }: Raised): QueryReading[] {
  return some(law.repeatedParameters, repeats).flatMap((repeated) =>
    some(answers(law.decodesParameters), repeats).flatMap((decodes) =>
      some(law.queryExpressions, expressions).map((expression) => ({
        repeated,
        decodes,
        expression,
      })),
    ),
  );
}

function some<T>(values: readonly T[], isRaised: boolean): readonly T[] {
  return isRaised ? values : values.slice(0, 1);
}

function answers(answer: Answer): readonly boolean[] {
  return answer === 'open' ? [false, true] : [answer === 'yes'];
}
