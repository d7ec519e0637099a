// Whom a backend's certificate is signed by, and its names.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { told } from './told';

const authority = { group: '', kind: 'ConfigMap', name: 'authority' };
const ofPolicy = (validation: JsonObject) =>
  told('BackendTLSPolicy', {
    targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    validation: { hostname: 'a.example', ...validation },
  });

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'two signers',
    ofPolicy({ wellKnownCACertificates: 'System', caCertificateRefs: [authority] }),
    [
      'trust-anchor-unclear spec.validation.wellKnownCACertificates stands beside `caCertificateRefs`, and one of them says whom to trust',
    ],
  ],
  [
    'no signer',
    ofPolicy({ caCertificateRefs: [] }),
    ['trust-anchor-unclear spec.validation does not say who signs the certificate of the backend'],
  ],
  ['one signer', ofPolicy({ caCertificateRefs: [authority] }), []],
  [
    'a name of the other type',
    ofPolicy({
      wellKnownCACertificates: 'System',
      subjectAltNames: [{ type: 'URI', hostname: 'a.example' }],
    }),
    [
      'union-mismatch spec.validation.subjectAltNames[0].hostname belongs to type `Hostname`, and type is `URI`',
      'union-mismatch spec.validation.subjectAltNames[0].uri is not there, though type is `URI`',
    ],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
