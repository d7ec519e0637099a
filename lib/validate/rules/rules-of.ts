// The rules of each kind of the Gateway API beyond its schema: what its CRD states as CEL.
//
// What the schema says already is not said again: that listeners have names of their own, and paths
// a type that there is. Neighbours: ../gateway-api.ts (who asks), ruled.ts (the walk),
// http-rules.ts (rules of routes).

import type { Channel } from '../../../imports/gateway-api-facts';
import type { KindCheck } from '../kind-check';
import { backendTypes, clientCertificates, portName } from './backends';
import { interval } from './durations';
import { addressesDiffer, addressHostname, externalHostname, serverNames } from './hostnames';
import { grpcRules, httpRules } from './http-rules';
import { labelKeys } from './label-keys';
import { listenerFields, listenerPlaces, terminating } from './listeners';
import { ruleNames } from './matches';
import { referenceParts, servicePort } from './references';
import { list, object, type Ruled, value, walkRules } from './ruled';
import { sessionPersistence } from './session-persistence';
import { alternativeNames, trustAnchors } from './trust';
import { unchanging } from './unchanging';

/** Undefined: the kind has no rules. */
export function rulesOf(kind: string, version: string, channel: Channel): KindCheck['rules'] {
  const ruled = Object.hasOwn(kinds, kind) ? kinds[kind]?.(channel, version) : undefined;
  if (ruled === undefined) return undefined;
  return (stored, report, old) => walkRules(ruled, stored, report, old);
}

/** Where the rules of each kind stand. */
const kinds: {
  readonly [kind: string]: (channel: Channel, version: string) => Ruled;
} = {
  BackendTLSPolicy: () => object({ spec: object({ targetRefs: value(targets), validation }) }),
  Gateway: () => gateway,
  GatewayClass: () => named,
  GRPCRoute: (channel) => route(channel, { rules: grpcRules(channel) }),
  HTTPRoute: (channel) => route(channel, { rules: httpRules(channel) }),
  ListenerSet: () => object({ spec: object({ listeners }) }),
  TCPRoute: (channel, version) => route(channel, { rules: streamRules(version) }),
  TLSRoute: (channel, version) =>
    route(channel, {
      rules: streamRules(version),
      ...(version === 'v1alpha2' ? {} : { hostnames: value(serverNames) }),
    }),
  UDPRoute: (channel, version) => route(channel, { rules: streamRules(version) }),
  XBackend: () => object({ spec: backend }),
  XBackendTrafficPolicy: () => object({ spec: trafficPolicy }),
  XMesh: () => named,
};

const named = object({ spec: object({ controllerName: value(unchanging) }) });

const identity = ['group', 'kind', 'name'];
const targets = referenceParts({
  name: 'target-refs',
  what: 'target',
  identity,
  parts: ['sectionName'],
});

const parents = (parts: readonly string[]) =>
  value(
    referenceParts({
      name: 'parent-refs',
      what: 'parent',
      identity: [...identity, 'namespace'],
      parts,
    }),
  );
/** The standard channel does not look at ports. */
const parentRefs = {
  standard: parents(['sectionName']),
  experimental: parents(['sectionName', 'port']),
};

function route(channel: Channel, fields: { readonly [name: string]: Ruled }): Ruled {
  return object({ spec: object({ parentRefs: parentRefs[channel], ...fields }) });
}

/** Of TCP, TLS and UDP: v1 has room for one rule alone. */
function streamRules(version: string): Ruled {
  const rule = object({ backendRefs: list(value(servicePort)) });
  return version === 'v1alpha2' ? list(rule, ruleNames) : list(rule);
}

const validation = object({ subjectAltNames: list(value(alternativeNames)) }, trustAnchors);

const listeners = list(object({ tls: value(terminating) }, listenerFields), listenerPlaces);

const gateway = object({
  spec: object({
    addresses: list(value(addressHostname), addressesDiffer),
    infrastructure: object({
      annotations: value(labelKeys('annotation-key')),
      labels: value(labelKeys('label-key')),
    }),
    listeners,
  }),
  status: object({ addresses: list(value(addressHostname)) }),
});

const backend = object(
  {
    externalHostname: object({ hostname: value(externalHostname) }),
    port: object({ name: value(portName) }),
    tls: object({ validation }, clientCertificates),
  },
  backendTypes,
);

const trafficPolicy = object({
  retryConstraint: object({
    budget: object({ interval: value(interval('budget-interval', 1000, 'at least `1s`')) }),
    minRetryRate: object({ interval: value(interval('retry-rate-interval', 1, 'more than `0s`')) }),
  }),
  sessionPersistence: value(sessionPersistence),
});
