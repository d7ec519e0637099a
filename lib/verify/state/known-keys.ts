// Whether a match demands a known key, so that no request without one ever meets it.
//
// A match demands a key where one of its entries is the very entry by which a carrier finds it
// (../../routing/carrier.ts), and the implementation reads that entry. Of entries whose names
// differ in case alone only the first may count. Neighbours: acting.ts, keyed-failures.ts.

import type { Claim } from '../../model/claim';
import type { Carrier, Config } from '../../model/config';
import type { Match, Rule, ValueMatch } from '../../model/route';
import { entryName, type KeyPlace, keyMatch, usesExpression } from '../../routing/carrier';
import { type Law, specification } from '../../routing/law';

export class KnownKeys {
  /** Claims by the entry that demands their key. */
  readonly #claims = new Map<string, Claim>();

  constructor(
    claims: readonly Claim[],
    { carriers, keyName }: Pick<Config, 'carriers' | 'keyName'>,
    law: Law = specification,
  ) {
    const read = carriers.filter((carrier) => isRead(carrier, law));
    for (const claim of claims) {
      for (const carrier of read) {
        const { place, ...entry } = keyMatch(carrier, keyName, claim.owner.routingKey);
        this.#claims.set(entryText(place, entry), claim);
      }
    }
  }

  /** Whose key a match demands. */
  demandedBy(match: Match): Claim | undefined {
    return (
      this.#among('headers', match.headers) ??
      (match.protocol === 'http' ? this.#among('queryParams', match.query) : undefined)
    );
  }

  /** Whether no request without a key meets the rule. */
  isDemandedBy({ matches }: Rule): boolean {
    return matches.length > 0 && matches.every((match) => this.demandedBy(match) !== undefined);
  }

  #among(place: KeyPlace, entries: readonly ValueMatch[]): Claim | undefined {
    const seen = new Set<string>();
    for (const entry of entries) {
      const name = entryName(place, entry.name);
      if (seen.has(name)) continue;
      seen.add(name);
      const claim = this.#claims.get(entryText(place, entry));
      if (claim !== undefined) return claim;
    }
    return undefined;
  }
}

/** Some implementations read no query, and one takes every value for a hit of an expression. */
function isRead(carrier: Carrier, law: Law): boolean {
  if (carrier.type === 'query') return !law.ignoresQueries;
  return !usesExpression(carrier) || !law.headerExpressions.includes('anything');
}

function entryText(place: KeyPlace, { name, type, value }: ValueMatch): string {
  return JSON.stringify([place, entryName(place, name), type, value]);
}
