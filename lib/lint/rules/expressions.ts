// Expressions of matches that RE2 cannot read, which most data planes hold them against.
//
// Each expression is told once a route. Neighbours: rule-findings.ts, ../../routing/accept/expression.ts.

import type { FieldPath } from '../../model/manifest';
import type { Match } from '../../model/route';
import { expressionError } from '../../routing/accept/expression';
import type { RuleCase, Said } from './rule-case';

export function unreadExpressions({ rule }: RuleCase): readonly Said[] {
  return rule.matches.flatMap((match, index) =>
    expressionsOf(match).flatMap(({ expression, path }) => {
      const error = expressionError(expression);
      if (error === undefined) return [];
      return {
        code: 'expression-not-re2' as const,
        text: `uses the expression \`${expression}\`, which RE2 does not take: ${error}`,
        hint: 'write it in RE2 syntax, without lookaheads and backreferences',
        path: ['matches', index, ...path],
      };
    }),
  );
}

interface PlacedExpression {
  readonly expression: string;
  readonly path: FieldPath;
}

function expressionsOf(match: Match): readonly PlacedExpression[] {
  const headers = match.headers.flatMap(({ type, value }, index) =>
    type === 'Exact' ? [] : [{ expression: value, path: ['headers', index, 'value'] }],
  );
  if (match.protocol === 'http') {
    const query = match.query.flatMap(({ type, value }, index) =>
      type === 'Exact' ? [] : [{ expression: value, path: ['queryParams', index, 'value'] }],
    );
    const { type, value } = match.path;
    const path =
      type === 'RegularExpression' ? [{ expression: value, path: ['path', 'value'] }] : [];
    return [...path, ...headers, ...query];
  }
  if (match.type === 'Exact') return headers;
  const calls = (['service', 'method'] as const).flatMap((part) => {
    const expression = match[part];
    return expression === undefined ? [] : [{ expression, path: ['method', part] }];
  });
  return [...calls, ...headers];
}
