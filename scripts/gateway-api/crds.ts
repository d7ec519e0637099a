// The CRDs of one release, both channels folded into one: each schema keeps what both agree on
// and says what the experimental channel has on top. Descriptions and CEL rules are left behind.
//
// The generator stops where the channels differ in a way that it does not know, so that a
// future release cannot lose facts without anybody noticing.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

export type Channel = 'standard' | 'experimental';
export type Plain = null | boolean | number | string | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** A schema of both channels: keywords as in the CRD, `x-kubernetes-` names shortened. */
export interface Schema {
  readonly keywords: PlainObject;
  /** What the experimental channel says otherwise. */
  readonly inExperimental: PlainObject | undefined;
  /** Whether the standard channel lacks the field. */
  readonly experimental: boolean;
  readonly properties: ReadonlyMap<string, Schema> | undefined;
  readonly items: Schema | undefined;
  readonly additionalProperties: Schema | undefined;
}

export interface KindVersion {
  readonly name: string;
  readonly served: readonly Channel[];
  readonly storage: boolean;
  readonly deprecated: boolean;
  readonly schema: Schema;
}

export interface Kind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: string;
  readonly experimental: boolean;
  readonly versions: readonly KindVersion[];
}

export interface Bundle {
  readonly version: string;
  readonly kinds: readonly Kind[];
}

const channels: readonly Channel[] = ['standard', 'experimental'];
const annotation = 'gateway.networking.k8s.io/bundle-version';

export function readBundle(folder: string): Bundle {
  const crds = new Map<string, Map<Channel, PlainObject>>();
  const versions = new Set<string>();
  for (const channel of channels) {
    for (const crd of readChannel(path.join(folder, channel))) {
      const name = text(at(crd, 'metadata', 'name'));
      versions.add(text(at(crd, 'metadata', 'annotations', annotation)));
      const known = crds.get(name) ?? new Map<Channel, PlainObject>();
      crds.set(name, known.set(channel, crd));
    }
  }
  const [version, ...others] = versions;
  if (version === undefined) throw new Error(`no CRDs below ${folder}`);
  if (others.length > 0) throw new Error(`CRDs of several releases: ${[...versions].join(', ')}`);
  const kinds = [...crds.values()].map(foldKind);
  return { version, kinds: kinds.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) };
}

function sortKey({ group, kind }: Kind): string {
  return `${group}/${kind}`;
}

function readChannel(folder: string): PlainObject[] {
  const documents = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')))
    .map((document): unknown => document.toJS());
  return documents.filter(isPlain).filter(({ kind }) => kind === 'CustomResourceDefinition');
}

function foldKind(byChannel: ReadonlyMap<Channel, PlainObject>): Kind {
  const experimental = byChannel.get('experimental');
  if (experimental === undefined)
    throw new Error('a kind is missing from the experimental channel');
  const standard = byChannel.get('standard');
  const spec = object(at(experimental, 'spec'));
  const standardVersions = standard === undefined ? [] : objects(at(standard, 'spec', 'versions'));
  const versions = objects(spec.versions).map((version): KindVersion => {
    const name = text(version.name);
    const other = standardVersions.find((candidate) => candidate.name === name);
    const served: Channel[] = [];
    if (other?.served === true) served.push('standard');
    if (version.served === true) served.push('experimental');
    return {
      name,
      served,
      storage: version.storage === true,
      deprecated: version.deprecated === true,
      schema: foldSchema(other && schemaOf(other), schemaOf(version), standard !== undefined),
    };
  });
  return {
    group: text(spec.group),
    kind: text(at(spec, 'names', 'kind')),
    plural: text(at(spec, 'names', 'plural')),
    scope: text(spec.scope),
    experimental: standard === undefined,
    versions: versions.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function schemaOf(version: PlainObject): PlainObject {
  return object(at(version, 'schema', 'openAPIV3Schema'));
}

const containers = new Set(['properties', 'items', 'additionalProperties']);
const leftBehind = new Set(['description', 'x-kubernetes-validations']);
const differing = new Set(['enum', 'pattern']);

/** A field that the standard channel lacks is marked unless all around it is lacking too (`isIn`). */
function foldSchema(
  standard: PlainObject | undefined,
  experimental: PlainObject,
  isIn: boolean,
): Schema {
  const base = standard ?? experimental;
  const keywords: Record<string, Plain> = {};
  const inExperimental: Record<string, Plain> = {};
  for (const key of new Set([...Object.keys(base), ...Object.keys(experimental)])) {
    if (containers.has(key) || leftBehind.has(key)) continue;
    const [before, after] = [base[key], experimental[key]];
    const name = shortName(key);
    if (before !== undefined) keywords[name] = before;
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    if (after === undefined || !differing.has(key)) throw new Error(`channels differ in ${key}`);
    inExperimental[name] = after;
  }
  const fold = (key: string): Schema | undefined => {
    const after = experimental[key];
    if (after === undefined) return undefined;
    const before = base[key];
    if (before === undefined) throw new Error(`channels differ in ${key}`);
    return foldSchema(standard && object(before), object(after), standard !== undefined);
  };
  return {
    keywords,
    inExperimental: Object.keys(inExperimental).length === 0 ? undefined : inExperimental,
    experimental: isIn && standard === undefined,
    properties: foldProperties(standard, experimental),
    items: fold('items'),
    additionalProperties: fold('additionalProperties'),
  };
}

/** `x-kubernetes-list-map-keys` as `listMapKeys`. */
function shortName(keyword: string): string {
  const words = keyword.replace(/^x-kubernetes-/, '').split('-');
  return words.map((word, i) => (i === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join('');
}

function foldProperties(
  standard: PlainObject | undefined,
  experimental: PlainObject,
): ReadonlyMap<string, Schema> | undefined {
  if (experimental.properties === undefined) return undefined;
  const before = standard === undefined ? {} : object(standard.properties);
  const after = object(experimental.properties);
  for (const name of Object.keys(before)) {
    if (after[name] === undefined) throw new Error(`${name} is in the standard channel only`);
  }
  return new Map(
    Object.keys(after)
      .sort()
      .map((name) => {
        const other = before[name];
        const folded = foldSchema(given(other), object(after[name]), standard !== undefined);
        return [name, folded] as const;
      }),
  );
}

function isPlain(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: Plain, ...steps: readonly string[]): Plain | undefined {
  let here: Plain | undefined = value;
  for (const step of steps) here = isPlain(here) ? here[step] : undefined;
  return here;
}

function object(value: Plain | undefined): PlainObject {
  if (!isPlain(value)) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return value;
}

function given(value: Plain | undefined): PlainObject | undefined {
  return value === undefined ? undefined : object(value);
}

function objects(value: Plain | undefined): readonly PlainObject[] {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return (value as readonly Plain[]).map(object);
}

export function text(value: Plain | undefined): string {
  if (typeof value !== 'string') throw new Error(`not a text: ${JSON.stringify(value)}`);
  return value;
}

export function texts(value: Plain | undefined): readonly string[] {
  return value === undefined ? [] : (value as readonly Plain[]).map(text);
}
