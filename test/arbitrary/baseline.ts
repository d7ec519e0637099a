// A whole case: a baseline of objects, sandboxes that fork some of its workloads, and the
// configuration under which routes are derived.

import fc from 'fast-check';
import type { Carrier, Config } from '../../lib/model/config';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import type { SandboxSpec } from '../../lib/model/sandbox';
import { plainSandbox } from '../routes';
import { maybe } from './http-rule';
import { gatewayLists, grpcRoutes, httpRoutes, type Place } from './routes';
import * as universe from './universe';

export interface Case {
  readonly objects: readonly KubeObject[];
  readonly sandboxes: readonly SandboxSpec[];
  readonly config: Pick<Config, 'carriers' | 'keyName' | 'mesh' | 'weights'>;
  /** From which the ages of routes are drawn. */
  readonly seed: number;
}

const baggage: Carrier = { type: 'baggage' };
const tracestate: Carrier = { type: 'tracestate' };
const header: Carrier = { type: 'header', name: 'x-routing-key' };
const other: Carrier = { type: 'header', name: 'ot-baggage-sd-routing-key' };

const carriers = fc.oneof(
  { weight: 5, arbitrary: fc.constant([baggage]) },
  { weight: 3, arbitrary: fc.constant([header]) },
  { weight: 2, arbitrary: fc.constant([tracestate]) },
  { weight: 2, arbitrary: fc.constant([baggage, header]) },
  { weight: 1, arbitrary: fc.constant([baggage, tracestate, other, header]) },
);

const names: readonly (readonly [string, string])[] = [
  ['pr-1', 'pr-1'],
  ['pr-12', 'k12'],
  ['ab', 'pr-12'],
  ['pr', 'k1'],
];

/** What a namespace has: a Service for each name, a Deployment for each workload. */
interface Stock {
  readonly namespace: string;
  readonly services: readonly universe.ServiceShape[];
}

function stockOf(namespace: string, list: readonly string[]): fc.Arbitrary<Stock> {
  return fc
    .tuple(
      fc.array(fc.constantFrom([80], [80], [80, 9000]), {
        minLength: list.length,
        maxLength: list.length,
      }),
      maybe(15, fc.constant(true)),
    )
    .map(([ports, isShared]) => ({
      namespace,
      services: list.map((name, index) => ({
        namespace,
        name,
        // Two Services in front of one workload: both have to be forked with it.
        workload: name === 'a-b' && isShared ? 'a' : name,
        ports: ports[index] ?? [80],
      })),
    }));
}

function grantObject(from: string, to: string, name: string | undefined): KubeObject {
  const group = 'gateway.networking.k8s.io';
  const target: JsonObject = {
    group: '',
    kind: 'Service',
    ...(name === undefined ? {} : { name }),
  };
  return {
    apiVersion: `${group}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: universe.metadata(to, `from-${from}-${name ?? 'all'}`),
    spec: {
      from: ['HTTPRoute', 'GRPCRoute'].map((kind) => ({ group, kind, namespace: from })),
      to: [target],
    },
  };
}

function grants(place: Place): fc.Arbitrary<KubeObject[]> {
  if (!place.isWide) return fc.constant([]);
  const away = fc.constantFrom(
    grantObject(place.home, universe.away, 'p'),
    grantObject(place.home, universe.away, 'q'),
    grantObject(place.home, universe.away, undefined),
    grantObject(universe.away, place.home, 'a'),
    grantObject(universe.away, place.home, undefined),
  );
  return fc.uniqueArray(away, { maxLength: 3, selector: nameOf });
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

function sandboxes(workloads: readonly (readonly [string, string])[]): fc.Arbitrary<SandboxSpec[]> {
  const forked = fc.uniqueArray(fc.constantFrom(...workloads), {
    minLength: 1,
    maxLength: 3,
    selector: ([namespace, name]) => `${namespace}/${name}`,
  });
  const sandbox = fc.tuple(fc.constantFrom(...names), forked).map(
    ([[name, routingKey], chosen]): SandboxSpec => ({
      ...plainSandbox,
      name,
      routingKey,
      forks: chosen.map(([namespace, workload], index) => ({
        workload: {
          kind: 'Deployment',
          name: workload,
          ...(namespace === '' ? {} : { namespace }),
        },
        images: [{ image: `${workload}:${name}` }],
        env: [],
        patches: [],
        path: ['spec', 'forks', index],
      })),
      origin: { from: 'file', file: `${name}.yaml`, document: 0 },
    }),
  );
  const list = (length: number) =>
    fc.uniqueArray(sandbox, { minLength: length, maxLength: length, selector: ({ name }) => name });
  return fc.oneof({ weight: 3, arbitrary: list(1) }, { weight: 1, arbitrary: list(2) });
}

function routeLists(place: Place): fc.Arbitrary<KubeObject[]> {
  const elsewhere = fc
    .constantFrom(universe.away, universe.away, universe.stranger)
    .chain((namespace) => httpRoutes(namespace, place));
  const http = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: httpRoutes(place.home, place) },
      { weight: place.isWide ? 2 : 0, arbitrary: elsewhere },
    ),
    { minLength: 2, maxLength: 6 },
  );
  const rpc = fc.array(grpcRoutes(place.home, place), { minLength: 1, maxLength: 3 });
  return fc
    .tuple(http, maybe(30, rpc))
    .map(([some, more = []]) => [...some, ...more])
    .map((list) => [...new Map(list.map((route) => [nameOf(route), route])).values()]);
}

function placed(place: Place): fc.Arbitrary<Case> {
  const home = stockOf(place.home, [...universe.homeServices, universe.rpcService]);
  const away = stockOf(universe.away, place.isWide ? universe.awayServices : []);
  return fc.tuple(home, away).chain(([first, second]) => {
    const services = [...first.services, ...second.services];
    const workloads = services
      .filter(({ name, workload }) => name === workload)
      .map(({ namespace, name }) => [namespace, name] as const);
    return fc
      .record({
        routes: routeLists(place),
        grants: grants(place),
        sandboxes: sandboxes(workloads),
        carriers,
        keyName: fc.constantFrom('sd-routing-key', 'sd-routing-key', 'team-key'),
        weights: fc.constantFrom('fork-only', 'fork-only', 'keep'),
        mesh: fc.constantFrom(place.hasMesh ? 'on' : 'auto', 'auto'),
        seed: fc.nat({ max: 1_000_000 }),
      })
      .map(({ routes, grants: granted, sandboxes: list, seed, ...config }) => ({
        objects: [
          ...place.gateways,
          ...workloads.map(([namespace, name]) => universe.deploymentObject(namespace, name)),
          ...services.map(universe.serviceObject),
          ...granted,
          ...routes,
        ],
        sandboxes: list,
        config,
        seed,
      }));
  });
}

export const cases: fc.Arbitrary<Case> = fc
  .record({
    home: fc.constantFrom('shop', 'shop', 'shop', 'shop', 'shop', 'shop', 'shop', ''),
    isWide: fc.boolean(),
    hasMesh: fc.boolean(),
  })
  .chain(({ home, isWide, hasMesh }) =>
    gatewayLists(home).chain((gateways) =>
      placed({
        home,
        // Another namespace cannot spell out one that has no name.
        isWide: isWide && home !== '',
        hasMesh,
        gateways: home === '' ? gateways.slice(0, 1) : gateways,
      }),
    ),
  );
