// Which routing key a request carries: none that is known, or one of them, in one carrier.
//
// What carrying means is said by the entry of a match that finds the key (../../routing/carrier.ts):
// a member anywhere in the list. Neighbours: cube.ts, condition.ts.

import type { Claim } from '../../model/claim';
import type { Carrier, Config } from '../../model/config';
import { collect } from '../../model/groups';
import { type KeyMatch, keyMatch } from '../../routing/carrier';
import type { Law } from '../../routing/law';
import { holds } from '../text/text-answer';
import { type Condition, headerCondition, queryCondition } from './condition';

export interface KeyState {
  /** Undefined: no known key. */
  readonly carried?: CarriedKey;
}

export interface CarriedKey {
  readonly claim: Claim;
  readonly carrier: Carrier;
  readonly condition: Condition;
}

/** All known keys, as conditions of requests. */
export class Keys {
  /** The key that a condition asks for, by the condition's id. */
  readonly #keys = new Map<string, string>();
  readonly #byDimension = new Map<string, { key: string; condition: Condition }[]>();
  readonly none: KeyState = {};
  readonly #states = new Map<string, readonly KeyState[]>();
  readonly #claims = new Map<string, Claim[]>();

  constructor(
    readonly claims: readonly Claim[],
    { carriers, keyName }: Pick<Config, 'carriers' | 'keyName'>,
    law: Law,
  ) {
    for (const claim of claims) {
      const key = claim.owner.routingKey;
      const states: KeyState[] = [];
      collect(this.#claims, key, claim);
      for (const carrier of carriers) {
        const asked = keyCondition(keyMatch(carrier, keyName, key), law);
        this.#keys.set(asked.id, key);
        const { dimension } = asked;
        const own = this.#byDimension.get(dimension) ?? [];
        this.#byDimension.set(dimension, own);
        own.push({ key, condition: asked });
        states.push({ carried: { claim, carrier, condition: asked } });
      }
      this.#states.set(key, states);
    }
  }

  /** Who is reached by a key. */
  claimsOf(key: string): readonly Claim[] {
    return this.#claims.get(key) ?? [];
  }

  /** A state for each carrier. */
  statesOf({ owner }: Claim): readonly KeyState[] {
    return this.#states.get(owner.routingKey) ?? [];
  }

  /** The known key that a condition asks for. */
  keyOf({ id }: Condition): string | undefined {
    return this.#keys.get(id);
  }

  /** Whether the carriers use a header or parameter: it is sent once. */
  isCarrier(dimension: string): boolean {
    return this.#byDimension.has(dimension);
  }

  /** The conditions of known keys that a text meets, but those of one key. */
  carriedIn(dimension: string, text: string, but: string | undefined): readonly Condition[] {
    const all = this.#byDimension.get(dimension) ?? [];
    return all
      .filter(({ key, condition: { literal } }) => key !== but && holds(literal, text) === true)
      .map((one) => one.condition);
  }
}

/**
 * To carry a key is to carry it, also where every text passes for a hit: there a match that asks for
 * the key asks for nothing, and takes requests of every key and of none.
 */
function keyCondition({ place, ...entry }: KeyMatch, asked: Law): Condition {
  const isBlind = asked.headerExpressions.includes('anything');
  const law: Law = isBlind ? { ...asked, headerExpressions: ['whole'] } : asked;
  return place === 'headers' ? headerCondition(entry, law) : queryCondition(entry, law);
}
