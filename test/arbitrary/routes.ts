// HTTPRoutes and GRPCRoutes with Gateway, ListenerSet and Service parents. Neighbours: gateways.ts,
// http-rule.ts (what their rules are).

import fc from 'fast-check';
import type { WorkloadRef } from '../../lib/model/fork';
import type { Json, JsonObject, KubeObject } from '../../lib/model/manifest';
import { gatewayParents } from './gateways';
import { backends, headerMatches, maybe, present, type RefArbitrary, ruleLists } from './http-rule';
import * as universe from './universe';

/** Where routes are drawn: the home namespace ('' without a name), and how much is around. */
export interface Place {
  readonly home: string;
  /** Whether there is a second namespace. */
  readonly isWide: boolean;
  readonly hasMesh: boolean;
  /** Of one of the workloads. */
  readonly kind: WorkloadRef['kind'];
  /** How many routes in a hundred say when they were made. */
  readonly dated: number;
  /** ListenerSets too. */
  readonly gateways: readonly KubeObject[];
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
  /** A day. */
  readonly created: number | undefined;
}

function routeObject(kind: string, namespace: string, parts: RouteParts): KubeObject {
  const { ignored: mark, created } = parts;
  const time = new Date((universe.firstDay + (created ?? 0)) * 86_400_000).toISOString();
  const more = {
    ...(mark === undefined ? {} : { annotations: { [mark]: 'true' } }),
    ...(created === undefined ? {} : { creationTimestamp: time.replace('.000', '') }),
  };
  const spec: { [key: string]: Json } = { parentRefs: parts.parentRefs, rules: parts.rules };
  if (parts.hostnames.length > 0) spec.hostnames = parts.hostnames;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: universe.metadata(namespace, parts.name, more),
    spec,
  };
}

const ignored = maybe(5, fc.constantFrom('gatefork.dev/ignore', 'routing.signadot.com/ignore'));
const created = ({ dated }: Place) => maybe(dated, fc.constantFrom<number>(...universe.days));
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
      created: created(place),
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
      created: created(place),
    })
    .map((parts) => routeObject('GRPCRoute', namespace, parts));
}
