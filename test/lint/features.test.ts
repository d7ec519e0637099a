import { expect, test } from 'vitest';
import { implementationFacts } from '../../imports/implementation-facts';
import { reportOf, supportOf } from '../../lib/lint/features/support';
import { usesIn } from '../../lib/lint/features/uses';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { resolve } from '../../lib/resolve/route-table';
import { gateway, grpcRoute, manifests, match, route } from '../routes';
import { linting } from './linted';

const backendRefs = [{ name: 's', port: 80 }];

function usesOf(...objects: readonly KubeObject[]): string[] {
  const { table } = resolve(inventoryOf(manifests(...objects)));
  return usesIn(table).map(({ feature }) => feature);
}

const used = (rule: JsonObject, parents?: readonly JsonObject[]) =>
  usesOf(route('cart', [{ backendRefs, ...rule }], parents === undefined ? {} : { parents }));

const redirect = (requestRedirect: JsonObject) => ({
  backendRefs: [],
  filters: [{ type: 'RequestRedirect', requestRedirect }],
});
const mirror = (more: JsonObject = {}) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name: 'm', port: 80 }, ...more },
});
const mesh = [{ group: '', kind: 'Service', name: 's' }];

test.each<readonly [readonly string[], JsonObject]>([
  [[], { matches: [match('/a', { x: '1' })] }],
  [['HTTPRouteMethodMatching'], { matches: [match('GET /a')] }],
  [['HTTPRouteQueryParamMatching'], { matches: [match('/a?x=1')] }],
  [['HTTPRouteNamedRouteRule'], { name: 'one' }],
  [['HTTPRouteRequestTimeout'], { timeouts: { request: '1s' } }],
  [['HTTPRouteBackendTimeout'], { timeouts: { backendRequest: '1s' } }],
  [[], redirect({ hostname: 'a.test' })],
  [['HTTPRouteSchemeRedirect'], redirect({ scheme: 'https' })],
  [['HTTPRoutePortRedirect'], redirect({ port: 8443 })],
  [['HTTPRoute308RedirectStatusCode'], redirect({ statusCode: 308 })],
  [[], redirect({ statusCode: 301 })],
  [['HTTPRouteRequestMirror'], { filters: [mirror()] }],
  [
    ['HTTPRouteRequestMirror', 'HTTPRouteRequestPercentageMirror'],
    { filters: [mirror({ percent: 5 })] },
  ],
])('HTTPRoute: %j', (features, rule) => {
  expect(used(rule)).toEqual(features);
});

test('two mirrors, filters of a backend and a port of the parent are features of their own', () => {
  expect(used({ filters: [mirror(), mirror()] })).toContain('HTTPRouteRequestMultipleMirrors');
  const filters = [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } }];
  expect(used({ backendRefs: [{ name: 's', port: 80, filters }] })).toEqual([
    'HTTPRouteBackendRequestHeaderModification',
  ]);
  expect(used({}, [{ name: 'edge', port: 80 }])).toEqual(['HTTPRouteParentRefPort']);
});

test('a route of a Service uses the features of a mesh', () => {
  expect(used({ matches: [match('/a?x=1')] }, mesh)).toEqual([
    'MeshHTTPRouteQueryParamMatching',
    'Mesh',
  ]);
});

test('Gateways and kinds have features', () => {
  const edge = gateway([{ name: 'alt', port: 8080, protocol: 'HTTP' }]);
  const addressed = { ...edge, spec: { ...edge.spec, addresses: [{ value: '10.0.0.1' }] } };
  expect(usesOf(addressed)).toEqual(['GatewayStaticAddresses', 'GatewayPort8080']);
  expect(usesOf(grpcRoute('rpc', [{ backendRefs }]))).toEqual(['GRPCRoute']);
});

test('a feature is supported, said to be unsupported, or not reported', () => {
  const [gke, linkerd] = [reportOf('gke'), reportOf('linkerd')];
  if (gke === undefined || linkerd === undefined) throw new Error('no report');
  expect(supportOf('HTTPRouteQueryParamMatching', gke)).toBe('supported');
  expect(supportOf('HTTPRouteMethodMatching', gke)).toBe('unsupported');
  expect(supportOf('GRPCRoute', gke)).toBe('not reported');
  expect(supportOf('GRPCRoute', linkerd)).toBe('supported');
  expect(supportOf('__proto__', gke)).toBe('not reported');
  expect(reportOf('__proto__')).toBeUndefined();
});

test('what a profile does not support is told with the field, the version and the report', () => {
  const objects = [gateway(), route('cart', [{ backendRefs, matches: [match('GET /a')] }])];
  const told = (profile: string) =>
    linting(objects, { profiles: [profile] }).filter(({ code }) => code.startsWith('feature-'));
  const { version, date } = implementationFacts['gke-gateway'] ?? { version: '', date: '' };
  expect(told('gke')).toMatchObject([
    {
      code: 'feature-unsupported',
      severity: 'warning',
      message: `\`spec.rules[0].matches[0].method\` of HTTPRoute shop/cart uses HTTPRouteMethodMatching, which GKE Gateway ${version} reports as unsupported (Gateway API v1.6.0, standard channel, ${date})`,
      object: 'HTTPRoute shop/cart',
    },
  ]);
  expect(told('istio')).toEqual([]);
  expect(told('specification')).toEqual([]);
  expect(linting(objects).filter(({ code }) => code.startsWith('feature-'))).toEqual([]);
});

test('what a report says nothing of is one note for all that use it', () => {
  const filters = [{ type: 'CORS', cors: { allowOrigins: ['https://a.test'] } }];
  const objects = ['a', 'b', 'c'].map((name) =>
    route(name, [{ backendRefs, filters, matches: [match(`/${name}`)] }]),
  );
  const told = linting([gateway(), ...objects], { profiles: ['linkerd'] });
  expect(told.map(({ code }) => code)).toEqual(['feature-unknown']);
  expect(told[0]?.message).toContain('HTTPRoute shop/a and 2 more objects use HTTPRouteCORS');
});
