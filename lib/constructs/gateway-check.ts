// What a Gateway's listeners may hold, beyond their schema: the CRDs' rules for protocols, TLS
// and hostnames, and for listeners that no request could tell apart.

import type { GatewayListener } from '../../imports/gateway-api';
import type { FieldPath } from '../model/manifest';
import type { Problem, Problems } from './misuse';

interface ListenerLaw {
  readonly breaks: (listener: GatewayListener) => boolean;
  readonly message: string;
  readonly hint?: string;
}

const isOneOf = (...protocols: readonly string[]) => {
  return ({ protocol }: GatewayListener) => protocols.includes(protocol);
};
const [isPlaintext, isHttps, isTls, isRaw] = [
  isOneOf('HTTP', 'TCP', 'UDP'),
  isOneOf('HTTPS'),
  isOneOf('TLS'),
  isOneOf('TCP', 'UDP'),
];

const laws: readonly ListenerLaw[] = [
  {
    breaks: (listener) => isPlaintext(listener) && listener.tls !== undefined,
    message: 'has `tls`, which its protocol does not know',
    hint: 'use HTTPS or TLS',
  },
  {
    breaks: (listener) => isHttps(listener) && (listener.tls?.mode ?? 'Terminate') !== 'Terminate',
    message: 'is HTTPS and passes TLS through',
    hint: 'use Listener.tls for passthrough',
  },
  {
    breaks: (listener) => isTls(listener) && listener.tls === undefined,
    message: 'is TLS and lacks `tls`',
  },
  {
    breaks: (listener) => isRaw(listener) && Boolean(listener.hostname),
    message: 'has a hostname, which its protocol does not know',
  },
  {
    breaks: ({ tls }) =>
      tls !== undefined &&
      (tls.mode ?? 'Terminate') === 'Terminate' &&
      (tls.certificateRefs?.length ?? 0) === 0 &&
      Object.keys(tls.options ?? {}).length === 0,
    message: 'terminates TLS and has neither certificates nor options',
    hint: "name the Secret: Listener.https({ certificates: ['shop-tls'] })",
  },
];

export function* listenerProblems(listeners: readonly GatewayListener[]): Problems {
  const known = new Map<string, string>();
  for (const [index, listener] of listeners.entries()) {
    const path = ['listeners', index];
    for (const { breaks, ...problem } of laws) {
      if (breaks(listener)) yield { path, ...problem };
    }
    yield* twinProblems(listener, path, known);
  }
}

function* twinProblems(
  { name, port, protocol, hostname = '' }: GatewayListener,
  path: FieldPath,
  known: Map<string, string>,
): Generator<Problem> {
  const key = `${port}/${protocol}/${hostname}`;
  const twin = known.get(key);
  if (twin !== undefined && twin !== name) {
    const message = `takes what listener \`${twin}\` takes`;
    yield { path, message, hint: 'give one of them another port, protocol or hostname' };
  }
  known.set(key, name);
}
