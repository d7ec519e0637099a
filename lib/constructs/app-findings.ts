// Errors as synthesis says them: validation messages, which cdk8s prints behind the path of the
// construct that they are about, all at once.

import type { Finding } from '../model/finding';
import { fieldName } from '../model/manifest';

/** A finding as one line, for a place that names the construct already. */
export function validationMessage({ code, message, hint, where }: Finding): string {
  // A fork's props have no such level; files have it.
  const path = where?.path?.filter((step) => step !== 'customizations');
  const name = path === undefined || path.length === 0 ? '' : fieldName(path);
  const field = name === '' || message.includes(`\`${name}\``) ? '' : ` (${name})`;
  return `${code}: ${message}${field}${hint === undefined ? '' : `; hint: ${hint}`}`;
}
