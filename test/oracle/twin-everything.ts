// The simplest deriving that could be right: a twin for every match of every route. It is no
// part of the product (far too many rules) but shows that the check accepts what is right, and
// with `onlyForked` (no shields) that it sees what is wrong.

import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
  textOf,
} from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { SandboxSpec } from '../../lib/model/sandbox';
import type { Case } from '../arbitrary/baseline';
import { forksOf } from './forks';
import { type Forks, resolver } from './outcome';
import { type Route, type World, worldOf } from './world';

export function twinEverything(
  subject: Case,
  sandbox: SandboxSpec,
  onlyForked = false,
): KubeObject[] {
  const forks = forksOf(subject.objects, sandbox);
  const labels = {
    [marks.managedBy]: marks.manager,
    [marks.sandbox]: sandbox.name,
    [marks.routingKey]: sandbox.routingKey,
  };
  const keys = keyHeaders(subject, sandbox.routingKey);
  const twinning = { forks, labels, keys, sandbox, world: worldOf(subject.objects) };
  return subject.objects.flatMap((object): KubeObject[] => {
    if (object.kind === 'Service') return forkedService(subject, object, twinning);
    if (object.kind === 'ReferenceGrant') return forkedGrants(object, forks, labels);
    if (object.kind !== 'HTTPRoute' && object.kind !== 'GRPCRoute') return [];
    return twinRoute(subject, object, twinning, onlyForked);
  });
}

interface Twinning {
  readonly forks: Forks;
  readonly labels: { readonly [name: string]: string };
  readonly keys: readonly JsonObject[];
  readonly sandbox: SandboxSpec;
  readonly world: World;
}

function keyHeaders({ config }: Case, key: string): JsonObject[] {
  const { keyName } = config;
  return config.carriers.map((carrier): JsonObject => {
    if (carrier.type === 'header') return { name: carrier.name, type: 'Exact', value: key };
    const value =
      carrier.type === 'baggage'
        ? `^(.*,)?\\s*${keyName}\\s*=\\s*${key}\\s*([,;].*)?$`
        : `^(.*,)?\\s*${keyName}=${key}\\s*(,.*)?$`;
    return { name: carrier.type, type: 'RegularExpression', value };
  });
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
  const [read] = worldOf([route]).routes;
  const rules = listOf(at(route, ['spec', 'rules'])).flatMap((rule) => {
    const isFixed = read === undefined || read.ignored;
    const forked = isFixed ? rule : forkedRule(subject, rule, read, twinning);
    if (onlyForked && JSON.stringify(forked) === JSON.stringify(rule)) return [];
    return keyedRules(forked, twinning.keys);
  });
  const spec = route.spec;
  // A route may be as long as it likes here: the limits are the product's to keep.
  const name = `${twinning.sandbox.name}--${route.metadata?.name}`;
  return [renamed(route, name, twinning, { ...(isObject(spec) ? spec : {}), rules })];
}

function keyedRules(rule: Json, keys: readonly JsonObject[]): JsonObject[] {
  const body = isObject(rule) ? rule : {};
  const given = listOf(at(rule, ['matches']));
  const matches = (given.length === 0 ? [{}] : given).flatMap((match) =>
    keys.map((key) => ({
      ...(isObject(match) ? match : {}),
      headers: [...listOf(at(match, ['headers'])), key],
    })),
  );
  if (!JSON.stringify(rule).includes('replacePrefixMatch')) return [{ ...body, matches }];
  return matches.map((match) => ({ ...body, matches: [match] }));
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
    const name = fork === undefined ? {} : { name: fork.slice(fork.indexOf('/') + 1) };
    return isObject(ref) ? { ...withMirrors(ref, forkedRef), ...name } : ref;
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

/** The fork's Service, and for the mesh a route where the Service has none. */
function forkedService(subject: Case, service: KubeObject, twinning: Twinning): KubeObject[] {
  const namespace = service.metadata?.namespace ?? '';
  const place = `${namespace}/${service.metadata?.name}`;
  const fork = twinning.forks.get(place);
  if (fork === undefined) return [];
  const name = fork.slice(fork.indexOf('/') + 1);
  const { world } = twinning;
  const parents = world.routes
    .filter((route) => route.namespace === namespace)
    .flatMap((route) => route.parents)
    .filter(
      (parent) => parent.kind === 'Service' && `${parent.namespace}/${parent.name}` === place,
    );
  const bare = [...(world.services.get(place)?.keys() ?? [])].filter(
    (port) => !parents.some((parent) => parent.port === undefined || parent.port === port),
  );
  const base = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: service.metadata ?? {},
  };
  const isMesh =
    subject.config.mesh === 'on' ||
    world.routes.some((route) => route.parents.some(({ kind }) => kind === 'Service'));
  const defaults = (isMesh ? bare : []).map((port) =>
    renamed(
      base,
      `${twinning.sandbox.name}--${service.metadata?.name}--default-${port}`,
      twinning,
      {
        parentRefs: [{ group: '', kind: 'Service', name: service.metadata?.name, port }],
        rules: [
          ...keyedRules({ backendRefs: [{ name, port }] }, twinning.keys),
          { backendRefs: [{ name: service.metadata?.name ?? '', port }] },
        ],
      },
    ),
  );
  return [renamed(service, name, twinning, service.spec ?? {}), ...defaults];
}

function forkedGrants(grant: KubeObject, forks: Forks, labels: Twinning['labels']): KubeObject[] {
  const { namespace = '', name = '' } = grant.metadata ?? {};
  const to = listOf(at(grant, ['spec', 'to'])).flatMap((target) => {
    const fork = forks.get(`${namespace}/${textOf(at(target, ['name']))}`);
    if (fork === undefined || !isObject(target)) return [];
    return [{ ...target, name: fork.slice(fork.indexOf('/') + 1) }];
  });
  if (to.length === 0) return [];
  const metadata = { name: `${labels[marks.sandbox]}-${name}`, namespace, labels };
  return [{ ...grant, metadata, spec: { from: at(grant, ['spec', 'from']), to } }];
}
