// A gRPC call by expressions -> a reader of paths.
//
// The service is what stands between the first slash and the last, the method what stands behind it
// (grpcCall in ../../routing/accept/prepared-request.ts). Which slash is the last is known at the
// end, so each is taken for it until another comes. Neighbours: automaton.ts, literal-reader.ts.

import { type Character, setOf } from './alphabet';
import { type Automaton, type Reader, type Rules, readerOf, type Verdict } from './automaton';

interface Reading {
  /** Of the service, as if it went on; undefined before the first slash. */
  readonly service?: number;
  /** Of the method behind the last slash; undefined where no service ends there. */
  readonly method?: number;
}

interface CallParts<T> {
  readonly service: T;
  readonly method: T;
}

const slash = '/';

export function callReader({ service, method }: CallParts<Reader>): Reader {
  return {
    sets: [...service.sets, ...method.sets, setOf(slash)],
    over: (characters) => {
      const parts = { service: service.over(characters), method: method.over(characters) };
      return readerOf(callRules(parts, characters)).over(characters);
    },
  };
}

function callRules(
  { service, method }: CallParts<Automaton>,
  characters: readonly Character[],
): Rules<Reading> {
  const indexes = new Map(characters.map((one, index) => [one, index]));
  return {
    sets: [],
    start: {},
    after: (reading, character): Reading | Verdict => {
      const isSlash = character.text === slash;
      if (reading.service === undefined) return isSlash ? { service: service.start } : 'none';
      const index = indexes.get(character) ?? -1;
      const next = { service: service.after(reading.service, index) };
      if (isSlash) {
        return service.accepts(reading.service) ? { ...next, method: method.start } : next;
      }
      if (reading.method === undefined) return next;
      return { ...next, method: method.after(reading.method, index) };
    },
    accepts: (reading) => reading.method !== undefined && method.accepts(reading.method),
    keyOf: (reading) => `${reading.service} ${reading.method}`,
  };
}
