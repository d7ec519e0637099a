// What an implementation's profile is: the specification with its known deviations applied.
//
// A deviation is data with a source, so that nobody need believe it. What is not known stays as
// open as the specification leaves it. Neighbours: ../law.ts (the questions), ../profile.ts.

import { type Law, specification } from '../law';

/**
 * How a deviation is known: `measured`: seen on a running data plane or its own translation;
 * `source`: read in its code; `report`: its conformance report or its maker's answer;
 * `general knowledge`: not looked up here.
 */
export type Evidence = 'measured' | 'source' | 'report' | 'general knowledge';

/** One question that an implementation answers otherwise than the specification. */
export type Deviation = {
  readonly [Trait in keyof Law]: {
    readonly trait: Trait;
    readonly value: Law[Trait];
    readonly source: string;
    readonly evidence: Evidence;
  };
}[keyof Law];

export interface Profile {
  readonly name: string;
  readonly title: string;
  /** The versions that were looked at, and when. */
  readonly seen: string;
  readonly law: Law;
  readonly deviations: readonly Deviation[];
  /** What may differ too and no trait of the law can say, as sentences without full stop. */
  readonly gaps: readonly string[];
}

export interface ProfileFacts {
  readonly name: string;
  readonly title: string;
  readonly seen: string;
  readonly deviations: readonly Deviation[];
  readonly gaps?: readonly string[];
}

export function profile({ gaps = [], ...facts }: ProfileFacts): Profile {
  const isSaid = facts.deviations.some(({ trait }) => trait === 'countsOwnHostnames');
  const deviations = isSaid ? facts.deviations : [...facts.deviations, ownHostnames];
  let law: Law = specification;
  for (const { trait, value } of deviations) law = { ...law, [trait]: value };
  return { ...facts, deviations, gaps, law };
}

/** The profile that deviates in nothing. */
export function specificationProfile(seen: string): Profile {
  const [name, title] = ['specification', 'the specification'];
  return { name, title, seen, deviations: [], gaps: [], law: specification };
}

/** One deviation, in the order in which a person says it. */
export function deviates<Trait extends keyof Law>(
  trait: Trait,
  value: Law[Trait],
  evidence: Evidence,
  source: string,
): Deviation {
  // The union of all traits, which a type parameter cannot be shown to be one of.
  return { trait, value, evidence, source } as Deviation;
}

/** What the specification says of them is read in two ways, and no report tells. */
const ownHostnames = deviates(
  'countsOwnHostnames',
  'open',
  'general knowledge',
  'not looked at, and nothing that conformance reports on',
);

/** What a conformance report says of the two features about listeners that may be left out. */
export function reported(
  report: string,
  features: { readonly isolation?: 'no' | 'open'; readonly misdirected?: 'open' },
): readonly Deviation[] {
  const { isolation, misdirected } = features;
  return [
    ...(isolation === undefined
      ? []
      : [deviates('listenerIsolation', isolation, 'report', report)]),
    ...(misdirected === undefined
      ? []
      : [deviates('detectsMisdirected', misdirected, 'report', report)]),
  ];
}

/** Why a profile's orders are all the known ones: each of them passes the conformance suite. */
export const notLookedAt =
  'nobody here has looked at its order; all known ones pass the conformance suite, so each is possible';
