// Findings as people read them: code and place, then what is wrong, then what to do.

import type { Finding } from '../model/finding';
import { placeOf } from '../model/origin';

/** The findings as text, errors last, so that they stand where a terminal stops. */
export function printFindings(findings: readonly Finding[]): string {
  const rank = { info: 0, warning: 1, error: 2 };
  return [...findings]
    .sort((left, right) => rank[left.severity] - rank[right.severity])
    .map(findingText)
    .join('');
}

/** One finding: three lines, the last only where there is a hint. */
export function findingText(one: Finding): string {
  const place = whereText(one);
  const head = `${one.severity} ${one.code}${place === '' ? '' : `  ${place}`}`;
  const hint = one.hint === undefined ? '' : `  hint: ${one.hint}\n`;
  return `${head}\n  ${one.message}\n${hint}`;
}

/** `k8s/cart.yaml:31:7`, a construct path, or a file alone where the line is not known. */
function whereText({ where }: Finding): string {
  if (where === undefined) return '';
  const { origin, position } = where;
  if (origin.from === 'construct') return origin.path;
  if (position === undefined) return placeOf(origin);
  return `${origin.file}:${position.line}:${position.column}`;
}
