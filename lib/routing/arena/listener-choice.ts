// Which listener of a Gateway takes a request: by port, then by the most specific hostname.
//
// The law is `GatewaySpec.Listeners`: HTTP by Host, HTTPS and TLS by the name in the TLS
// handshake (SNI). Conflicted listeners take nothing; where the age of two ListenerSets decides
// which is conflicted, both choices are possible. Neighbours: ../hostname.ts, gateway-arena.ts.

import { assumedProtocol, type Gateway, type Listener } from '../../model/gateway';
import { collect } from '../../model/groups';
import { coversHost } from '../hostname';
import { compareHosts } from '../rank/precedence';

/** What a listener is asked for; protocols with a domain of their own may be anything. */
export type Wanted = 'http' | 'https' | 'tls' | 'tcp' | 'udp';

const protocols: { readonly [wanted in Wanted]: readonly string[] } = {
  http: ['HTTP'],
  // A TLS listener takes the connection of an HTTPS request as well.
  https: ['HTTPS', 'TLS'],
  tls: ['TLS', 'HTTPS'],
  tcp: ['TCP'],
  udp: ['UDP'],
};

/** The listeners of a port that speak a protocol, conflicted ones left out. */
export function listenersFor(
  gateway: Gateway,
  wanted: Wanted,
  at: { readonly port: number; readonly listener?: string },
): readonly Listener[] {
  return gateway.listeners.filter(
    ({ port, protocol, state, name }) =>
      state !== 'conflicted' &&
      (port === undefined || port === at.port) &&
      (at.listener === undefined || name === at.listener) &&
      (protocols[wanted].includes(protocol) ||
        protocol === assumedProtocol ||
        protocol.includes('/')),
  );
}

/** Why more than one may be the most specific. */
export const ageDecides = 'the age of ListenerSets decides which listener is taken';

/**
 * The listeners that may be the most specific one for a name; `undefined` among them where
 * possibly none covers it. One entry: no doubt.
 */
export function mostSpecific(
  listeners: readonly Listener[],
  name: string,
): readonly (Listener | undefined)[] {
  const covering = listeners
    .filter(({ hostname }) => coversHost(hostname, name))
    .sort((left, right) => compareHosts(right.hostname, left.hostname));
  const possible: (Listener | undefined)[] = [];
  let best: string | undefined;
  for (const listener of covering) {
    if (best !== undefined && listener.hostname !== best) break;
    const before = possible.at(-1);
    const isOneOfTwo = before?.hostname === listener.hostname && isOneThere([before, listener]);
    possible.push(listener);
    if (listener.state === 'valid' || isOneOfTwo) best = listener.hostname;
  }
  if (best === undefined) possible.push(undefined);
  return possible;
}

/**
 * Whether one of those that only age decides between is there: not for certain where a listener
 * of another protocol contests them too.
 */
function isOneThere(rivals: readonly Listener[]): boolean {
  return rivals.length > 1 && rivals.every(({ reason }) => reason === 'HostnameConflict');
}

/** Listeners that are there beside each other. */
export interface Company {
  readonly sure: readonly Listener[];
  /** Each of them may be there or not. */
  readonly open: readonly Listener[];
}

/** So many sets are told one by one; they double with every hostname that ages decide about. */
const mostSets = 16;

/**
 * The sets of listeners that may be there beside one that is: of those that only age decides,
 * one of each hostname, or none where it is the only one of its hostname.
 */
export function togetherWith(
  listener: Listener,
  covering: readonly Listener[],
): readonly Company[] {
  const open = new Map<string, Listener[]>();
  const sure: Listener[] = [listener];
  for (const other of covering) {
    if (other === listener) continue;
    if (other.state === 'valid') sure.push(other);
    // What was chosen is there, so its rival is not.
    else if (other.hostname !== listener.hostname) collect(open, other.hostname, other);
  }
  let sets: readonly (readonly Listener[])[] = [sure];
  for (const rivals of open.values()) {
    const ways = [...rivals.map((one) => [one]), ...(isOneThere(rivals) ? [] : [[]])];
    sets = sets.flatMap((set) => ways.map((way) => [...set, ...way]));
    if (sets.length > mostSets) return [{ sure, open: [...open.values()].flat() }];
  }
  return sets.map((set) => ({ sure: set, open: [] }));
}

/** The listener as messages name it: `Gateway edge/public listener https`. */
export function listenerText({ holder, name }: Listener): string {
  const home = holder.namespace === '' ? '' : `${holder.namespace}/`;
  return `${holder.kind} ${home}${holder.name}${name === '' ? '' : ` listener ${name}`}`;
}
