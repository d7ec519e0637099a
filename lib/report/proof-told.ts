// What of a proof a person is told: under several profiles nothing twice. JSON has all of it.
//
// Neighbours: proof-text.ts, proof-markdown.ts, ../model/proof.ts.

import type { Ambiguity, Proof, Undecided, Violation } from '../model/proof';
import { listText } from './list-text';

/** What of a proof is told to a person, who needs no request twice. */
export interface ToldProof {
  /** Of several profiles those of the first that breaks a promise. */
  readonly violations: readonly Violation[];
  /** Profiles with further ones. */
  readonly alsoBroken: readonly string[];
  readonly undecided: readonly UnderProfiles<Undecided>[];
  readonly ambiguous: readonly UnderProfiles<Ambiguity>[];
}

type UnderProfiles<T> = Omit<T, 'profile'> & { readonly profiles: readonly string[] };

export function toldOf({ violations, undecided, ambiguous }: Proof): ToldProof {
  const [first] = violations;
  const broken = [...new Set(violations.flatMap(({ profile }) => profile ?? []))];
  return {
    violations: violations.filter(({ profile }) => profile === first?.profile),
    alsoBroken: broken.filter((profile) => profile !== first?.profile),
    undecided: underProfiles(undecided, ({ where, reason }) => `${where}\n${reason}`),
    // Requests for which it matters differ with what a profile can be sent; the question does not.
    ambiguous: underProfiles(ambiguous, ({ reason }) => reason),
  };
}

function underProfiles<T extends { readonly profile?: string }>(
  list: readonly T[],
  keyOf: (one: T) => string,
): readonly UnderProfiles<T>[] {
  const found = new Map<string, { readonly one: T; readonly profiles: Set<string> }>();
  for (const one of list) {
    const known = found.get(keyOf(one)) ?? { one, profiles: new Set() };
    if (one.profile !== undefined) known.profiles.add(one.profile);
    found.set(keyOf(one), known);
  }
  return [...found.values()].map(({ one: { profile: _, ...rest }, profiles }) => {
    return { ...rest, profiles: [...profiles] };
  });
}

/** That no request is shown for them says nothing of them. */
export function alsoText(profiles: readonly string[]): string {
  return `a promise is broken under ${profilesText(profiles)} as well`;
}

/** `profile istio`, `profiles istio, linkerd, kong and 4 more`; nothing where there is none. */
export function profilesText(names: readonly string[]): string {
  const most = 3;
  const more = names.length > most + 1 ? [`${names.length - most} more`] : [];
  const shown = more.length === 0 ? names : names.slice(0, most);
  if (names.length === 0) return '';
  return `profile${names.length === 1 ? '' : 's'} ${listText([...shown, ...more])}`;
}
