// The simplest deriving that could be right: a twin for every match of every route. It is no
// part of the product (far too many rules) but shows that the check accepts what is right, and
// with `onlyForked` (no shields) that it sees what is wrong.

import type { Carrier } from '../../lib/model/config';
import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { Owner } from '../../lib/model/sandbox';
import type { Case } from '../arbitrary/baseline';
import { mockService } from '../arbitrary/universe';
import { type Forks, resolver, type StandIn } from './outcome';
import type { KeyOwner } from './owners';
import { isShutGateway } from './place';
import { type Route, type World, worldOf } from './world';

export function twinEverything(
  subject: Case,
  { owner, forks }: KeyOwner,
  onlyForked = false,
): KubeObject[] {
  const labels = {
    [marks.managedBy]: marks.manager,
    [owner.kind === 'Sandbox' ? marks.sandbox : marks.routeGroup]: owner.name,
    [marks.routingKey]: owner.routingKey,
  };
  const keys = keysOf(subject, owner.routingKey);
  const world = worldOf(subject.objects, subject.config.exclude.routes);
  const twinning = { forks, labels, keys, owner, world };
  const own = subject.objects.flatMap((object): KubeObject[] => {
    if (object.kind === 'Service') return standInFor(subject, object, twinning);
    if (object.kind !== 'HTTPRoute' && object.kind !== 'GRPCRoute') return [];
    return twinRoute(subject, object, twinning, onlyForked);
  });
  return [...own, ...grantsFor(twinning)];
}

interface Twinning {
  readonly forks: Forks;
  readonly labels: { readonly [name: string]: string };
  readonly keys: readonly Key[];
  readonly owner: Owner;
  readonly world: World;
}

/** For each carrier the part of a match that asks for the key. */
function keysOf({ config: { carriers, keyName } }: Case, key: string): Key[] {
  return carriers.map((carrier) => keyOf(carrier, keyName, key));
}

function keyOf(carrier: Carrier, keyName: string, key: string): Key {
  switch (carrier.type) {
    case 'header':
      return { in: 'headers', entry: { name: carrier.name, type: 'Exact', value: key } };
    case 'query':
      return { in: 'queryParams', entry: { name: carrier.name, type: 'Exact', value: key } };
    case 'baggage':
      return expression('baggage', `^(.*,)?\\s*${keyName}\\s*=\\s*${key}\\s*([,;].*)?$`);
    case 'tracestate':
      return expression('tracestate', `^(.*,)?\\s*${keyName}=${key}\\s*(,.*)?$`);
    case 'cookie':
      return expression('cookie', `^(.*;)?\\s*${carrier.name}=${key}\\s*(;.*)?$`);
  }
}

interface Key {
  readonly in: 'headers' | 'queryParams';
  readonly entry: JsonObject;
}

function expression(name: string, value: string): Key {
  return { in: 'headers', entry: { name, type: 'RegularExpression', value } };
}

function renamed(object: KubeObject, name: string, twinning: Twinning, spec: Json): KubeObject {
  const { namespace } = object.metadata ?? {};
  const { labels } = twinning;
  const place = namespace === undefined ? {} : { namespace };
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { name, ...place, labels },
    spec,
  };
}

function twinRoute(
  subject: Case,
  route: KubeObject,
  twinning: Twinning,
  onlyForked: boolean,
): KubeObject[] {
  const read = twinning.world.routes.find(
    ({ kind, namespace, name }) => idOf(route) === `${kind} ${namespace}/${name}`,
  );
  const rules = listOf(at(route, ['spec', 'rules'])).flatMap((rule) => {
    const isFixed = read === undefined || read.ignored;
    const forked = isFixed ? rule : forkedRule(subject, rule, read, twinning);
    if (onlyForked && JSON.stringify(forked) === JSON.stringify(rule)) return [];
    return keyedRules(forked, twinning.keys, route.kind);
  });
  const parentRefs = openParents(subject, route, twinning.world);
  if (parentRefs.length === 0 || rules.length === 0) return [];
  const spec = isObject(route.spec) ? route.spec : {};
  // A route may be as long as it likes here: the limits are the product's to keep.
  const name = `${twinning.owner.name}--${route.metadata?.name}`;
  return [renamed(route, name, twinning, { ...spec, parentRefs, rules })];
}

function idOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

/** References to parents that are not excluded. */
function openParents({ config }: Case, route: KubeObject, { sets }: World): Json[] {
  const [read] = worldOf([route]).routes;
  return listOf(at(route, ['spec', 'parentRefs'])).filter((_, index) => {
    const { kind, namespace, name } = read?.parents[index] ?? {};
    const place = `${namespace}/${name}`;
    return kind === 'Service' || !isShutGateway(config, sets.get(place) ?? place);
  });
}

function keyedRules(rule: Json, keys: readonly Key[], kind: string): JsonObject[] {
  const body = isObject(rule) ? rule : {};
  const given = listOf(at(rule, ['matches']));
  const fitting = kind === 'GRPCRoute' ? keys.filter((key) => key.in === 'headers') : keys;
  const matches = (given.length === 0 ? [{}] : given).flatMap((match) =>
    fitting.map((key) => ({
      ...(isObject(match) ? match : {}),
      [key.in]: [...listOf(at(match, [key.in])), key.entry],
    })),
  );
  if (matches.length === 0) return [];
  if (!JSON.stringify(rule).includes('replacePrefixMatch')) return [{ ...body, matches }];
  return matches.map((match) => ({ ...body, matches: [match] }));
}

