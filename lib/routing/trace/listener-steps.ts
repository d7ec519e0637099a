// How each listener of a Gateway stood to a request, for a person to read.
//
// Neighbours: ../arena/listener-choice.ts (who decides), ../../model/decision.ts.

import type { ListenerStep } from '../../model/decision';
import type { Gateway, Listener } from '../../model/gateway';
import { listenerText } from '../arena/listener-choice';
import { coversHost } from '../hostname';

interface Choosing {
  /** The Host, or the name in the TLS handshake; empty where there is none. */
  readonly name: string;
  readonly port: number;
  /** Those of the port that speak the protocol. */
  readonly listeners: readonly Listener[];
  /** Each with what keeps every client from it, where something does. */
  readonly taken: ReadonlyMap<Listener | undefined, string | undefined>;
}

export function listenerSteps(gateway: Gateway, choosing: Choosing): readonly ListenerStep[] {
  return gateway.listeners.map((listener) => ({
    listener: listenerText(listener),
    hostname: listener.hostname,
    port: listener.port ?? choosing.port,
    protocol: listener.protocol,
    ...standing(listener, choosing),
  }));
}

function standing(
  listener: Listener,
  { name, port, listeners, taken }: Choosing,
): Pick<ListenerStep, 'state' | 'because'> {
  if (taken.has(listener)) {
    const because =
      name === ''
        ? `listens on port ${port}`
        : taken.size > 1
          ? maybeOf(listener, taken)
          : `most specific hostname for \`${name}\``;
    const problem = taken.get(listener);
    return {
      state: 'chosen',
      because: problem === undefined ? because : `${because}, and ${problem}`,
    };
  }
  if (listener.state === 'conflicted') {
    return { state: 'other', because: `takes no traffic (${listener.reason ?? 'Conflicted'})` };
  }
  if (listener.port !== undefined && listener.port !== port) {
    return { state: 'other', because: `has port ${listener.port}` };
  }
  if (!listeners.includes(listener))
    return { state: 'other', because: `speaks ${listener.protocol}` };
  if (!coversHost(listener.hostname, name)) {
    const what = name === '' ? 'a request that names no host' : `\`${name}\``;
    return { state: 'other', because: `does not cover ${what}` };
  }
  return { state: 'covers', because: 'another listener is more specific' };
}

/** Why a listener may be the one, where another may be as well. */
function maybeOf(
  { hostname }: Listener,
  taken: ReadonlyMap<Listener | undefined, string | undefined>,
): string {
  const isSecond = [...taken].some(
    ([other, problem]) => problem !== undefined && other?.hostname !== hostname,
  );
  return isSecond
    ? 'may have the names of a more specific listener that lets nobody through'
    : 'may be the most specific hostname';
}
