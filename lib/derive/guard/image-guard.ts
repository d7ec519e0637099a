// Which images a sandbox may bring: those that a guard-rail names by a pattern.
//
// Patterns are held against the image as it is written, registry, tag and digest included; `*`
// crosses no `/`. Neighbours: fork-guard.ts, sandbox-guard.ts (who ask).

import type { Guardrails } from '../../model/config';
import type { Finding, Where } from '../../model/finding';
import { globMatches } from '../../model/glob';
import type { SandboxSpec } from '../../model/sandbox';
import { choiceText, refused } from './guard-finding';

export interface ImageGuard {
  readonly sandbox: SandboxSpec;
  readonly guardrails: Guardrails;
  readonly where: Where;
}

/** A refusal for each image that no pattern names, each once. */
export function imageRefusals(
  images: readonly string[],
  { sandbox, guardrails, where }: ImageGuard,
): readonly Finding[] {
  const { images: allowed } = guardrails;
  if (allowed === undefined) return [];
  const way =
    allowed.length === 0
      ? "stay with the baseline's image"
      : `use an image of ${choiceText(allowed)}`;
  return [...new Set(images)]
    .filter((image) => !allowed.some((glob) => globMatches(glob, image)))
    .map((image) => refused({ sandbox, does: `sets the image \`${image}\``, way, where }));
}
