// What a case has in it, seen from its objects: a generator that no longer draws some feature
// would prove nothing about it, so the property counts them.

import { at, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { forksOf, isMember } from '../oracle/owners';
import { type Route, type World, worldOf } from '../oracle/world';
import type { Case } from './baseline';
import * as universe from './universe';

interface Scene {
  readonly subject: Case;
  readonly world: World;
  readonly routes: readonly KubeObject[];
  readonly rules: readonly Json[];
  readonly matches: readonly Json[];
  readonly text: string;
}

type Feature = (scene: Scene) => boolean;

const anyRoute =
  (test: (route: Route) => boolean): Feature =>
  ({ world }) =>
    world.routes.some(test);

const anyMatch =
  (test: (match: Json) => boolean): Feature =>
  ({ matches }) =>
    matches.some(test);

const inText =
  (part: string): Feature =>
  ({ text }) =>
    text.includes(part);

const hasMeshParent = (route: Route) => route.parents.some(({ kind }) => kind === 'Service');

function meshParents(world: World, isProducer: boolean): number {
  return world.routes.flatMap(({ namespace, parents }) =>
    parents.filter((ref) => ref.kind === 'Service' && (ref.namespace === namespace) === isProducer),
  ).length;
}

function hasNames(...names: readonly string[]): Feature {
  return ({ world }) => names.every((name) => world.routes.some((route) => route.name === name));
}

function crosses({ world }: Scene, isGranted: boolean): boolean {
  return world.routes.some((route) =>
    route.rules.some(({ backends }) =>
      backends.some(({ namespace, name }) => {
        const head = `${route.kind} ${route.namespace} ${namespace}`;
        const granted = world.grants.has(`${head} *`) || world.grants.has(`${head} ${name}`);
        return namespace !== route.namespace && granted === isGranted;
      }),
    ),
  );
}

function carries(type: string): Feature {
  return ({ subject }) => subject.config.carriers.some((carrier) => carrier.type === type);
}

function forksOfKind({ sandboxes }: Case, kind: string): number {
  return sandboxes.flatMap(({ forks }) => forks).filter((one) => one.workload.kind === kind).length;
}

function endpointsOf({ sandboxes }: Case) {
  return sandboxes.flatMap(({ virtual }) => virtual);
}

const features: { readonly [name: string]: Feature } = {
  'several hosts': ({ world }) => new Set(world.routes.flatMap((r) => r.hostnames)).size > 2,
  'wildcard host': anyRoute(({ hostnames }) => hostnames.some((name) => name.startsWith('*'))),
  'no host': anyRoute(({ hostnames }) => hostnames.length === 0),
  headers: anyMatch((match) => listOf(at(match, ['headers'])).length > 0),
  'header expression': anyRoute(({ rules }) =>
    rules.some((rule) => rule.matches.some((m) => m.headers.some((h) => h.pattern))),
  ),
  'query parameters': anyMatch((match) => listOf(at(match, ['queryParams'])).length > 0),
  method: anyMatch((match) => textOf(at(match, ['method'])) !== undefined),
  'exact path': anyMatch((match) => at(match, ['path', 'type']) === 'Exact'),
  'path expression': anyMatch((match) => at(match, ['path', 'type']) === 'RegularExpression'),
  'several matches': ({ rules }) => rules.some((rule) => listOf(at(rule, ['matches'])).length > 1),
  'absent matches': ({ rules }) => rules.some((rule) => at(rule, ['matches']) === undefined),
  'prefix with a slash at its end': anyMatch((match) => at(match, ['path', 'value']) === '/a/'),
  'crowded rule': ({ rules }) => rules.some((rule) => listOf(at(rule, ['matches'])).length > 32),
  'long route': ({ routes }) => routes.some((r) => listOf(at(r, ['spec', 'rules'])).length > 8),
  weights: ({ rules }) => rules.some((rule) => listOf(at(rule, ['backendRefs'])).length > 1),
  'weight 0': inText('"weight":0'),
  redirect: inText('RequestRedirect'),
  'prefix rewrite': inText('ReplacePrefixMatch'),
  mirror: inText('RequestMirror'),
  'backend filter': ({ rules }) =>
    rules.some((rule) => listOf(at(rule, ['backendRefs'])).some((ref) => at(ref, ['filters']))),
  timeouts: inText('timeouts'),
  'rule name': inText('"name":"rule-'),
  'missing backend': inText(`"name":"${universe.missingService}"`),
  GRPCRoute: anyRoute(({ kind }) => kind === 'GRPCRoute'),
  'both kinds on one host': ({ world }) =>
    ['HTTPRoute', 'GRPCRoute'].every((kind) =>
      world.routes.some((r) => r.kind === kind && r.hostnames.includes('a.t')),
    ),
  'producer route': ({ world }) => meshParents(world, true) > 0,
  'consumer route': ({ world }) => meshParents(world, false) > 0,
  'mesh parent with port': anyRoute(({ parents }) =>
    parents.some(({ kind, port }) => kind === 'Service' && port !== undefined),
  ),
  'mesh parent without port': anyRoute(({ parents }) =>
    parents.some(({ kind, port }) => kind === 'Service' && port === undefined),
  ),
  'gateway and mesh parent': anyRoute(
    (route) => hasMeshParent(route) && route.parents.some(({ kind }) => kind === 'Gateway'),
  ),
  'forked Service without mesh route': ({ subject, world }) =>
    world.routes.some(hasMeshParent) &&
    subject.sandboxes.some((sandbox) =>
      [...forksOf(subject.objects, sandbox).keys()].some(
        (service) =>
          !world.routes.some((route) =>
            route.parents.some((ref) => `${ref.namespace}/${ref.name}` === service),
          ),
      ),
    ),
  'Service with two ports': ({ world }) => [...world.services.values()].some((p) => p.size > 1),
  'several Gateways': ({ world }) => world.gateways.size > 1,
  'parent ListenerSet': anyRoute(({ parents }) => parents.some((p) => p.kind === 'ListenerSet')),
  'listener of a ListenerSet': ({ world }) =>
    [...world.gateways.values()].some((list) => list.some(({ set }) => set !== undefined)),
  'several listeners': ({ world }) => [...world.gateways.values()].some((l) => l.length > 1),
  sectionName: inText('sectionName'),
  'granted backend': (scene) => crosses(scene, true),
  'backend without grant': (scene) => crosses(scene, false),
  'names a and a--b': hasNames('a', 'a--b'),
  'names r and r-a': hasNames('r', 'r-a'),
  ignored: anyRoute(({ ignored }) => ignored),
  'unnamed namespace': anyRoute(({ namespace }) => namespace === ''),
  'two Services of one workload': ({ subject }) => {
    const names = subject.objects.filter(({ kind }) => kind === 'Service');
    return names.some((s) => at(s, ['spec', 'selector', 'app']) !== s.metadata?.name);
  },
  StatefulSet: ({ subject }) => forksOfKind(subject, 'StatefulSet') > 0,
  Rollout: ({ subject }) => forksOfKind(subject, 'Rollout') > 0,
  'two sandboxes': ({ subject }) => subject.sandboxes.length > 1,
  'three sandboxes': ({ subject }) => subject.sandboxes.length > 2,
  'virtual endpoint': ({ subject }) => endpointsOf(subject).length > 0,
  'virtual endpoint in another namespace': ({ subject }) =>
    endpointsOf(subject).some(({ service, to }) => service.namespace !== to.namespace),
  'route group': ({ subject }) => subject.groups.length > 0,
  'route group of several': ({ subject }) =>
    subject.groups.some(
      ({ match }) => subject.sandboxes.filter((one) => isMember(one, match)).length > 1,
    ),
  'excluded route': ({ subject }) => subject.config.exclude.routes.length > 0,
  'excluded Gateway': ({ subject }) => subject.config.exclude.gateways.length > 0,
  'Gateway that is not exposed': ({ subject }) => subject.config.exposure.length > 0,
  'known ages': anyRoute(({ created }) => created !== undefined),
  "a match on the carrier's header": ({ subject, world }) =>
    world.routes.some(({ rules }) =>
      rules.some(({ matches }) =>
        matches.some(({ headers }) =>
          headers.some(({ name }) =>
            subject.config.carriers.some((one) =>
              one.type === 'header' ? one.name === name : one.type === name,
            ),
          ),
        ),
      ),
    ),
  baggage: carries('baggage'),
  tracestate: carries('tracestate'),
  header: carries('header'),
  'query carrier': carries('query'),
  'cookie carrier': carries('cookie'),
  'several carriers': ({ subject }) => subject.config.carriers.length > 1,
  'weights kept': ({ subject }) => subject.config.weights === 'keep',
};

export const featureNames: readonly string[] = Object.keys(features);

export function featuresOf(subject: Case): string[] {
  const routes = subject.objects.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute');
  const rules = routes.flatMap((route) => listOf(at(route, ['spec', 'rules'])));
  const matches = rules.flatMap((rule) => listOf(at(rule, ['matches'])));
  const text = JSON.stringify(routes);
  const scene = { subject, world: worldOf(subject.objects), routes, rules, matches, text };
  return featureNames.filter((name) => features[name]?.(scene) === true);
}
