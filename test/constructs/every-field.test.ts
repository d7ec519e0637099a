// Every field of every kind, of either channel, reaches the output unchanged. For each field of a
// kind's spec, the facts give a small spec that holds the field and what is required around it.

import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { type KindFacts, kindFacts, type Shape } from '../../imports/gateway-api-facts';
import { at, type FieldPath } from '../../lib/model/manifest';
import { withDefaults } from '../../lib/routing/defaults';
import { constructFrom } from './from-spec';
import { rendered } from './rendered';

type Tree = Record<string, unknown>;

/** Texts, one of which fits every pattern. */
const texts = [
  'sample',
  'a/b',
  '/a',
  '10s',
  'https://a.example.com',
  'a.example.com',
  'GET',
  'IPAddress',
];

function leafOf(shape: Shape): unknown {
  if (shape.enum) return shape.enum.at(-1);
  if (shape.type === 'integer') return shape.minimum ?? 1;
  if (shape.type === 'boolean') return true;
  const fits = texts.find((text) => new RegExp(shape.pattern ?? '', 'u').test(text));
  if (fits === undefined) throw new Error(`no sample for ${shape.pattern}`);
  return fits;
}

/** A value of the shape with its required fields, and along the path with the path's. */
function sampleOf(shape: Shape, [step, ...rest]: FieldPath): unknown {
  if (shape.items) {
    return shape.minItems || step !== undefined ? [sampleOf(shape.items, rest)] : [];
  }
  if (shape.additionalProperties) return { sample: sampleOf(shape.additionalProperties, rest) };
  if (!shape.properties) return leafOf(shape);
  const fields = Object.entries(shape.properties).filter(
    ([name]) => name === step || shape.required?.includes(name),
  );
  return Object.fromEntries(
    fields.map(([name, field]) => [name, sampleOf(field, name === step ? rest : [])]),
  );
}

/** The paths of all fields, of both channels. */
function* fieldsOf(shape: Shape, path: FieldPath): Generator<FieldPath> {
  if (shape.items) yield* fieldsOf(shape.items, [...path, 0]);
  else if (shape.additionalProperties) yield [...path, 'sample'];
  else if (shape.properties) {
    for (const [name, field] of Object.entries(shape.properties)) {
      yield [...path, name];
      yield* fieldsOf(field, [...path, name]);
    }
  }
}

const filterTypes: Readonly<Record<string, string>> = {
  requestHeaderModifier: 'RequestHeaderModifier',
  responseHeaderModifier: 'ResponseHeaderModifier',
  requestMirror: 'RequestMirror',
  requestRedirect: 'RequestRedirect',
  urlRewrite: 'URLRewrite',
  cors: 'CORS',
  extensionRef: 'ExtensionRef',
  externalAuth: 'ExternalAuth',
};

type Agree = (tree: Tree) => void;

/** What has to agree beyond the schema, by the field that an object stands in. */
const agreements: Readonly<Record<string, Agree>> = {
  filters: agreeFilter,
  path: agreePathChange,
  backendRef: addPort,
  backendRefs: addPort,
  listeners: agreeListener,
  addresses: (address) => {
    if (address.value) address.value = '::1';
  },
  matches: agreeMatch,
  validation: agreeTrust,
  subjectAltNames: (name) => {
    name.type = name.hostname === undefined ? 'URI' : 'Hostname';
    if (name.type === 'URI') name.uri ??= 'spiffe://shop/cart';
  },
  externalAuth: (auth) => {
    if (auth.http || auth.grpc) auth.protocol = auth.http ? 'HTTP' : 'GRPC';
    if (auth.protocol === 'GRPC') auth.grpc ??= {};
    else auth.http ??= {};
  },
  spec: (spec) => {
    if (spec.type === 'ExternalHostname') spec.externalHostname ??= { hostname: 'a.example.com' };
  },
  // The rule of the CRD refuses every other name.
  port: (port) => {
    if (port.name) port.name = '';
  },
  // Of an XBackend; a listener's and a Gateway's have other modes.
  tls: (tls) => {
    if (tls.clientCertificateRef && tls.mode) tls.mode = 'ClientAndServer';
    else if (tls.mode === 'ClientAndServer') tls.clientCertificateRef = { name: 'shop' };
  },
};

