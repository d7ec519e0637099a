// Baselines in few words, and derived routes as lines that a person compares.

import type { Config } from '../lib/model/config';
import type { Finding } from '../lib/model/finding';
import type { JsonObject, KubeObject, Manifest } from '../lib/model/manifest';
import { at, listOf, nameOf } from '../lib/model/manifest';
import type { GrpcMatch, HttpMatch, ValueMatch } from '../lib/model/route';
import type { GroupMatch, RouteGroupSpec, SandboxSpec } from '../lib/model/sandbox';
import { type Derived, derive } from '../lib/pipeline';

export const gatewayGroup = 'gateway.networking.k8s.io';

export function manifests(...objects: readonly KubeObject[]): Manifest[] {
  return objects.map((object, document) => ({
    object,
    origin: { from: 'file', file: 'baseline.yaml', document },
  }));
}

interface Place {
  readonly namespace?: string | undefined;
  readonly annotations?: { readonly [key: string]: string };
  readonly labels?: { readonly [key: string]: string };
}

function metadata(name: string, { namespace = 'shop', ...rest }: Place): JsonObject {
  return { name, ...(namespace === '' ? {} : { namespace }), ...rest };
}

export interface RouteProps extends Place {
  readonly parents?: readonly JsonObject[];
  readonly hostnames?: readonly string[];
  readonly created?: string;
}

/** A route on the Gateway `edge` of its own namespace; `namespace: ''` leaves the namespace out. */
export function route(
  name: string,
  rules: readonly JsonObject[],
  props: RouteProps = {},
  kind = 'HTTPRoute',
): KubeObject {
  const { parents = [{ name: 'edge' }], hostnames, created, ...place } = props;
  return {
    apiVersion: `${gatewayGroup}/v1`,
    kind,
    metadata: {
      ...metadata(name, place),
      ...(created === undefined ? {} : { creationTimestamp: created }),
    },
    spec: { parentRefs: parents, ...(hostnames === undefined ? {} : { hostnames }), rules },
  };
}

export function grpcRoute(name: string, rules: readonly JsonObject[], props: RouteProps = {}) {
  return route(name, rules, props, 'GRPCRoute');
}

/**
 * A match in one word line: `/cart`, `=/cart`, `~/v[0-9]+`, `GET /cart`, `/cart?debug=1`, and
 * header matches behind it.
 */
export function match(
  text: string,
  headers: { readonly [name: string]: string } = {},
): { readonly [key: string]: JsonObject | string | readonly JsonObject[] } {
  const [, method, kind = '', path = '/', query] =
    /^(?:([A-Z]+) )?([=~]?)([^?]*)(?:\?(.*))?$/.exec(text) ?? [];
  const types: { readonly [sign: string]: string } = {
    '=': 'Exact',
    '~': 'RegularExpression',
    '': 'PathPrefix',
  };
  const pairs = Object.entries(headers).map(([name, value]) =>
    value.startsWith('~')
      ? { type: 'RegularExpression', name, value: value.slice(1) }
      : { name, value },
  );
  const params = (query?.split('&') ?? []).map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return { name, value };
  });
  return {
    path: { type: types[kind] ?? 'PathPrefix', value: path },
    ...(method === undefined ? {} : { method }),
    ...(pairs.length === 0 ? {} : { headers: pairs }),
    ...(params.length === 0 ? {} : { queryParams: params }),
  };
}

/** A rule that sends one match to one Service on port 80. */
export function rule(
  text: string,
  service: string,
  headers: { readonly [name: string]: string } = {},
  more: JsonObject = {},
): JsonObject {
  return { matches: [match(text, headers)], backendRefs: [{ name: service, port: 80 }], ...more };
}

export function gateway(listeners?: readonly JsonObject[], place: Place = {}, name = 'edge') {
  const all = { namespaces: { from: 'All' } };
  return {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'Gateway',
    metadata: metadata(name, place),
    spec: {
      gatewayClassName: 'any',
      listeners: listeners ?? [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: all }],
    },
  } satisfies KubeObject;
}

/** A Deployment and its Service, both of one name. */
export function workload(name: string, place: Place = {}, ports?: readonly JsonObject[]) {
  const app = { app: name };
  const deployment: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(name, place),
    spec: {
      selector: { matchLabels: app },
      template: {
        metadata: { labels: app },
        spec: { containers: [{ name: 'main', image: `${name}:1` }] },
      },
    },
  };
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(name, place),
    spec: { selector: app, ports: ports ?? [{ port: 80, targetPort: 8080 }] },
  };
  return [deployment, service];
}

/** What a sandbox holds besides its name and forks: nothing. */
export const plainSandbox = {
  kind: 'Sandbox',
  labels: {},
  virtual: [],
  previews: [],
  extraResources: [],
} as const;

export function sandbox(
  name: string,
  forks: readonly string[],
  more: Partial<Omit<SandboxSpec, 'kind'>> & { readonly namespace?: string } = {},
): SandboxSpec {
  const { namespace = 'shop', ...rest } = more;
  return {
    ...plainSandbox,
    name,
    routingKey: name,
    forks: forks.map((fork, index) => ({
      workload: { kind: 'Deployment', ...(namespace === '' ? {} : { namespace }), name: fork },
      images: [],
      env: [],
      patches: [],
      path: ['spec', 'forks', index],
    })),
    origin: { from: 'file', file: 'sandboxes.yaml', document: 0 },
    ...rest,
  };
}

/** Said of every run that names no implementation, or whose mesh has no routes, as in most tests. */
const saidOfMost: ReadonlySet<string> = new Set([
  'carrier-support-unknown',
  'mesh-routes-not-in-input',
]);

