// Connections of TLS, TCP and UDP beside a router of its own, on random Gateways and routes.
// GATEFORK_CONNECTIONS and GATEFORK_SEED set the size.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { decide } from '../../lib/routing/decide';
import { type Call, connect } from '../oracle/connections';
import { manifests } from '../routes';

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

function ours(table: RouteTable, { port, protocol, sni }: Call): string {
  const outcome = decide(table, {
    protocol: protocol === 'TLS' ? 'tls' : protocol === 'TCP' ? 'tcp' : 'udp',
    target: { to: 'gateway', namespace: 'shop', name: 'edge', port },
    ...(protocol === 'TLS' && sni !== '' ? { sni } : {}),
  });
  if (outcome.outcome !== 'backends') return outcome.outcome;
  const [share, ...more] = outcome.backends;
  return share?.to === 'backend' && more.length === 0 ? share.name : 'several';
}

const ageOf = ({ metadata }: KubeObject) => Date.parse(String(metadata?.creationTimestamp));

test('two routers agree on connections', { timeout: 600_000 }, () => {
  const counts = { routed: 0, closed: 0 };
  const listeners = fc.array(listener, { minLength: 1, maxLength: 5 });
  const routes = fc.array(route, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(listeners, routes, (some, drawn) => {
      const [gateway, all, services] = placed(some, drawn);
      const { table } = resolve(inventoryOf(manifests(gateway, ...services, ...all)));
      for (const call of calls) {
        // A TLS connection to a port of TCP is one of TCP.
        const isTcp = some.some((one) => one.port === call.port && one.protocol === 'TCP');
        if (call.protocol === 'TLS' && isTcp) continue;
        const taken = connect(gateway, all, call, ageOf);
        const place = `${taken?.metadata?.namespace}/${taken?.metadata?.name}`;
        counts[taken === undefined ? 'closed' : 'routed'] += 1;
        expect([call, ours(table, call)]).toEqual([call, taken === undefined ? 'rejected' : place]);
      }
    }),
    { seed, numRuns },
  );
  console.info(`connections ${JSON.stringify(counts)}`);
  expect(Math.min(counts.routed, counts.closed)).toBeGreaterThan(numRuns);
});
