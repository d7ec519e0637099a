// Whether a match demands a known key, so that no request without one ever meets it.
//
// A match demands a key where one of its entries is the very entry by which a carrier finds it
// (../../routing/carrier.ts), and the implementation reads that entry. Of entries whose names
// differ in case alone only the first may count. Neighbours: acting.ts, keyed-failures.ts.

import type { Claim } from '../../model/claim';
import type { Carrier, Config } from '../../model/config';
import { collect } from '../../model/groups';
import type { Match, Rule, ValueMatch } from '../../model/route';
import {
  entryName,
  type KeyMatch,
  type KeyPlace,
  keyMatch,
  usesExpression,
} from '../../routing/carrier';
import { type Law, specification } from '../../routing/law';

export class KnownKeys {
  /** By the value that an entry asks for, which few entries of a baseline have. */
  readonly #demands = new Map<string, Demand[]>();

  constructor(
    claims: readonly Claim[],
    { carriers, keyName }: Pick<Config, 'carriers' | 'keyName'>,
    law: Law = specification,
  ) {
    const read = carriers.filter((carrier) => isRead(carrier, law));
    for (const claim of claims) {
      for (const carrier of read) {
        const entry = keyMatch(carrier, keyName, claim.owner.routingKey);
        collect(this.#demands, entry.value, { claim, entry });
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
    for (const [index, entry] of entries.entries()) {
      const demands = this.#demands.get(entry.value);
      if (demands === undefined) continue;
      const name = entryName(place, entry.name);
      const isFirst = !entries.slice(0, index).some((one) => entryName(place, one.name) === name);
      const found = demands.find(
        ({ entry: asked }) =>
          asked.place === place &&
          asked.type === entry.type &&
          entryName(place, asked.name) === name,
      );
      if (found !== undefined && isFirst) return found.claim;
    }
    return undefined;
  }
}

interface Demand {
  readonly claim: Claim;
  readonly entry: KeyMatch;
}

/** Some implementations read no query, and one takes every value for a hit of an expression. */
function isRead(carrier: Carrier, law: Law): boolean {
  if (carrier.type === 'query') return !law.ignoresQueries;
  return !usesExpression(carrier) || !law.headerExpressions.includes('anything');
}
