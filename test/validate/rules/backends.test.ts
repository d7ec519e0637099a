// Backends as objects of their own.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { told } from './told';

const ofBackend = (own: JsonObject) =>
  told(
    'XBackend',
    {
      type: 'ExternalHostname',
      externalHostname: { hostname: 'a.example' },
      port: { port: 443 },
      ...own,
    },
    { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1' },
  );

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'an outside without a hostname',
    ofBackend({ externalHostname: undefined }),
    ['union-mismatch spec.externalHostname is not there, though type is `ExternalHostname`'],
  ],
  [
    'a client certificate that nobody asks for',
    ofBackend({
      tls: {
        mode: 'ServerOnly',
        clientCertificateRef: { name: 'a' },
        validation: { hostname: 'a', wellKnownCACertificates: 'System' },
      },
    }),
    [
      'union-mismatch spec.tls.clientCertificateRef belongs to mode `ClientAndServer`, and mode is `ServerOnly`',
    ],
  ],
  [
    'a client certificate that is not there',
    ofBackend({
      tls: {
        mode: 'ClientAndServer',
        validation: { hostname: 'a', wellKnownCACertificates: 'System' },
      },
    }),
    ['union-mismatch spec.tls.clientCertificateRef is not there, though mode is `ClientAndServer`'],
  ],
  [
    'a name of a port, which no server takes',
    ofBackend({ port: { port: 443, name: 'https' } }),
    [
      'port-name-refused spec.port.name is `https`, and the rule of its CRD refuses every name, by a mistake of its own',
    ],
  ],
  ['no name of a port', ofBackend({ port: { port: 443, name: '' } }), []],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
