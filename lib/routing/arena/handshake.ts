// Which listener a client reaches by the name in its TLS handshake, and whether it gets through.
//
// The most specific listener is chosen. Where no handshake with it can succeed, the specification
// does not say whether it is there all the same: its name is lost, or a wider listener has it
// ("the longest matching SNI out of all available certificates"). Both are possible, and with no
// wider one they are the same. Neighbours: listener-tls.ts, listener-choice.ts, gateway-arena.ts,
// ../outcome/connection.ts.

import type { Outcome } from '../../model/decision';
import type { Gateway, Listener } from '../../model/gateway';
import type { Inventory } from '../../model/inventory';
import { listenerText, mostSpecific } from './listener-choice';
import { handshakeProblem } from './listener-tls';

export interface HandshakeFailure {
  /** Said of the listener: `has no certificate to show: …`. */
  readonly problem: string;
  readonly outcome: Outcome;
}

export interface Handshake {
  /** Undefined: possibly none covers the name. */
  readonly listener: Listener | undefined;
  /** What keeps every client from it, and so what the connection is closed for. */
  readonly failure?: HandshakeFailure;
  /** The listeners that it was chosen from. */
  readonly among: readonly Listener[];
}

export interface Handshakes {
  /** Those that are possible, at least one. */
  readonly possible: readonly Handshake[];
  /** Why there is more than one, where it is not the age of ListenerSets. */
  readonly because: readonly string[];
}

/** @param among the listeners of the port that speak TLS */
export function handshakes(
  among: readonly Listener[],
  name: string,
  gateway: Gateway,
  inventory: Inventory,
): Handshakes {
  const problemOf = (listener: Listener) => handshakeProblem(listener, gateway, inventory);
  const first = mostSpecific(among, name).map((listener): Handshake => {
    const problem = listener === undefined ? undefined : problemOf(listener);
    if (listener === undefined || problem === undefined) return { listener, among };
    const because = `${listenerText(listener)} ${problem}`;
    return { listener, failure: { problem, outcome: { outcome: 'rejected', because } }, among };
  });
  if (first.every(({ failure }) => failure === undefined)) return { possible: first, because: [] };
  const usable = among.filter((listener) => problemOf(listener) === undefined);
  const known = new Set([undefined, ...first.map(({ listener }) => listener)]);
  const next = mostSpecific(usable, name)
    .filter((listener) => !known.has(listener))
    .map((listener) => ({ listener, among: usable }));
  return { possible: [...first, ...next], because: next.length === 0 ? [] : [doubt] };
}

const doubt =
  'it is not known whether a wider listener takes the names of one with which no handshake succeeds';
