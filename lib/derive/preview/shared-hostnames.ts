// Hostnames at which two sandboxes ask for a preview: one of them would get all requests.

import type { Finding } from '../../model/finding';
import type { SandboxSpec } from '../../model/sandbox';
import { type Asked, sharedHostname } from './preview-findings';

/** @param sandboxes by name */
export function sharedHostnames(sandboxes: readonly SandboxSpec[]): readonly Finding[] {
  const first = new Map<string, Asked>();
  return sandboxes.flatMap((sandbox) =>
    sandbox.previews.flatMap((preview) => {
      const known = first.get(preview.hostname);
      if (known === undefined) first.set(preview.hostname, { sandbox, preview });
      const isOwn = known === undefined || known.sandbox === sandbox;
      return isOwn ? [] : [sharedHostname(known, { sandbox, preview })];
    }),
  );
}
