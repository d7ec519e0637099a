// Hostnames and addresses.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { service, told } from './told';

const ofNames = (...hostnames: string[]) =>
  told('TLSRoute', { hostnames, rules: [{ backendRefs: [service] }] });
const ofAddresses = (...addresses: JsonObject[]) =>
  told('Gateway', {
    gatewayClassName: 'a',
    addresses,
    listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }],
  });
const ofBackend = (own: JsonObject) =>
  told(
    'XBackend',
    { type: 'ExternalHostname', port: { port: 443 }, ...own },
    { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1' },
  );

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'an address of IPv4 where a name belongs',
    ofNames('10.0.0.1'),
    ['hostname-invalid spec.hostnames[0] is `10.0.0.1`, an address, which no TLS client names'],
  ],
  [
    'an address of IPv6',
    ofNames('2001:db8::1'),
    [
      'hostname-invalid spec.hostnames[0] is `2001:db8::1`, an address, which no TLS client names',
      'hostname-invalid spec.hostnames[0] is `2001:db8::1`, which is no DNS name',
    ],
  ],
  [
    'IPv4 within IPv6 is no address to Kubernetes',
    ofNames('::ffff:10.0.0.1'),
    ['hostname-invalid spec.hostnames[0] is `::ffff:10.0.0.1`, which is no DNS name'],
  ],
  [
    'a star in the middle',
    ofNames('a.*.example'),
    [
      'hostname-invalid spec.hostnames[0] is `a.*.example`, in which `*` is not the first label before a DNS name',
    ],
  ],
  [
    'a star alone',
    ofNames('*'),
    [
      'hostname-invalid spec.hostnames[0] is `*`, in which `*` is not the first label before a DNS name',
    ],
  ],
  [
    'IPv4 in front of zeros is no address at all',
    ofNames('1.2.3.4::1'),
    ['hostname-invalid spec.hostnames[0] is `1.2.3.4::1`, which is no DNS name'],
  ],
  ['names and a star in front', ofNames('a.example', '*.example'), []],
  [
    'an address of the type of names',
    ofAddresses({ type: 'Hostname', value: '2001:db8::1' }),
    [
      'hostname-invalid spec.addresses[0].value is `2001:db8::1`, which is no DNS name, though the address is of type `Hostname`',
    ],
  ],
  [
    'an address twice',
    ofAddresses({ value: '10.0.0.1' }, { value: '10.0.0.2' }, { value: '10.0.0.1' }),
    ['address-duplicate spec.addresses[2] is `10.0.0.1`, which entry 0 is already'],
  ],
  [
    'a name twice',
    ofAddresses({ type: 'Hostname', value: 'a' }, { type: 'Hostname', value: 'a' }),
    ['address-duplicate spec.addresses[1] is `a`, which entry 0 is already'],
  ],
  ['any number of addresses that somebody else chooses', ofAddresses({}, {}), []],
  [
    'a name inside the cluster',
    ofBackend({ externalHostname: { hostname: 'cart.shop.svc.cluster.local' } }),
    [
      'hostname-invalid spec.externalHostname.hostname is `cart.shop.svc.cluster.local`, a name inside the cluster',
    ],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
