// What to say when a baseline selector draws a fork in, or a policy loses it.
//
// Neighbour: labels.ts, which tried to prevent both.

import { type Finding, finding, type Where } from '../../model/finding';
import { type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import { type Labels, selectorText } from '../../model/selector';
import type { Escape } from './labels';
import type { SelectorUse } from './selectors';

export interface CaptureContext {
  readonly fork: KubeObject;
  /** The fork's own pod selector. */
  readonly selector: Labels;
  /** Selectors that took the pods of the baseline. */
  readonly baseline: readonly SelectorUse[];
  readonly where: Where;
  readonly sandbox: string;
}

export function captureFindings(freed: Escape, context: CaptureContext): readonly Finding[] {
  const { fork, where, sandbox } = context;
  return byOwner(freed.captured).map(({ owner, selector }) =>
    finding('fork-captured', {
      message: `${nameOf(owner.object)} selects the pods of ${nameOf(fork)} by \`${selectorText(selector)}\`, whatever labels they get`,
      hint: `let its selector ask for a label that its own pods carry, such as \`app=...\`, or leave the fork's pods out with \`!gatefork.dev/sandbox\``,
      where,
      also: [{ origin: owner.origin }],
      sandbox,
    }),
  );
}

/** The policies that cover the baseline's pods, or let them through, and not the fork's. */
export function policiesLost(freed: Escape, { baseline }: CaptureContext): readonly SelectorUse[] {
  const kept = new Set(freed.after);
  return baseline.filter((use) => use.role === 'protects' && !kept.has(use));
}

export function policyFindings(
  lost: readonly SelectorUse[],
  { fork, selector, where, sandbox }: CaptureContext,
): readonly Finding[] {
  const own = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return byOwner(lost).map((use) =>
    finding('policy-left-behind', {
      message: `${nameOf(use.owner.object)} selects pods by \`${selectorText(use.selector)}\`, which the pods of ${nameOf(fork)} no longer carry`,
      hint: `give the sandbox a policy for \`${own.join(',')}\`, or let this one select by a label that no Service and no workload uses`,
      where,
      also: [{ origin: use.owner.origin }],
      sandbox,
    }),
  );
}

function byOwner(uses: readonly SelectorUse[]): readonly SelectorUse[] {
  const first = new Map<Manifest, SelectorUse>();
  for (const use of uses) if (!first.has(use.owner)) first.set(use.owner, use);
  return [...first.values()];
}
