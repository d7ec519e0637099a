// Backends as objects of their own (XBackend), an experiment of the Gateway API.
//
// Neighbours: rules-of.ts, hostnames.ts, trust.ts.

import { shown } from '../schema/shown';
import { type Asked, ofText } from './ruled';
import { union } from './unions';

export const backendTypes: Asked = union({
  name: 'backend',
  by: 'type',
  members: [['ExternalHostname', 'externalHostname']],
});

export const clientCertificates: Asked = union({
  name: 'backend-tls',
  by: 'mode',
  members: [['ClientAndServer', 'clientCertificateRef']],
});

/**
 * The CRD compares a list of faults with null, which it never is: so the API server refuses names
 * that are right as well (v1.6.1 and after).
 */
export const portName: Asked = ofText(['backend-port-name'], (name, tell) => {
  if (name === '') return;
  tell({
    code: 'port-name-refused',
    path: [],
    text: `is ${shown(name)}, and the rule of its CRD refuses every name, by a mistake of its own`,
    hint: 'leave the name out',
    rule: 'backend-port-name',
  });
});
