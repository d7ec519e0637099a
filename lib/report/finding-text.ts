// Findings as people read them: code and place, then what is wrong, then what to do.

import type { Finding, Where } from '../model/finding';
import { fileName, placeOf } from '../model/origin';
import { visible } from './visible';

/** The findings as text, errors last, so that they stand where a terminal stops. */
export function printFindings(findings: readonly Finding[]): string {
  const rank = { info: 0, warning: 1, error: 2 };
  return [...findings]
    .sort((left, right) => rank[left.severity] - rank[right.severity])
    .map(findingText)
    .join('');
}

/** One finding: what and where, the message, then other places and the hint where there are some. */
function findingText(one: Finding): string {
  const place = one.where === undefined ? '' : visible(whereText(one.where));
  const head = `${one.severity} ${one.code}${place === '' ? '' : `  ${place}`}`;
  const also = (one.also ?? []).map((where) => `  also: ${visible(whereText(where))}\n`).join('');
  const hint = one.hint === undefined ? '' : `  hint: ${visible(one.hint)}\n`;
  return `${head}\n  ${visible(one.message)}\n${also}${hint}`;
}

/** `k8s/cart.yaml:31:7`, a construct path, or a file alone where the line is not known. */
function whereText({ origin, position }: Where): string {
  if (origin.from === 'construct') return origin.path;
  if (position === undefined) return placeOf(origin);
  return `${fileName(origin.file)}:${position.line}:${position.column}`;
}
