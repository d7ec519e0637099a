// Connections of TLS, TCP and UDP beside a router of its own, on random Gateways and routes.
// GATEFORK_CONNECTIONS and GATEFORK_SEED set the size.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome } from '../../lib/model/decision';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { decide } from '../../lib/routing/decide';
import { type Call, connect } from '../oracle/connections';
import { manifests } from '../routes';
import { orders } from './second-opinion';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_262);
const numRuns = setting('GATEFORK_CONNECTIONS', 400);

const names = ['a.t', 'b.t', 'x.a.t', '*.t', '*.a.t', '*.b.t'] as const;
const snis = ['a.t', 'b.t', 'x.a.t', 'y.a.t', 'x.y.a.t', 'z.t', 'else.u', ''] as const;
const ports = [443, 8443] as const;
const group = 'gateway.networking.k8s.io';

const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const listener = fc
  .record({
    port: fc.constantFrom(...ports),
    protocol: fc.constantFrom('TLS', 'TLS', 'TLS', 'TLS', 'TCP', 'UDP'),
    hostname: maybe(fc.constantFrom(...names)),
    mode: fc.constantFrom('Passthrough', 'Terminate'),
    from: fc.constantFrom('Same', 'All'),
  })
  .map(({ port, protocol, hostname, mode, from }): JsonObject => {
    const isTls = protocol === 'TLS';
    const certificates = mode === 'Terminate' ? { certificateRefs: [{ name: 'c' }] } : {};
    return {
      port,
      protocol,
      allowedRoutes: { namespaces: { from } },
      ...(isTls && hostname !== undefined ? { hostname } : {}),
      ...(isTls ? { tls: { mode, ...certificates } } : {}),
    };
  });

/** A route to a Service of its own name, so that an outcome tells which route it is of. */
const route = fc
  .record({
    protocol: fc.constantFrom('TLS', 'TLS', 'TLS', 'TCP', 'UDP'),
    namespace: fc.constantFrom('shop', 'shop', 'pay'),
    hostnames: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
    section: maybe(fc.nat({ max: 4 })),
    port: maybe(fc.constantFrom(...ports)),
    age: fc.nat({ max: 2 }),
  })
  .map(
    ({ protocol, namespace, hostnames, section, port, age }): KubeObject => ({
      apiVersion: `${group}/v1`,
      kind: `${protocol}Route`,
      metadata: { namespace, creationTimestamp: `2026-01-01T00:00:0${age}Z` },
      spec: {
        parentRefs: [
          {
            name: 'edge',
            namespace: 'shop',
            ...(section === undefined ? {} : { sectionName: `l${section}` }),
            ...(port === undefined ? {} : { port }),
          },
        ],
        ...(protocol === 'TLS' ? { hostnames } : {}),
      },
    }),
  );

function placed(
  listeners: readonly JsonObject[],
  drawn: readonly KubeObject[],
): readonly [KubeObject, readonly KubeObject[], readonly KubeObject[]] {
  const gateway: KubeObject = {
    apiVersion: `${group}/v1`,
    kind: 'Gateway',
    metadata: { namespace: 'shop', name: 'edge' },
    spec: {
      gatewayClassName: 'any',
      listeners: listeners.map((one, index) => ({ name: `l${index}`, ...one })),
    },
  };
  const routes = drawn.map((one, index) => ({
    ...one,
    metadata: { ...one.metadata, name: `r${index}` },
    spec: {
      ...(one.spec as JsonObject),
      rules: [{ backendRefs: [{ name: `r${index}`, port: 1 }] }],
    },
  }));
  const services = routes.map(({ kind, metadata }) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: String(metadata.namespace), name: metadata.name },
    spec: { ports: [{ port: 1, protocol: kind === 'UDPRoute' ? 'UDP' : 'TCP' }] },
  }));
  return [gateway, routes, services];
}

/** Every connection that the little world can tell apart. */
const calls: readonly Call[] = ports.flatMap((port) => [
  ...snis.map((sni): Call => ({ port, protocol: 'TLS', sni })),
  { port, protocol: 'TCP', sni: '' },
  { port, protocol: 'UDP', sni: '' },
]);

/** Everything that decide() holds possible, each as the Service of the route that takes it. */
function ours(table: RouteTable, { port, protocol, sni }: Call): readonly string[] {
  const outcome = decide(table, {
    protocol: protocol === 'TLS' ? 'tls' : protocol === 'TCP' ? 'tcp' : 'udp',
    target: { to: 'gateway', namespace: 'shop', name: 'edge', port },
    ...(protocol === 'TLS' && sni !== '' ? { sni } : {}),
  });
  const possible = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  return possible.map(placeOf).sort();
}

function placeOf(outcome: Outcome): string {
  if (outcome.outcome !== 'backends') return outcome.outcome;
  const [share, ...more] = outcome.backends;
  return share?.to === 'backend' && more.length === 0 ? share.name : 'several';
}

/** The route that takes a connection, as its Service is called. */
function takenBy(route: KubeObject | undefined): string {
  return route === undefined ? 'rejected' : `${route.metadata?.namespace}/${route.metadata?.name}`;
}

/** A TLS connection to a port of TCP is one of TCP. */
function isMeant({ port, protocol }: Call, listeners: readonly JsonObject[]): boolean {
  return (
    protocol !== 'TLS' || !listeners.some((one) => one.port === port && one.protocol === 'TCP')
  );
}

function undated(route: KubeObject): KubeObject {
  const { creationTimestamp: _, ...metadata } = route.metadata ?? {};
  return { ...route, metadata };
}

const tableOf = (...objects: readonly KubeObject[]) =>
  resolve(inventoryOf(manifests(...objects))).table;

const ageOf = ({ metadata }: KubeObject) => Date.parse(String(metadata?.creationTimestamp));

const listenerLists = fc.array(listener, { minLength: 1, maxLength: 5 });
const timeout = 600_000;

test('two routers agree on connections', { timeout }, () => {
  const counts = { routed: 0, closed: 0 };
  const routes = fc.array(route, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(listenerLists, routes, (some, drawn) => {
      const [gateway, all, services] = placed(some, drawn);
      const table = tableOf(gateway, ...services, ...all);
      for (const call of calls.filter((one) => isMeant(one, some))) {
        const taken = takenBy(connect(gateway, all, call, ageOf));
        counts[taken === 'rejected' ? 'closed' : 'routed'] += 1;
        expect([call, ours(table, call)]).toEqual([call, [taken]]);
      }
    }),
    { seed, numRuns },
  );
  console.info(`connections ${JSON.stringify(counts)}`);
  expect(Math.min(counts.routed, counts.closed)).toBeGreaterThan(numRuns);
});

test('where ages are not told, what any order of them brings about is possible', {
  timeout,
}, () => {
  const counts = { definite: 0, open: 0 };
  const routes = fc.array(route, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(listenerLists, routes, (some, drawn) => {
      const [gateway, all, services] = placed(some, drawn);
      const bare = all.map(undated);
      const table = tableOf(gateway, ...services, ...bare);
      for (const call of calls.filter((one) => isMeant(one, some))) {
        const takers = orders(bare).map((order) =>
          takenBy(connect(gateway, bare, call, (one) => order.indexOf(one))),
        );
        const possible = [...new Set(takers)].sort();
        counts[possible.length > 1 ? 'open' : 'definite'] += 1;
        expect([call, ours(table, call)]).toEqual([call, possible]);
      }
    }),
    { seed, numRuns },
  );
  console.info(`connections, ages untold ${JSON.stringify(counts)}`);
  expect(counts.open).toBeGreaterThan(0.2 * numRuns);
});
