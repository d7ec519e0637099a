// Errors as synthesis says them: validation messages, which cdk8s prints behind the path of the
// construct that they are about, all at once.

import type { Finding } from '../model/finding';
import type { FieldPath } from '../model/manifest';

/** A finding as one line, for a place that names the construct already. */
export function validationMessage({ code, message, hint, where }: Finding): string {
  const field = where?.path === undefined ? '' : ` at ${fieldText(where.path)}`;
  return `${code}: ${message}${field}${hint === undefined ? '' : `; hint: ${hint}`}`;
}

/** `spec.rules[0].matches` for a path of steps. */
function fieldText(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
