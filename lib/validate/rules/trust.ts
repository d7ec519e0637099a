// How a backend's certificate is verified: by whom it is signed, and which names it may have.
//
// Neighbours: rules-of.ts, unions.ts.

import { type Asked, ofObject } from './ruled';
import { union } from './unions';

const code = 'trust-anchor-unclear';

export const trustAnchors: Asked = ofObject(
  ['trust-anchor-twice', 'trust-anchor-missing'],
  ({ caCertificateRefs, wellKnownCACertificates }, tell) => {
    const hasRefs = Array.isArray(caCertificateRefs) && caCertificateRefs.length > 0;
    const hasKnown = wellKnownCACertificates !== undefined && wellKnownCACertificates !== '';
    if (hasRefs && hasKnown) {
      tell({
        code,
        path: ['wellKnownCACertificates'],
        text: 'stands beside `caCertificateRefs`, and one of them says whom to trust',
        hint: 'keep one of them',
        rule: 'trust-anchor-twice',
      });
    }
    if (hasRefs || hasKnown) return;
    tell({
      code,
      path: [],
      text: 'does not say who signs the certificate of the backend',
      hint: 'name ConfigMaps in `caCertificateRefs`, or write `wellKnownCACertificates: System`',
      rule: 'trust-anchor-missing',
    });
  },
);

export const alternativeNames: Asked = union({
  name: 'alternative-name',
  by: 'type',
  members: [
    ['Hostname', 'hostname'],
    ['URI', 'uri'],
  ],
  emptyIsNone: true,
});
