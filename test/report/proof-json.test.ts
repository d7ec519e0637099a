// A proof as JSON, and its requests read back by those who read requests.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import type { Request, Target } from '../../lib/model/request';
import { jsonLine } from '../../lib/report/json-line';
import { outcomeJson } from '../../lib/report/outcome-json';
import { proofJson } from '../../lib/report/proof-json';
import { requestJson } from '../../lib/report/request-json';
import { readRequests } from '../../lib/resolve/request-reader';
import { resolve } from '../../lib/resolve/route-table';
import { Addresses } from '../../lib/routing/entry/address';
import { readManifests } from '../../lib/yaml/read';
import { fidelity, proof, request, whole } from './proofs';

test('a proof has the documented fields, and nothing that is not known', () => {
  const json = proofJson(whole);
  expect(Object.keys(json)).toEqual([
    ...['result', 'violations', 'undecided', 'ambiguous'],
    ...['assumptions', 'failing', 'profiles', 'scope'],
  ]);
  expect(
    json.violations.map(({ promise, sandbox, profile }) => [promise, sandbox, profile]),
  ).toEqual([
    ['isolation', 'pr-42', 'istio'],
    ['fidelity', 'pr-42', 'istio'],
  ]);
  const [bare] = proofJson(proof({ violations: [fidelity] })).violations;
  expect(bare).not.toHaveProperty('profile');
  expect(json.ambiguous[0]?.request).toEqual(requestJson(request));
});

test('outcomes are told as route tells them', () => {
  const [, second] = proofJson(whole).violations;
  const view = { request: fidelity.request, explain: false };
  expect(second?.expected).toEqual(outcomeJson(fidelity.expected, view));
  expect(second?.actual).toEqual(outcomeJson(fidelity.actual, view));
});

test('a route group is named as one, and who belongs to nobody is not named', () => {
  const owner = { kind: 'RouteGroup', name: 'epic', routingKey: 'epic' } as const;
  const { owner: _, ...nobodys } = fidelity;
  const { violations } = proofJson(proof({ violations: [{ ...fidelity, owner }, nobodys] }));
  expect(violations.map(({ sandbox, routeGroup }) => [sandbox, routeGroup])).toEqual([
    [undefined, 'epic'],
    [undefined, undefined],
  ]);
});

const places = ['edge', ''].map((namespace) => {
  const home = namespace === '' ? '' : `, namespace: ${namespace}`;
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public${home} }
spec: { gatewayClassName: any, listeners: [{ name: web, port: 80, protocol: HTTP }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart${home} }
spec: { selector: { app: cart }, ports: [{ port: 80 }, { name: b, port: 8080 }] }
`;
});
const { manifests } = readManifests(places.join('---'), 'k8s.yaml');
const addresses = new Addresses(resolve(inventoryOf(manifests)).table);

const namespace = fc.constantFrom('edge', '');
const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({
    to: fc.constant('gateway' as const),
    namespace,
    name: fc.constant('public'),
    port: fc.integer({ min: 1, max: 65535 }),
  }),
  fc.record({
    to: fc.constant('gateway' as const),
    namespace,
    name: fc.constant('public'),
    port: fc.constant(80),
    listener: fc.constant('web'),
  }),
  fc.record({
    to: fc.constant('service' as const),
    namespace,
    name: fc.constant('cart'),
    port: fc.constantFrom(80, 8080, 9000),
    from: fc.constantFrom('web', 'edge', ''),
  }),
);

const headerName = fc.constantFrom('x-a', 'X-A', 'baggage', '__proto__', '1', '10', 'constructor');
const headerValue = fc.string({ unit: fc.constantFrom(...'ab1 ,;="\\'), maxLength: 8 });
const asked: fc.Arbitrary<Request> = fc.oneof(
  fc
    .record({
      protocol: fc.constantFrom('http' as const, 'grpc' as const),
      target,
      scheme: fc.option(fc.constantFrom('http' as const, 'https' as const), { nil: undefined }),
      method: fc.constantFrom('GET', 'POST', 'X!'),
      host: fc.constantFrom('', 'shop.example.com', 'shop.example.com:8080', '[::1]:80', 'cart'),
      path: fc.constantFrom('/a/b', '/a.B/C'),
      query: fc.constantFrom('', '?debug=1', '?a=%20&a=2'),
      headers: fc.array(
        fc.tuple(
          headerName,
          headerValue.map((text) => text.trim()),
        ),
        { maxLength: 4 },
      ),
    })
    .map(({ scheme, query, path, ...rest }) => ({
      ...rest,
      path: rest.protocol === 'grpc' ? path : `${path}${query}`,
      ...(scheme === undefined ? {} : { scheme }),
      ...(scheme === 'https' ? { sni: 'other.example.com' } : {}),
    })),
  fc.record({
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    target,
  }),
  fc.record({ protocol: fc.constant('tls' as const), target, sni: fc.constant('a.example.com') }),
);

test('every request is read back as the same request', () => {
  fc.assert(
    fc.property(asked, (request) => {
      const { requests, findings } = readRequests(jsonLine(requestJson(request)), '-');
      expect(findings).toEqual([]);
      const [spec] = requests;
      expect(spec === undefined ? undefined : addresses.place(spec)).toEqual(request);
    }),
    { numRuns: 1000 },
  );
});
