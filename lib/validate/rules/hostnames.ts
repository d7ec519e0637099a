// Hostnames and addresses: what DNS takes, and what is no address in the place of a name.
//
// Neighbours: rules-of.ts, ../address.ts.

import { isObject, type Json } from '../../model/manifest';
import { readAddress } from '../address';
import { shown } from '../schema/shown';
import { type Asked, ofList, ofObject, ofText } from './ruled';

const code = 'hostname-invalid';
const name = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const nameOrWildcard = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const asName = 'write labels of `a-z`, `0-9` and `-` with `.` between them';

/** Of routes that go by the name a TLS client asks for. */
export const serverNames: Asked = ofList(
  ['hostname-address', 'hostname-characters', 'hostname-wildcard'],
  (hostnames, tell) => {
    for (const [index, hostname] of hostnames.entries()) {
      if (typeof hostname !== 'string') continue;
      const path = [index];
      if (readAddress(hostname) !== undefined) {
        const text = `is ${shown(hostname)}, an address, which no TLS client names`;
        const hint = 'write the name that clients connect to';
        tell({ code, path, text, hint, rule: 'hostname-address' });
      }
      if (!hostname.includes('*')) {
        if (name.test(hostname)) continue;
        const text = `is ${shown(hostname)}, which is no DNS name`;
        tell({ code, path, text, hint: asName, rule: 'hostname-characters' });
      } else if (!hostname.startsWith('*.') || !name.test(hostname.slice(2))) {
        const text = `is ${shown(hostname)}, in which \`*\` is not the first label before a DNS name`;
        const hint = 'write it as `*.example.com`';
        tell({ code, path, text, hint, rule: 'hostname-wildcard' });
      }
    }
  },
);

/** An address of type `Hostname`. */
export const addressHostname: Asked = ofObject(['address-hostname'], ({ type, value }, tell) => {
  if (type !== 'Hostname' || typeof value !== 'string' || nameOrWildcard.test(value)) return;
  const text = `is ${shown(value)}, which is no DNS name, though the address is of type \`Hostname\``;
  const hint = readAddress(value) !== undefined ? 'write `type: IPAddress`' : asName;
  tell({ code, path: ['value'], text, hint, rule: 'address-hostname' });
});

const addressTypes: ReadonlySet<Json | undefined> = new Set(['IPAddress', 'Hostname']);

export const addressesDiffer: Asked = ofList(
  ['address-ip-repeated', 'address-hostname-repeated'],
  (addresses, tell) => {
    if (addresses.length < 2) return;
    const seen = new Map<string, number>();
    for (const [index, address] of addresses.entries()) {
      if (!isObject(address) || typeof address.value !== 'string') continue;
      const { type, value } = address;
      if (!addressTypes.has(type)) continue;
      const id = `${type} ${value}`;
      const first = seen.get(id);
      if (first === undefined) {
        seen.set(id, index);
        continue;
      }
      tell({
        code: 'address-duplicate',
        path: [index],
        text: `is ${shown(value)}, which entry ${first} is already`,
        hint: 'keep one of them',
        rule: type === 'Hostname' ? 'address-hostname-repeated' : 'address-ip-repeated',
      });
    }
  },
);

/** A backend outside of the cluster. */
export const externalHostname: Asked = ofText(['hostname-in-cluster'], (hostname, tell) => {
  if (!hostname.endsWith('.cluster.local')) return;
  tell({
    code,
    path: [],
    text: `is ${shown(hostname)}, a name inside the cluster`,
    hint: 'refer to the Service itself as a backend',
    rule: 'hostname-in-cluster',
  });
});
