// Every field of the standard channel reaches the output unchanged. For each field of a kind's
// spec, the facts give a small spec that holds the field and what is required around it.

import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { kindFacts, type Shape } from '../../imports/gateway-api-facts';
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

/** The paths of all fields that the standard channel has. */
function* fieldsOf(shape: Shape, path: FieldPath): Generator<FieldPath> {
  if (shape.items) yield* fieldsOf(shape.items, [...path, 0]);
  else if (shape.additionalProperties) yield [...path, 'sample'];
  else if (shape.properties) {
    for (const [name, field] of Object.entries(shape.properties)) {
      if (field.experimental) continue;
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
};

/** What has to agree beyond the schema: a filter's type, a Service's port, a listener's TLS. */
function agree(value: unknown): void {
  if (Array.isArray(value)) value.forEach(agree);
  if (typeof value !== 'object' || value === null) return;
  const tree = value as Tree;
  for (const [field, type] of Object.entries(filterTypes)) if (tree[field]) tree.type = type;
  if (tree.type === 'ExtensionRef') tree.extensionRef ??= { group: 'a', kind: 'B', name: 'c' };
  if (tree.type === 'CORS') tree.cors ??= {};
  if (tree.replacePrefixMatch !== undefined) tree.type = 'ReplacePrefixMatch';
  if (tree.replaceFullPath !== undefined) tree.type = 'ReplaceFullPath';
  if (tree.type === 'ReplacePrefixMatch') tree.replacePrefixMatch ??= '/b';
  if (tree.backendRef) addPort(tree.backendRef as Tree);
  if (Array.isArray(tree.backendRefs)) for (const ref of tree.backendRefs) addPort(ref as Tree);
  for (const address of (tree.addresses ?? []) as Tree[]) if (address.value) address.value = '::1';
  if (tree.protocol) agreeListener(tree);
  if (tree.matches) for (const match of tree.matches as Tree[]) agreeMatch(match);
  for (const inner of Object.values(tree)) agree(inner);
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

function specShape(kind: string): Shape {
  const shape = kindFacts.find((facts) => facts.kind === kind)?.versions.v1?.shape.properties?.spec;
  if (!shape) throw new Error(`no facts for ${kind}`);
  return shape;
}

test.each([
  ['GatewayClass', 7],
  ['Gateway', 70],
  ['HTTPRoute', 140],
  ['GRPCRoute', 90],
  ['ReferenceGrant', 8],
] as const)('every field of a %s reaches the output', (kind, least) => {
  const shape = specShape(kind);
  const paths = [...fieldsOf(shape, [])];
  expect(paths.length).toBeGreaterThanOrEqual(least);
  for (const path of paths) {
    const spec = sampleOf(shape, path) as Tree;
    agree(spec);
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
