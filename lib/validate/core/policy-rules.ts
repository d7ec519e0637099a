// What the API server asks of autoscalers, disruption budgets and claims of storage.
//
// Neighbours: core-rules.ts, rule.ts.

import { at, type Json, type KubeObject } from '../../model/manifest';
import type { Tell } from './rule';

export function autoscalerRules({ spec }: KubeObject, tell: Tell): void {
  const [least, most] = [at(spec as Json, ['minReplicas']), at(spec as Json, ['maxReplicas'])];
  if (typeof least !== 'number' || typeof most !== 'number' || least <= most) return;
  const text = `is \`${most}\`, less than \`minReplicas\` ${least}`;
  tell({ path: ['spec', 'maxReplicas'], text, hint: 'raise it, or lower `minReplicas`' });
}

export function disruptionRules({ spec }: KubeObject, tell: Tell): void {
  const own = ['minAvailable', 'maxUnavailable'].filter(
    (field) => at(spec as Json, [field]) !== undefined,
  );
  if (own.length < 2) return;
  const text = 'has `minAvailable` and `maxUnavailable`, of which one may be there';
  tell({ path: ['spec'], text, hint: 'leave one of them out' });
}

export function claimRules({ spec }: KubeObject, tell: Tell): void {
  const missing = [
    ...(at(spec as Json, ['accessModes', 0]) === undefined ? [['accessModes']] : []),
    ...(at(spec as Json, ['resources', 'requests', 'storage']) === undefined
      ? [['resources', 'requests', 'storage']]
      : []),
  ];
  for (const field of missing) {
    const text = 'is not there, and is required';
    tell({
      code: 'field-required',
      path: ['spec', ...field],
      text,
      hint: `add \`${field.at(-1)}\``,
    });
  }
}