/**
 * What is beyond so simple a way: a match that asks for something in a key's place already, and
 * requests sent to a Service that routes name, which a grant would open for all of them.
 */
export function isBeyond(subject: Case): boolean {
  const targets = subject.sandboxes.flatMap(({ virtual }) => virtual.map(({ to }) => to.name));
  if (targets.some((name) => name !== mockService)) return true;
  const keys = keysOf(subject, '');
  return worldOf(subject.objects).routes.some(({ rules }) =>
    rules.some(({ matches }) =>
      matches.some((match) =>
        keys.some((key) =>
          (key.in === 'headers' ? match.headers : match.query).some(
            ({ name }) => name === key.entry.name,
          ),
        ),
      ),
    ),
  );
}

function forkedRule({ config }: Case, rule: Json, route: Route, { forks, world }: Twinning): Json {
  if (!isObject(rule)) return rule;
  const forkOf = (ref: Json) =>
    route.parents
      .map((parent) => resolver(world, route, parent)(ref))
      .map((target) => forks.get(target.slice(0, Math.max(target.lastIndexOf(':'), 0))))
      .find((fork) => fork !== undefined);
  const forkedRef = (ref: Json): Json => {
    const fork = forkOf(ref);
    if (!isObject(ref)) return ref;
    const mirrored = withMirrors(ref, forkedRef);
    return fork === undefined ? mirrored : { ...mirrored, ...refTo(fork) };
  };
  const refs = listOf(rule.backendRefs);
  const forked = refs.filter((ref) => at(ref, ['weight']) !== 0 && forkOf(ref) !== undefined);
  const kept = config.weights === 'fork-only' && forked.length > 0 ? forked : refs;
  return {
    ...withMirrors(rule, forkedRef),
    ...(rule.backendRefs === undefined ? {} : { backendRefs: kept.map(forkedRef) }),
  };
}

function withMirrors(holder: JsonObject, forkedRef: (ref: Json) => Json): JsonObject {
  if (holder.filters === undefined) return holder;
  const filters = listOf(holder.filters).map((filter) => {
    const mirror = at(filter, ['requestMirror']);
    if (!isObject(filter) || !isObject(mirror)) return filter;
    const backendRef = forkedRef(mirror.backendRef ?? {});
    return { ...filter, requestMirror: { ...mirror, backendRef } };
  });
  return { ...holder, filters };
}

/** A reference to a stand-in. */
function refTo({ service, port }: StandIn): JsonObject {
  const [namespace = '', name = ''] = service.split('/');
  return {
    name,
    ...(namespace === '' ? {} : { namespace }),
    ...(port === undefined ? {} : { port }),
  };
}

/** The fork's Service, where there is one, and for the mesh a route where the Service has none. */
function standInFor(subject: Case, service: KubeObject, twinning: Twinning): KubeObject[] {
  const namespace = service.metadata?.namespace ?? '';
  const place = `${namespace}/${service.metadata?.name}`;
  const fork = twinning.forks.get(place);
  if (fork === undefined) return [];
  const { world, owner } = twinning;
  const isNew = owner.kind === 'Sandbox' && !world.services.has(fork.service);
  const name = fork.service.slice(fork.service.indexOf('/') + 1);
  const own = isNew ? [renamed(service, name, twinning, service.spec ?? {})] : [];
  const parents = world.routes
    .filter((route) => route.namespace === namespace)
    .flatMap((route) => route.parents)
    .filter(
      (parent) => parent.kind === 'Service' && `${parent.namespace}/${parent.name}` === place,
    );
  const bare = [...(world.services.get(place)?.keys() ?? [])].filter(
    (port) => !parents.some((parent) => parent.port === undefined || parent.port === port),
  );
  const isMesh =
    subject.config.mesh === 'on' ||
    world.routes.some((route) => route.parents.some(({ kind }) => kind === 'Service'));
  return [
    ...own,
    ...(isMesh ? bare : []).map((port) => defaultRoute(service, port, fork, twinning)),
  ];
}

function defaultRoute(
  service: KubeObject,
  port: number,
  fork: StandIn,
  twinning: Twinning,
): KubeObject {
  const name = service.metadata?.name ?? '';
  const base = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: service.metadata ?? {},
  };
  return renamed(base, `${twinning.owner.name}--${name}--default-${port}`, twinning, {
    parentRefs: [{ group: '', kind: 'Service', name, port }],
    rules: [
      ...keyedRules({ backendRefs: [{ port, ...refTo(fork) }] }, twinning.keys, 'HTTPRoute'),
      { backendRefs: [{ name, port }] },
    ],
  });
}

/** Every stand-in may be named from wherever there are routes: nobody names it but twins. */
function grantsFor({ forks, labels, world, owner }: Twinning): KubeObject[] {
  const group = 'gateway.networking.k8s.io';
  const namespaces = [...new Set(world.routes.map(({ namespace }) => namespace))];
  const from = namespaces
    .filter((namespace) => namespace !== '')
    .flatMap((namespace) => ['HTTPRoute', 'GRPCRoute'].map((kind) => ({ group, kind, namespace })));
  return [...forks].map(([origin, { service }], index): KubeObject => {
    const [namespace = '', name = ''] = service.split('/');
    const place = namespace === '' ? {} : { namespace };
    return {
      apiVersion: `${group}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: `${owner.name}-${index}-${origin.replace('/', '-')}`, ...place, labels },
      spec: { from, to: [{ group: '', kind: 'Service', name }] },
    };
  });
}
