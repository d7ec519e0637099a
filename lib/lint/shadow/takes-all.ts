// Whether a match takes every request that another one of its shape takes, whichever of the
// readings that the law leaves open an implementation has.
//
// An expression takes a value where all readings agree that it does; that one expression holds
// wherever another does is not looked into. Neighbours: asked.ts, ../../routing/accept/expression.ts.

import type { Match, ValueMatch } from '../../model/route';
import { expressionError, fits } from '../../routing/accept/expression';
import { specification } from '../../routing/law';
import { valuesOf } from './asked';

/** @param wide of the same shape as `narrow`, so that entries stand beside each other */
export function takesAllOf(wide: Match, narrow: Match): boolean {
  const others = valuesOf(narrow);
  return valuesOf(wide).every((values, list) =>
    values.every((value, index) => {
      const other = others[list]?.[index];
      return other !== undefined && holdsWherever(value, other);
    }),
  );
}

export function hasExpressions(match: Match): boolean {
  return valuesOf(match).some((values) => values.some(isExpression));
}

function isExpression({ type }: ValueMatch): boolean {
  return type === 'RegularExpression';
}

function holdsWherever(wide: ValueMatch, narrow: ValueMatch): boolean {
  if (wide.type === narrow.type) return wide.value === narrow.value;
  if (!isExpression(wide) || expressionError(wide.value) !== undefined) return false;
  return readings.every((reading) => fits(wide.value, narrow.value, reading));
}

const readings = [...specification.headerExpressions, ...specification.queryExpressions];
