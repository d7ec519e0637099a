// Whether the carriers can work where the routes are to run.
//
// The match of a carrier is one that the Gateway API leaves to implementations, an Exact header
// aside: an expression is implementation-specific, a query match an Extended feature. A profile
// that is not known to take it refuses the carrier; where none is named, that is a warning.
// Neighbours: ../../routing/profiles/support.ts (the facts), carrier-findings.ts.

import type { Carrier, Config } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import { carrierName, usesExpression } from '../../routing/carrier';
import { titleOf } from '../../routing/profile';
import { type Feature, supportsOf } from '../../routing/profiles/support';

/** What the match of a carrier asks of an implementation; nothing for an Exact header. */
function featureOf(carrier: Carrier): Feature | undefined {
  if (usesExpression(carrier)) return 'header expressions';
  return carrier.type === 'query' ? 'query matches' : undefined;
}

/** Features that carriers ask for, each with those carriers. */
function asked(carriers: readonly Carrier[]): ReadonlyMap<Feature, readonly Carrier[]> {
  const found = new Map<Feature, Carrier[]>();
  for (const carrier of carriers) {
    const feature = featureOf(carrier);
    if (feature !== undefined) found.set(feature, [...(found.get(feature) ?? []), carrier]);
  }
  return found;
}

const nouns: { readonly [feature in Feature]: string } = {
  'header expressions': 'regular expressions for headers',
  'query matches': 'matches on query parameters',
  'method matches': 'matches on methods',
};

export function supportFindings({ carriers, profiles }: Config): readonly Finding[] {
  const features = asked(carriers);
  if (features.size === 0) return [];
  // The specification is no implementation: it leaves open what is asked here.
  const named = profiles.filter((name) => supportsOf(name) !== undefined);
  if (named.length === 0) return [unnamed(features)];
  return named.flatMap((name) =>
    [...features].flatMap(([feature, own]) => unsupported(name, feature, own)),
  );
}

function unsupported(
  profile: string,
  feature: Feature,
  carriers: readonly Carrier[],
): readonly Finding[] {
  const support = supportsOf(profile)?.[feature];
  if (support === undefined || support.answer === 'yes') return [];
  const not = support.answer === 'no' ? 'does not take' : 'is not known to take';
  return [
    finding('carrier-unsupported', {
      message: `${titleOf(profile)} (profile \`${profile}\`) ${not} ${nouns[feature]}, on which the ${carriersText(carriers)} rest${carriers.length === 1 ? 's' : ''} (${support.source})`,
      hint: 'carry the key in a header of its own, which every implementation takes: `carriers: [{ header: x-routing-key }]`',
    }),
  ];
}

function unnamed(features: ReadonlyMap<Feature, readonly Carrier[]>): Finding {
  const parts = [...features].map(([feature, carriers]) => {
    return `the ${carriersText(carriers)} rest${carriers.length === 1 ? 's' : ''} on ${nouns[feature]}`;
  });
  return finding('carrier-support-unknown', {
    message: `${parts.join(', and ')}, which not every implementation of the Gateway API takes, and no \`profile\` says which one the routes run on`,
    hint: 'name it with `profile` in the settings or `--profile`, or carry the key in a header of its own',
  });
}

function carriersText(carriers: readonly Carrier[]): string {
  const names = carriers.map(carrierName);
  const last = names.pop() ?? '';
  return names.length === 0 ? `carrier ${last}` : `carriers ${names.join(', ')} and ${last}`;
}
