// Findings that somebody takes upon himself: by the settings, or by an annotation of the object that
// they are about. They become notes that give the reason.
//
// An acceptance that meets nothing is told of, since it would one day hide another fault. Neighbours:
// accept-mark.ts (the annotation), ../model/object-codes.ts (what can be accepted here).

import { acceptanceUnused } from '../model/acceptance-unused';
import type { Acceptance } from '../model/config';
import { type Finding, finding, isError } from '../model/finding';
import { type Manifest, nameOf } from '../model/manifest';
import { isOfObjects } from '../model/object-codes';
import type { Origin } from '../model/origin';
import { acceptedBy, type MarkedAcceptance } from './accept-mark';

export interface AcceptanceInput {
  readonly findings: readonly Finding[];
  readonly manifests: readonly Manifest[];
  /** Those of the settings. */
  readonly accept: readonly Acceptance[];
  /** Whether warnings were looked for: else nobody knows which of theirs are used. */
  readonly isLinted: boolean;
}

/** The findings with accepted ones as notes, and what is wrong with the acceptances themselves. */
export function accepted({
  findings: found,
  manifests,
  accept,
  isLinted,
}: AcceptanceInput): readonly Finding[] {
  const names = new NamesByOrigin(manifests);
  const findings = found.map((one) => names.named(one));
  const marked = acceptedBy(manifests);
  const entries = accept.filter(({ code }) => isOfObjects(code));
  const all: readonly (Acceptance | MarkedAcceptance)[] = [...entries, ...marked.entries];
  if (all.length === 0) return [...findings, ...marked.findings];
  const byKey = new Map(all.map((entry) => [keyOf(entry.code, entry.object), entry]));
  const met = new Set<string>();
  const told = findings.map((one) => {
    const key = keyOf(one.code, one.object ?? '');
    const entry = byKey.get(key);
    if (entry === undefined) return one;
    met.add(key);
    return asNote(one, entry.reason);
  });
  const unused = all.filter(
    ({ code, object }) => !met.has(keyOf(code, object)) && (isLinted || isErrorCode(code)),
  );
  return [...told, ...marked.findings, ...unused.map(unusedFinding)];
}

function keyOf(code: string, object: string): string {
  return `${code}\n${object}`;
}

function asNote({ hint: _, ...rest }: Finding, reason: string): Finding {
  return { ...rest, severity: 'info', message: `${rest.message}: accepted, \`${reason}\`` };
}

function isErrorCode(code: Acceptance['code']): boolean {
  return isError(finding(code, { message: '' }));
}

function unusedFinding(entry: Acceptance | MarkedAcceptance): Finding {
  if (!('where' in entry)) return acceptanceUnused(entry);
  const { code, object, where } = entry;
  return finding('acceptance-unused', {
    message: `${object} accepts \`${code}\` by its annotation, and nothing of the kind was found`,
    hint: 'take the line out of the annotation, or correct its code',
    where,
    object,
  });
}

/** What stands where a finding is, for those that do not name it; the index is made when asked for. */
class NamesByOrigin {
  readonly #manifests: readonly Manifest[];
  #names: ReadonlyMap<string, string> | undefined;

  constructor(manifests: readonly Manifest[]) {
    this.#manifests = manifests;
  }

  named(one: Finding): Finding {
    const { origin } = one.where ?? {};
    if (one.object !== undefined || origin === undefined) return one;
    const object = this.#at(origin);
    return object === undefined ? one : { ...one, object };
  }

  #at(origin: Origin): string | undefined {
    this.#names ??= new Map(
      this.#manifests.map((manifest) => [JSON.stringify(manifest.origin), nameOf(manifest.object)]),
    );
    return this.#names.get(JSON.stringify(origin));
  }
}