function agree(value: unknown, field: string): void {
  if (Array.isArray(value)) for (const item of value) agree(item, field);
  else if (typeof value === 'object' && value !== null) {
    if (Object.hasOwn(agreements, field)) agreements[field]?.(value as Tree);
    for (const [inner, below] of Object.entries(value)) agree(below, inner);
  }
}

function agreeFilter(tree: Tree): void {
  for (const [field, type] of Object.entries(filterTypes)) if (tree[field]) tree.type = type;
  if (tree.type === 'ExtensionRef') tree.extensionRef ??= { group: 'a', kind: 'B', name: 'c' };
  if (tree.type === 'CORS') tree.cors ??= {};
}

function agreePathChange(tree: Tree): void {
  if (tree.replacePrefixMatch !== undefined) tree.type = 'ReplacePrefixMatch';
  if (tree.replaceFullPath !== undefined) tree.type = 'ReplaceFullPath';
  if (tree.type === 'ReplacePrefixMatch') tree.replacePrefixMatch ??= '/b';
}

function agreeTrust(trust: Tree): void {
  // A Gateway's clients are judged by other fields.
  if (trust.hostname === undefined || trust.wellKnownCACertificates !== undefined) return;
  const [first] = (trust.caCertificateRefs ?? []) as readonly unknown[];
  if (first === undefined) trust.wellKnownCACertificates = 'System';
}

function addPort(ref: Tree): void {
  ref.port ??= 80;
}

function agreeListener(listener: Tree): void {
  listener.protocol = listener.tls ? 'HTTPS' : 'HTTP';
  const tls = listener.tls as Tree | undefined;
  if (!tls) return;
  if (tls.mode === 'Passthrough') listener.protocol = 'TLS';
  else if (at(tls as never, ['certificateRefs', 0]) === undefined) tls.options ??= { a: 'b' };
}

function agreeMatch(match: Tree): void {
  if (typeof match.method === 'object' && match.method !== null) {
    const method = match.method as Tree;
    if (!method.method) method.service ??= 'shop.Cart';
  }
  const path = match.path as Tree | undefined;
  if (path?.value) path.value = '/a';
}

function specShape({ kind, versions }: KindFacts): Shape {
  const shape = Object.values(versions).find(({ storage }) => storage)?.shape.properties?.spec;
  if (!shape) throw new Error(`no facts for ${kind}`);
  return shape;
}

/** How many fields a kind has at least, so that none goes missing unseen. */
const counts: Readonly<Record<string, number>> = {
  BackendTLSPolicy: 18,
  GRPCRoute: 99,
  Gateway: 77,
  GatewayClass: 7,
  HTTPRoute: 186,
  ListenerSet: 32,
  ReferenceGrant: 8,
  TCPRoute: 17,
  TLSRoute: 18,
  UDPRoute: 17,
  XBackend: 25,
  XBackendTrafficPolicy: 17,
  XMesh: 7,
};

test('every kind has a construct', () => {
  expect(Object.keys(constructFrom).sort()).toEqual(kindFacts.map(({ kind }) => kind).sort());
});

test.each(kindFacts)('every field of a $kind reaches the output', (facts) => {
  const { kind } = facts;
  const shape = specShape(facts);
  const paths = [...fieldsOf(shape, [])];
  expect(paths.length).toBeGreaterThanOrEqual(counts[kind] ?? Number.POSITIVE_INFINITY);
  for (const path of paths) {
    const spec = sampleOf(shape, path) as Tree;
    agree(spec, 'spec');
    const given = structuredClone(spec);
    const value = at(given as never, path);
    expect(value, path.join('.')).toBeDefined();
    const chart = new Chart(new App(), 'test', { namespace: 'test' });
    constructFrom[kind]?.(chart, spec);
    const [object] = rendered(chart, kind);
    expect(object?.spec, path.join('.')).toMatchObject(given);
    if (object) expect(withDefaults(object), 'the API server adds nothing').toBe(object);
  }
});
