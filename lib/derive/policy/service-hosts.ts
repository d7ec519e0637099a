// Hosts by which Istio's policies name a Service, and the same for its fork.
//
// A host of one label is a Service of the policy's own namespace; `cart.shop`, `cart.shop.svc` and
// `cart.shop.svc.cluster.local` say it in full. Neighbours: policy-index.ts,
// ../mesh/service-host.ts, ../policy-copy/service-copies.ts.

import { groupKindOf, type Inventory } from '../../model/inventory';
import { at, type FieldPath, type KubeObject, listOf, textOf } from '../../model/manifest';
import { serviceNamed } from '../mesh/service-host';

/** The key of the Service that a host names; undefined where it names none, or many. */
function serviceFor(host: string, policy: KubeObject, inventory: Inventory): string | undefined {
  if (host.startsWith('*')) return undefined;
  return serviceNamed(bareHost(host), inventory.namespaceOf(policy), inventory);
}

/** Without port and trailing `.*`, which leaves open what follows the Service. */
function bareHost(host: string): string {
  return host.replace(/:\d+$/, '').replace(/\.\*?$/, '');
}

/** The host with another Service in the place of the one that it names. */
export function withService(host: string, name: string): string {
  const end = host.search(/[.:]/);
  return end < 0 ? name : name + host.slice(end);
}

/** The Service that a DestinationRule is for, by its key. */
export function destinationHost(object: KubeObject, inventory: Inventory): string | undefined {
  if (groupKindOf(object) !== 'networking.istio.io/DestinationRule') return undefined;
  const host = textOf(at(object, ['spec', 'host']));
  return host === undefined || host.includes('*') ? undefined : serviceFor(host, object, inventory);
}

export interface NamedHost {
  readonly rule: number;
  readonly field: 'hosts' | 'notHosts';
  readonly path: FieldPath;
  readonly host: string;
  /** The key of the Service that it names. */
  readonly service: string;
}

/** Where the rules of an AuthorizationPolicy name Services. */
export function namedHosts(object: KubeObject, inventory: Inventory): readonly NamedHost[] {
  if (groupKindOf(object) !== 'security.istio.io/AuthorizationPolicy') return [];
  const found: NamedHost[] = [];
  for (const [rule, value] of listOf(at(object, ['spec', 'rules'])).entries()) {
    for (const [index] of listOf(at(value, ['to'])).entries()) {
      for (const field of ['hosts', 'notHosts'] as const) {
        const path = ['spec', 'rules', rule, 'to', index, 'operation', field];
        for (const host of listOf(at(object, path)).map(textOf)) {
          const service = host === undefined ? undefined : serviceFor(host, object, inventory);
          if (host === undefined || service === undefined || isOpen(host)) continue;
          found.push({ rule, field, path, host, service });
        }
      }
    }
  }
  return found;
}

/** `cart*` covers the fork too. */
function isOpen(host: string): boolean {
  return host.includes('*') && !host.endsWith('.*');
}

/** The Services that an AuthorizationPolicy names by host, each once. */
export function authorizationHosts(object: KubeObject, inventory: Inventory): Iterable<string> {
  return new Set(namedHosts(object, inventory).map(({ service }) => service));
}
