// The ways in which a request of a grid carries a key: each owner's by each carrier in every
// spelling, two of them at once, an unknown key, and texts that look like a key and are none.
//
// Neighbours: ../arbitrary/keyed.ts (how keys are written), carried-keys.ts (how they are read).

import type { Case } from '../arbitrary/baseline';
import { withDecoy, withKey } from '../arbitrary/keyed';
import type { OracleRequest } from './accept';

/** Makes requests with a key of ones without. */
export type KeyState = (bare: OracleRequest) => readonly OracleRequest[];

/** Spellings of one member, and names of carriers in capitals. */
const spellings = 6;
/** Places of the list of decoys in keyed.ts, and a parameter. */
const decoys = 12;

export function keyStates({ sandboxes, groups, config }: Case): readonly KeyState[] {
  const keys = [...sandboxes, ...groups].map(({ routingKey }) => routingKey);
  const states: KeyState[] = [];
  const carrying = (key: string, carriers: typeof config.carriers, spelling: number): KeyState => {
    const settings = { carriers, keyName: config.keyName };
    return (bare) => {
      const keyed = withKey(
        bare,
        key,
        { carrier: carriers.length > 1 ? 0 : 1, spelling },
        settings,
      );
      return keyed === undefined ? [] : [keyed];
    };
  };
  for (const key of [...keys, ...keys, 'unknown']) {
    for (const carrier of config.carriers) {
      for (let spelling = 0; spelling < spellings; spelling += 1) {
        // The first roll of a spelling writes the carrier's name in capitals.
        states.push(carrying(key, [carrier], spelling * 8 + 1));
      }
      states.push(carrying(key, [carrier], 0));
    }
    // Beside a key that nobody knows, and one key in all carriers at once.
    if (key !== 'unknown') {
      const list = config.carriers.filter(
        ({ type }) => type === 'baggage' || type === 'tracestate',
      );
      for (const carrier of list) {
        const other = carrying('unknown', [carrier], 1);
        const own = carrying(key, [carrier], 1);
        states.push(
          (bare) => other(bare).flatMap(own),
          (bare) => own(bare).flatMap(other),
        );
      }
    }
    if (config.carriers.length > 1) states.push(carrying(key, config.carriers, 1));
  }
  for (const key of keys) {
    for (let place = 0; place < decoys; place += 1) {
      states.push((bare) => [withDecoy(bare, key, ((place << 3) | 1) * 4 + 1, config)]);
    }
    states.push((bare) => [withDecoy(bare, key, 1, config)]);
  }
  return states;
}
