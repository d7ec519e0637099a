// How Gatefork says that a guard-rail holds a sandbox back: what it asks for, what is allowed, and
// who says so.

import { type Finding, finding, type Where } from '../../model/finding';
import type { SandboxSpec } from '../../model/sandbox';

export interface Refusal {
  readonly sandbox: SandboxSpec;
  /** What the sandbox does; completes `sandbox pr-42 ...`. */
  readonly does: string;
  /** What would be allowed, as an instruction. */
  readonly way: string;
  readonly where: Where;
}

export function refused({ sandbox, does, way, where }: Refusal): Finding {
  return finding('guardrail', {
    message: `sandbox ${sandbox.name} ${does}, which the guard-rails of gatefork.yaml do not allow`,
    hint: `${way}, or ask those who keep gatefork.yaml to allow it under \`guardrails\``,
    where,
    sandbox: sandbox.name,
  });
}

/** `a`, `b` or `c`, as somebody may choose among them; at most five. */
export function choiceText(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).map((text) => `\`${text}\``);
  if (texts.length > 5) shown.push('others');
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}
