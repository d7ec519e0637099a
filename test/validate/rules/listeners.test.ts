// Listeners: what their protocol takes, certificates, and no two alike.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { told } from './told';

const listener = (index: number, own: JsonObject) => ({ name: `l${index}`, port: 80, ...own });
const ofListeners = (...all: JsonObject[]) =>
  told('Gateway', {
    gatewayClassName: 'a',
    listeners: all.map((own, index) => listener(index, own)),
  });

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'tls without TLS',
    ofListeners({ protocol: 'HTTP', tls: { certificateRefs: [{ name: 'a' }] } }),
    ['listener-field-mismatch spec.listeners[0].tls is not for a listener of protocol `HTTP`'],
  ],
  [
    'a hostname for TCP',
    ofListeners({ protocol: 'TCP', hostname: 'a.example' }),
    [
      'listener-field-mismatch spec.listeners[0].hostname is not for a listener of protocol `TCP`, which sees no host',
    ],
  ],
  [
    'HTTPS that passes through',
    ofListeners({ protocol: 'HTTPS', tls: { mode: 'Passthrough' } }),
    [
      'listener-field-mismatch spec.listeners[0].tls.mode is `Passthrough`, and a listener of protocol `HTTPS` reads requests, for which it must terminate TLS',
    ],
  ],
  [
    'TLS that says nothing',
    ofListeners({ protocol: 'TLS' }),
    [
      'listener-tls-incomplete spec.listeners[0].tls is not there, and is required for a listener of protocol `TLS`',
    ],
  ],
  [
    'HTTPS without a certificate',
    ofListeners({ protocol: 'HTTPS', tls: {} }),
    [
      'listener-tls-incomplete spec.listeners[0].tls.certificateRefs is not there, and TLS cannot be terminated without a certificate',
    ],
  ],
  [
    'HTTPS with no certificate',
    ofListeners({ protocol: 'HTTPS', tls: { certificateRefs: [] } }),
    [
      'listener-tls-incomplete spec.listeners[0].tls.certificateRefs is empty, and TLS cannot be terminated without a certificate',
    ],
  ],
  [
    'options may say where the certificate is',
    ofListeners({ protocol: 'HTTPS', tls: { options: { 'a.example/certificate': 'b' } } }),
    [],
  ],
  ['HTTPS without tls is taken', ofListeners({ protocol: 'HTTPS' }), []],
  [
    'two of one port, protocol and hostname',
    ofListeners({ protocol: 'HTTP' }, { protocol: 'HTTP' }),
    [
      'listener-duplicate spec.listeners[1] has the port, protocol and hostname of listener 0: `80`, `HTTP`, no hostname',
    ],
  ],
  [
    'two that differ in the hostname alone',
    ofListeners({ protocol: 'HTTP' }, { protocol: 'HTTP', hostname: 'a.example' }),
    [],
  ],
  [
    'those of a ListenerSet',
    told('ListenerSet', {
      parentRef: { name: 'web' },
      listeners: [listener(0, { protocol: 'UDP', hostname: 'a' })],
    }),
    [
      'listener-field-mismatch spec.listeners[0].hostname is not for a listener of protocol `UDP`, which sees no host',
    ],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