export function routeGroup(
  name: string,
  match: GroupMatch,
  more: Partial<Omit<RouteGroupSpec, 'kind'>> = {},
): RouteGroupSpec {
  const origin = { from: 'file', file: 'groups.yaml', document: 0 } as const;
  return { kind: 'RouteGroup', name, routingKey: name, match, origin, ...more };
}

export interface Derivation {
  readonly derived: Derived;
  readonly objects: readonly KubeObject[];
  readonly findings: readonly Finding[];
  /** Findings by code, sorted. */
  readonly codes: readonly string[];
  /** One line for each derived match: `pr-42--cart: /cart +key -> cart-pr-42`. */
  readonly lines: readonly string[];
}

/**
 * Derives the sandbox `pr-42` with forks of the named Deployments, `shop` their namespace; or
 * sandboxes and route groups as they are given.
 */
export function deriving(
  objects: readonly KubeObject[],
  forks: readonly string[] | readonly (SandboxSpec | RouteGroupSpec)[],
  config: Partial<Config> = {},
  currentNamespace?: string,
): Derivation {
  const owners = forks.some((fork) => typeof fork === 'string')
    ? [sandbox('pr-42', forks as readonly string[])]
    : (forks as readonly (SandboxSpec | RouteGroupSpec)[]);
  const derived = derive({
    baseline: manifests(...objects),
    sandboxes: owners.filter((owner) => owner.kind === 'Sandbox'),
    groups: owners.filter((owner) => owner.kind === 'RouteGroup'),
    config,
    ...(currentNamespace === undefined ? {} : { currentNamespace }),
  });
  const printed = derived.sandboxes.flatMap((one) => one.manifests.map(({ object }) => object));
  const findings = derived.findings.filter(({ code }) => !saidOfMost.has(code));
  return {
    derived,
    objects: printed,
    findings,
    codes: findings.map(({ code }) => code).sort(),
    lines: printed.filter(isRoute).flatMap(routeLines),
  };
}

export function isRoute({ kind }: KubeObject): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

function routeLines(object: KubeObject): string[] {
  return listOf(at(object.spec, ['rules'])).flatMap((one) => {
    const target = targetText(one as JsonObject);
    return listOf(at(one, ['matches'])).map((entry) => {
      return `${object.metadata?.name}: ${matchLine(entry as JsonObject)} -> ${target}`;
    });
  });
}

function targetText(one: JsonObject): string {
  const refs = listOf(one.backendRefs).map((ref) => {
    const weight = at(ref, ['weight']);
    const share = weight === 1 || weight === undefined ? '' : `*${String(weight)}`;
    const namespace = at(ref, ['namespace']);
    return `${namespace === undefined ? '' : `${String(namespace)}/`}${String(at(ref, ['name']))}${share}`;
  });
  const types = listOf(one.filters).map((filter) => `[${String(at(filter, ['type']))}]`);
  return [...types, ...refs].join(' ');
}

const carriers = new Set(['baggage', 'tracestate', 'cookie', 'x-routing-key']);

function matchLine(entry: JsonObject): string {
  const signs: { readonly [type: string]: string } = { Exact: '=', RegularExpression: '~' };
  const { path, method } = entry;
  const call =
    typeof method === 'object' || path === undefined
      ? `grpc ${String(at(method, ['service']) ?? '*')}/${String(at(method, ['method']) ?? '*')}`
      : [method, `${signs[String(at(path, ['type']))] ?? ''}${String(at(path, ['value']) ?? '')}`]
          .filter((part) => part !== undefined && part !== '')
          .join(' ');
  const query = listOf(entry.queryParams).map(
    (one) => `${String(at(one, ['name']))}=${String(at(one, ['value']))}`,
  );
  const headers = listOf(entry.headers).map((one) => {
    const name = String(at(one, ['name']));
    return carriers.has(name) ? `+${name}` : `${name}:${String(at(one, ['value']))}`;
  });
  return [`${call}${query.length === 0 ? '' : `?${query.join('&')}`}`, ...headers].join(' ');
}

/** The one printed object of that name, as `HTTPRoute shop/pr-42--cart`. */
export function printed(objects: readonly KubeObject[], name: string): KubeObject {
  const found = objects.filter((object) => nameOf(object) === name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${found.length} of ${name} in ${objects.map(nameOf).join(', ')}`);
  }
  return only;
}

export function exact(name: string, value = '1'): ValueMatch {
  return { type: 'Exact', name, value };
}

/** A match as the law sees it, in the words of `match`. */
export function httpMatch(
  text: string,
  headers: { readonly [name: string]: string } = {},
): HttpMatch {
  const raw = match(text, headers);
  const values = (list: unknown): ValueMatch[] =>
    (Array.isArray(list) ? list : []).map((one) => ({ type: 'Exact', ...one }) as ValueMatch);
  return {
    protocol: 'http',
    path: raw.path as unknown as HttpMatch['path'],
    ...(typeof raw.method === 'string' ? { method: raw.method } : {}),
    headers: values(raw.headers),
    query: values(raw.queryParams),
  };
}

/** A gRPC match from `shop.Cart/Get`, `shop.Cart/`, `/Get` or `/`. */
export function grpcMatch(call: string, headers: readonly ValueMatch[] = []): GrpcMatch {
  const [service, method] = call.split('/');
  return {
    protocol: 'grpc',
    type: 'Exact',
    ...(service ? { service } : {}),
    ...(method ? { method } : {}),
    headers,
  };
}
