// The listeners of a Gateway and of the ListenerSets that it lets in -> one list, and which of
// them traffic reaches.
//
// Inside one object all listeners that are not distinct drop out. Between objects the first stays:
// the Gateway, then ListenerSets by age, namespace and name (GEP-1713). One that drops out is in
// nobody's way. Neighbours: gateway-reader.ts, displacement.ts, ../model/gateway.ts.

import type { Listener } from '../model/gateway';
import { type Claim, type Standing, settle } from './displacement';
import { isKnownProtocol } from './listener-check';
import { holderId, type UnmergedListener } from './listener-reader';

/** The listeners of one object. */
export interface Part {
  readonly listeners: readonly UnmergedListener[];
  /** When its object was made: -Infinity for a Gateway; undefined: the input does not tell. */
  readonly time: number | undefined;
}

/** Of protocols that hostnames tell apart, each stands for itself on a port. */
const byHostname = new Set(['HTTP', 'HTTPS', 'TLS']);

/** In the order of the parts, which is the order of precedence. */
export function merge(parts: readonly Part[]): readonly Listener[] {
  const standings = settle(
    parts.flatMap(({ listeners, time }) =>
      listeners.flatMap((listener) =>
        faultOf(listener) === undefined ? claimOf(listener, time) : [],
      ),
    ),
  );
  return parts.flatMap(({ listeners }) =>
    listeners.map((listener) => ({ ...listener, ...stateOf(listener, standings.get(listener)) })),
  );
}

/** What is wrong with a listener by itself: a reason of its condition `Accepted`. */
function faultOf({ protocol, port }: UnmergedListener): string | undefined {
  if (!isKnownProtocol(protocol)) return 'UnsupportedProtocol';
  return port === undefined ? 'Invalid' : undefined;
}

/** The other of two protocols between which a handshake can choose by its server name alone. */
const rivals: ReadonlyMap<string, string> = new Map([
  ['HTTPS', 'TLS'],
  ['TLS', 'HTTPS'],
]);

/**
 * HTTP beside HTTPS or TLS on one port counts as distinct, as does HTTPS beside TLS, which the
 * specification leaves to implementations, unless they have one hostname: no server name would
 * tell them apart. TCP shares its port with nothing but UDP. What protocols of implementations
 * share is theirs to say.
 */
function claimOf(
  listener: UnmergedListener,
  time: number | undefined,
): readonly Claim<UnmergedListener>[] {
  const { holder, protocol, port, hostname } = listener;
  const { namespace, name } = holder;
  const whole = `${port} ${protocol}`;
  const claim = { value: listener, holder: holderId(holder), time, namespace, name };
  if (byHostname.has(protocol)) {
    const own = `${whole} ${hostname}`;
    const rival = rivals.get(protocol);
    const against = rival === undefined ? [] : [`${port} ${rival} ${hostname}`];
    return [{ ...claim, keys: [own, `${port} hosts`], against: [`${port} TCP`, own, ...against] }];
  }
  if (protocol === 'TCP') {
    return [{ ...claim, keys: [whole], against: [`${port} hosts`, whole] }];
  }
  return protocol === 'UDP' ? [{ ...claim, keys: [whole], against: [whole] }] : [];
}

function stateOf(
  listener: UnmergedListener,
  standing: Standing<UnmergedListener> | undefined,
): Pick<Listener, 'state' | 'reason'> {
  const fault = faultOf(listener);
  if (fault !== undefined) return { state: 'conflicted', reason: fault };
  if (standing === undefined || standing.state === 'stays') return { state: 'valid' };
  const isOneProtocol = listener.protocol === standing.by.protocol;
  const reason =
    isOneProtocol && byHostname.has(listener.protocol) ? 'HostnameConflict' : 'ProtocolConflict';
  return { state: standing.state === 'open' ? 'open' : 'conflicted', reason };
}
