// A whole case: a baseline of objects, sandboxes that fork some of its workloads, and the
// configuration under which routes are derived. Neighbours: owners.ts, settings.ts, routes.ts.

import fc from 'fast-check';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import type { RouteGroupSpec, SandboxSpec } from '../../lib/model/sandbox';
import { askingForCarrier } from './carrier-match';
import { gatewayLists } from './gateways';
import { maybe } from './http-rule';
import { groups, type Stock, sandboxes } from './owners';
import { grpcRoutes, httpRoutes, type Place } from './routes';
import { profiles, type Settings, settings } from './settings';
import * as universe from './universe';

export interface Case {
  readonly objects: readonly KubeObject[];
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
  /** Without a profile. */
  readonly config: Settings;
  /** The implementation that the case is derived for, too. */
  readonly profile: string;
  /** From which the ages of routes are drawn. */
  readonly seed: number;
}

/** A Service for each name, of a workload of the same name; two may share one. */
function servicesOf(
  namespace: string,
  list: readonly string[],
): fc.Arbitrary<readonly universe.ServiceShape[]> {
  const ports = fc.array(fc.constantFrom([80], [80], [80, 9000]), {
    minLength: list.length,
    maxLength: list.length,
  });
  return fc.tuple(ports, maybe(15, fc.constant(true))).map(([own, isShared]) =>
    list.map((name, index) => ({
      namespace,
      name,
      // Two Services in front of one workload: both have to be forked with it.
      workload: name === 'a-b' && isShared ? 'a' : name,
      ports: own[index] ?? [80],
    })),
  );
}

function mockOf(namespace: string): universe.ServiceShape {
  const name = universe.mockService;
  return { namespace, name, workload: name, ports: [80, 9000] };
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

function stockOf(services: readonly universe.ServiceShape[], place: Place): Stock {
  const workloads = services
    .filter(({ name, workload }) => name === workload)
    .map(({ namespace, name }) => ({
      // Some workloads are of another kind, the same whatever else is drawn.
      kind: name === 'c' ? place.kind : ('Deployment' as const),
      name,
      ...(namespace === '' ? {} : { namespace }),
    }));
  const mocks = [mockOf(place.home), ...(place.isWide ? [mockOf(universe.away)] : [])];
  return { workloads, services: [...services, ...mocks] };
}

function placed(place: Place): fc.Arbitrary<Case> {
  const home = servicesOf(place.home, [...universe.homeServices, universe.rpcService]);
  const away = servicesOf(universe.away, place.isWide ? universe.awayServices : []);
  return fc.tuple(home, away).chain(([first, second]) => {
    const stock = stockOf([...first, ...second], place);
    return fc
      .record({
        routes: routeLists(place),
        granted: grants(place),
        owners: sandboxes(stock).chain((list) => groups(list).map((more) => ({ list, more }))),
        config: settings(place.hasMesh),
        profile: profiles,
        seed: fc.nat({ max: 1_000_000 }),
        asksForCarrier: maybe(4, fc.nat({ max: 1_000_000 })),
      })
      .map(({ routes, granted, owners, asksForCarrier, ...rest }) => ({
        objects: [
          ...place.gateways,
          ...stock.workloads.map(universe.workloadObject),
          ...stock.services.map(universe.serviceObject),
          ...granted,
          ...(asksForCarrier === undefined
            ? routes
            : askingForCarrier(routes, { ...rest.config, owners: owners.list }, asksForCarrier)),
        ],
        sandboxes: owners.list,
        groups: owners.more,
        ...rest,
      }));
  });
}

export const cases: fc.Arbitrary<Case> = fc
  .record({
    home: fc.constantFrom('shop', 'shop', 'shop', 'shop', 'shop', 'shop', 'shop', ''),
    isWide: fc.boolean(),
    hasMesh: fc.boolean(),
    dated: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 60),
    kind: fc.constantFrom('Deployment', 'Deployment', 'Deployment', 'StatefulSet', 'Rollout'),
  })
  .chain(({ home, isWide, ...rest }) =>
    gatewayLists(home).chain((gateways) =>
      // Another namespace cannot spell out one that has no name.
      placed({ ...rest, home, isWide: isWide && home !== '', gateways }),
    ),
  );
