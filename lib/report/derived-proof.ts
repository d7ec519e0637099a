// The findings of a proof of what was just derived: told at the documents that asked for it, since
// nobody has seen the objects that they are about.
//
// Neighbours: proof-findings.ts (the findings), summary.ts (before the line), ../pipeline-proof.ts.

import type { SandboxDerivation } from '../model/derivation';
import type { Finding, Where } from '../model/finding';
import type { Origin } from '../model/origin';
import type { Proof } from '../model/proof';
import { count } from './list-text';
import { profilesText } from './proof-told';

export interface DerivedProof {
  /** Of deriving. */
  readonly derived: readonly Finding[];
  /** Of the proof. */
  readonly proved: readonly Finding[];
  readonly sandboxes: readonly SandboxDerivation[];
  /** Routes that sandboxes bring as they are, by the names that messages give them. */
  readonly brought: ReadonlySet<string>;
}

/** All findings, each thing once. */
export function derivedProofFindings(proof: DerivedProof): readonly Finding[] {
  const { derived, proved, sandboxes, brought } = proof;
  const origins = new Map(sandboxes.map(({ owner }) => [owner.name, owner.origin]));
  return [
    // The proof has looked at these.
    ...derived.filter(({ code, object = '' }) => {
      return code !== 'extra-resource-not-judged' || !brought.has(object);
    }),
    // Deriving has told what order is open, as far as it matters to what it writes.
    ...proved
      .filter(({ code }) => code !== 'order-ambiguous')
      .map((one) => atOwner(one, origins))
      .map((one) => ({ ...one, ...hintOf(one, brought) })),
  ];
}

function atOwner(one: Finding, origins: ReadonlyMap<string, Origin>): Finding {
  const documents = new Set(origins.values());
  // A path within a derived object leads nowhere in the document that asked for it.
  const shown = ({ origin, path }: Where): Where =>
    path === undefined || documents.has(origin) ? { origin } : { origin, path };
  const own = one.sandbox === undefined ? undefined : origins.get(one.sandbox);
  const places = [...(one.where === undefined ? [] : [one.where]), ...(one.also ?? [])];
  const all = [...(own === undefined ? [] : [{ origin: own }]), ...places.map(shown)];
  const [where, ...also] = new Map(all.map((place) => [JSON.stringify(place), place])).values();
  return where === undefined ? one : { ...one, where, also };
}

const violations: ReadonlySet<string> = new Set(['isolation-violated', 'fidelity-violated']);

/** What to do about a broken promise: deriving again, which would help others, would not help here. */
function hintOf(
  { code, object = '', severity }: Finding,
  brought: ReadonlySet<string>,
): Pick<Finding, 'hint'> {
  if (severity !== 'error' || !violations.has(code)) return {};
  return {
    hint: brought.has(object)
      ? `in place of ${object} use \`previews\` for a hostname of the sandbox's own, or \`virtual\` for a Service elsewhere; else accept \`${code}\` of it in the settings, and the proof leaves it out`
      : 'take out what stands under `extraResources` and acts on these requests; where nothing does, deriving is at fault: please report it with the manifests',
  };
}

/** What was proved, as a line after the summary of what was derived; empty where it was not. */
export function provedLine(proof: Proof | undefined): string {
  if (proof?.result !== 'proved') return '';
  const named = profilesText(proof.profiles.map(({ profile }) => profile));
  const order = named === '' ? "the specification's order" : named;
  const open = count(proof.ambiguous.length, 'ambiguity', 'ambiguities');
  const but =
    proof.ambiguous.length === 0 ? '' : `; but for ${open}, which \`gatefork verify\` lists`;
  return `proved under ${order}: every request without a known key goes where it went, and with one where the baseline sends it, forks in place${but}\n`;
}
