// Gateways with their listeners, ListenerSets, and what routes may write to attach to them.

import fc from 'fast-check';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { maybe, present } from './http-rule';
import type { Place } from './routes';
import * as universe from './universe';

const group = 'gateway.networking.k8s.io';
const toAll = { allowedRoutes: { namespaces: { from: 'All' } } };
const http = { protocol: 'HTTP', port: 80 };

const listenerLists: readonly (readonly JsonObject[])[] = [
  [{ name: 'http', ...http, ...toAll }],
  [{ name: 'http', ...http }],
  [
    { name: 'http', ...http, ...toAll },
    { name: 'wide', ...http, hostname: '*.t', ...toAll },
    { name: 'exact', ...http, hostname: 'a.t' },
  ],
  [
    { name: 'http', ...http, ...toAll },
    { name: 'alt', ...http, port: 8080, ...toAll },
  ],
];

/** Listeners of a ListenerSet: one of its own, at times one that its Gateway has already. */
const setLists: readonly (readonly JsonObject[])[] = [
  [{ name: 'set', ...http, hostname: 'b.t', ...toAll }],
  [{ name: 'set', ...http, hostname: '*.u' }],
  [
    { name: 'set', ...http, hostname: '*.u', ...toAll },
    { name: 'late', ...http, ...toAll },
  ],
  [{ name: 'set', ...http, port: 8081, ...toAll }],
];

function gateway(
  namespace: string,
  name: string,
  listeners: readonly JsonObject[],
  letsIn?: string,
): KubeObject {
  const allowedListeners =
    letsIn === undefined ? {} : { allowedListeners: { namespaces: { from: letsIn } } };
  return {
    apiVersion: `${group}/v1`,
    kind: 'Gateway',
    metadata: universe.metadata(namespace, name),
    spec: { gatewayClassName: 'any', listeners, ...allowedListeners },
  };
}

function listenerSet(namespace: string, of: string, listeners: readonly JsonObject[]): KubeObject {
  const parentRef = of === namespace ? { name: 'edge' } : { name: 'edge', namespace: of };
  return {
    apiVersion: `${group}/v1`,
    kind: 'ListenerSet',
    metadata: universe.metadata(namespace, 'more'),
    spec: { parentRef, listeners },
  };
}

/** One Gateway at home, at times a second one of a platform team, and a ListenerSet. */
export function gatewayLists(home: string): fc.Arbitrary<KubeObject[]> {
  const set = fc.record({
    listeners: fc.constantFrom(...setLists),
    // A set elsewhere is let in only by a Gateway that lets in all.
    namespace: fc.constantFrom(home, home, home, home === '' ? home : universe.away),
    letsIn: fc.constantFrom('Same', 'All', 'All', undefined),
  });
  return fc
    .tuple(fc.constantFrom(...listenerLists), maybe(35, fc.constant(true)), maybe(25, set))
    .map(([listeners, hasSecond, more]) => [
      gateway(home, 'edge', listeners, more?.letsIn),
      ...(hasSecond === undefined || home === ''
        ? []
        : [gateway('infra', 'pub', [{ name: 'http', ...http, ...toAll }])]),
      ...(more === undefined ? [] : [listenerSet(more.namespace, home, more.listeners)]),
    ]);
}

export function gatewayParents(namespace: string, { gateways }: Place): fc.Arbitrary<JsonObject[]> {
  const refs = gateways.flatMap(({ kind, metadata, spec }): JsonObject[] => {
    const target = metadata?.namespace ?? '';
    const bare = present({
      ...(kind === 'Gateway' ? {} : { group, kind }),
      name: metadata?.name,
      namespace: target === namespace ? undefined : target,
    });
    const sections = (spec as { listeners: { name: string; port: number }[] }).listeners;
    return [
      bare,
      bare,
      ...sections.map(({ name }) => ({ ...bare, sectionName: name })),
      ...sections.slice(-1).map(({ port }) => ({ ...bare, port })),
    ];
  });
  // Two references to one Gateway would both need a section; one is enough here.
  return fc.uniqueArray(fc.constantFrom(...refs), {
    minLength: 1,
    maxLength: 2,
    selector: ({ name }) => name,
  });
}
