// What to say when a baseline selector draws a fork in, and which policies its labels lost or
// gained.
//
// Neighbours: escape.ts, which tried to prevent all of it; ../protect/, which makes up for it.

import { type Finding, finding, type Where } from '../../model/finding';
import { type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import { type Labels, selectorText } from '../../model/selector';
import type { SelectorUse } from '../selectors/selectors';
import type { Escape } from './escape';

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
      object: nameOf(owner.object),
      sandbox,
    }),
  );
}

/** The policies that cover the baseline's pods, or let them through, and not the fork's. */
export function policiesLost(freed: Escape, { baseline }: CaptureContext): readonly SelectorUse[] {
  const kept = new Set(freed.after);
  return baseline.filter((use) => isPolicy(use) && !kept.has(use));
}

/** The policies that came to take the fork's pods by what became of their labels. */
export function policiesGained(
  freed: Escape,
  { baseline }: CaptureContext,
): readonly SelectorUse[] {
  const known = new Set([...baseline, ...freed.before]);
  return freed.after.filter((use) => isPolicy(use) && !known.has(use));
}

/** Whoever selects by a mark of ours has said what becomes of forks. */
function isPolicy({ role, selector }: SelectorUse): boolean {
  return role === 'protects' && !selector.some(({ key }) => key.includes('gatefork.dev/'));
}

function byOwner(uses: readonly SelectorUse[]): readonly SelectorUse[] {
  const first = new Map<Manifest, SelectorUse>();
  for (const use of uses) if (!first.has(use.owner)) first.set(use.owner, use);
  return [...first.values()];
}
