// HTTPRoutes and GRPCRoutes with Gateway and Service parents, and the Gateways that they
// attach to.

import fc from 'fast-check';
import type { Json, JsonObject, KubeObject } from '../../lib/model/manifest';
import { backends, headerMatches, maybe, present, type RefArbitrary, ruleLists } from './http-rule';
import * as universe from './universe';

/** Where routes are drawn: the home namespace ('' without a name), and how much is around. */
export interface Place {
  readonly home: string;
  /** Whether there is a second namespace. */
  readonly isWide: boolean;
  readonly hasMesh: boolean;
  readonly gateways: readonly KubeObject[];
}

function gateway(namespace: string, name: string, listeners: readonly JsonObject[]): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: universe.metadata(namespace, name),
    spec: { gatewayClassName: 'any', listeners },
  };
}

const toAll = { allowedRoutes: { namespaces: { from: 'All' } } };
const http = { protocol: 'HTTP', port: 80 };

const listenerSets: readonly (readonly JsonObject[])[] = [
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

/** One Gateway at home, at times a second one of a platform team. */
export function gatewayLists(home: string): fc.Arbitrary<KubeObject[]> {
  return fc
    .tuple(fc.nat({ max: listenerSets.length - 1 }), maybe(35, fc.constant(true)))
    .map(([chosen, hasSecond]) => {
      const first = gateway(home, 'edge', listenerSets[chosen] ?? []);
      const second = gateway('infra', 'pub', [{ name: 'http', ...http, ...toAll }]);
      return hasSecond === undefined ? [first] : [first, second];
    });
}

/** A reference to some Service: most often at home, now and then elsewhere or to nothing. */
function refsFrom(namespace: string, { home, isWide }: Place): RefArbitrary {
  const port = { port: 80 };
  const written = (target: string) => (target === namespace ? {} : { namespace: target });
  const atHome = fc
    .constantFrom<string>(...universe.homeServices)
    .map((name) => ({ name, ...written(home), ...port }));
  const afar = fc
    .constantFrom<string>(...universe.awayServices)
    .map((name) => ({ name, ...written(universe.away), ...port }));
  const nothing = fc.constant({ name: universe.missingService, ...port });
  return fc.oneof(
    { weight: 30, arbitrary: atHome },
    { weight: isWide ? 6 : 0, arbitrary: afar },
    { weight: 1, arbitrary: nothing },
    { weight: 1, arbitrary: atHome.map((ref) => ({ ...ref, group: '', kind: 'Service' })) },
  );
}

function gatewayParents(namespace: string, { gateways }: Place): fc.Arbitrary<JsonObject[]> {
  const refs = gateways.flatMap(({ metadata, spec }): JsonObject[] => {
    const target = metadata?.namespace ?? '';
    const bare = { name: metadata?.name, ...(target === namespace ? {} : { namespace: target }) };
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

function serviceParents(
  namespace: string,
  { home, isWide }: Place,
  names: readonly string[],
): fc.Arbitrary<JsonObject[]> {
  const atHome = names.map((name) => ({ name, target: home }));
  const afar = isWide ? universe.awayServices.map((name) => ({ name, target: universe.away })) : [];
  return fc
    .tuple(fc.constantFrom(...atHome, ...atHome, ...afar), maybe(35, fc.constant(80)))
    .map(([{ name, target }, port]) => [
      present({
        group: '',
        kind: 'Service',
        name,
        namespace: target === namespace ? undefined : target,
        port,
      }),
    ]);
}

interface RouteParts {
  readonly name: string;
  readonly parentRefs: readonly JsonObject[];
  readonly hostnames: readonly string[];
  readonly rules: readonly JsonObject[];
  readonly ignored: string | undefined;
}

function routeObject(kind: string, namespace: string, parts: RouteParts): KubeObject {
  const annotations = parts.ignored === undefined ? {} : { [parts.ignored]: 'true' };
  const spec: { [key: string]: Json } = { parentRefs: parts.parentRefs, rules: parts.rules };
  if (parts.hostnames.length > 0) spec.hostnames = parts.hostnames;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: universe.metadata(
      namespace,
      parts.name,
      parts.ignored === undefined ? {} : { annotations },
    ),
    spec,
  };
}

const ignored = maybe(5, fc.constantFrom('gatefork.dev/ignore', 'routing.signadot.com/ignore'));
const name = fc.constantFrom<string>(...universe.routeNames);
const hostnames = fc.constantFrom(...universe.hostSets);

export function httpRoutes(namespace: string, place: Place): fc.Arbitrary<KubeObject> {
  const atGateway = gatewayParents(namespace, place);
  const inMesh = serviceParents(namespace, place, universe.homeServices);
  const both = fc.tuple(atGateway, inMesh).map(([some, more]) => [...some, ...more]);
  return fc
    .record({
      name,
      parentRefs: fc.oneof(
        { weight: 10, arbitrary: atGateway },
        { weight: place.hasMesh ? 7 : 0, arbitrary: inMesh },
        { weight: place.hasMesh ? 1 : 0, arbitrary: both },
      ),
      hostnames,
      rules: ruleLists(refsFrom(namespace, place)),
      ignored,
    })
    .map((parts) => routeObject('HTTPRoute', namespace, parts));
}

const rpcMatch = fc
  .record({
    method: maybe(
      80,
      fc.constantFrom<JsonObject>(
        ...universe.rpcServices.map((service) => ({ service })),
        ...universe.rpcServices.flatMap((service) =>
          universe.rpcMethods.map((method) => ({ service, method })),
        ),
        { method: 'Get' },
        { type: 'Exact', service: 's.A', method: 'Get' },
      ),
    ),
    headers: maybe(40, headerMatches),
  })
  .map(present);

export function grpcRoutes(namespace: string, place: Place): fc.Arbitrary<KubeObject> {
  const ref = refsFrom(namespace, place);
  const rule = fc
    .record({
      matches: maybe(85, fc.array(rpcMatch, { minLength: 1, maxLength: 2 })),
      backendRefs: backends(ref),
    })
    .map(present);
  return fc
    .record({
      name,
      parentRefs: fc.oneof(
        { weight: 4, arbitrary: gatewayParents(namespace, place) },
        {
          weight: place.hasMesh ? 2 : 0,
          arbitrary: serviceParents(namespace, { ...place, isWide: false }, [universe.rpcService]),
        },
      ),
      hostnames: fc.constantFrom(['g.t'], ['g.t'], ['*.g.t', 'g.t'], ['g.t'], ['a.t']),
      rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
      ignored,
    })
    .map((parts) => routeObject('GRPCRoute', namespace, parts));
}
