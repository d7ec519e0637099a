// The CRDs that projects publish, in a folder beside the repository: a schema for each group, kind
// and version. A file is parsed when the first object of one of its kinds is asked about.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { at, isObject, type Json, type KubeObject, listOf } from '../../lib/model/manifest';
import { objectMetaFaults } from './object-meta';
import { missingDefaults, type Schema, schemaFaults } from './structural-schema';

const folder = resolve(__dirname, '../../../shared/crds');
const gatewayChannels = ['standard', 'experimental'] as const;

/** The API's fields come in two sizes; all else has one. */
export type Channel = (typeof gatewayChannels)[number];

export const hasCrds = existsSync(folder);

interface Crd {
  readonly text: string;
  schemas?: ReadonlyMap<string, Schema>;
}

/** By channel, then by `group/Kind`. */
const byChannel = new Map<Channel, Map<string, Crd>>();

function crdsOf(channel: Channel): Map<string, Crd> {
  const known = byChannel.get(channel);
  if (known !== undefined) return known;
  const crds = new Map<string, Crd>();
  byChannel.set(channel, crds);
  for (const file of hasCrds ? filesBelow(folder) : []) {
    if (gatewayChannels.some((other) => other !== channel && file.includes(`/${other}/`))) continue;
    for (const text of readFileSync(file, 'utf8').split(/^---$/m)) {
      const group = /^ {2}group: (\S+)$/m.exec(text)?.[1];
      const kind = /^ {2}names:\n(?: {4}.*\n)*? {4}kind: (\S+)$/m.exec(text)?.[1];
      if (group !== undefined && kind !== undefined) crds.set(`${group}/${kind}`, { text });
    }
  }
  return crds;
}

function filesBelow(path: string): string[] {
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .flatMap((child) => (statSync(child).isDirectory() ? filesBelow(child) : [child]))
    .filter((file) => file.endsWith('.yaml'));
}

function schemasOf(crd: Crd): ReadonlyMap<string, Schema> {
  crd.schemas ??= new Map(
    listOf(at(load(crd.text) as Json, ['spec', 'versions'])).flatMap((version) => {
      const schema = at(version, ['schema', 'openAPIV3Schema']);
      const isServed = at(version, ['served']) === true && isObject(schema);
      return isServed ? [[String(at(version, ['name'])), schema] as const] : [];
    }),
  );
  return crd.schemas;
}

/** The versions of a kind that are served, by `group/Kind`. */
export function versionsOf(id: string, channel: Channel): readonly string[] {
  const crd = crdsOf(channel).get(id);
  return crd === undefined ? [] : [...schemasOf(crd).keys()];
}

/** How many kinds there are. */
export function kindsOf(channel: Channel): readonly string[] {
  return [...crdsOf(channel).keys()];
}

/** Undefined where no CRD here is of the kind; 'unserved' where it has no such version. */
export function schemaOf(
  { apiVersion, kind }: KubeObject,
  channel: Channel,
): Schema | 'unserved' | undefined {
  const [group = '', version] = apiVersion.split('/');
  const crd = version === undefined ? undefined : crdsOf(channel).get(`${group}/${kind}`);
  if (crd === undefined || version === undefined) return undefined;
  return schemasOf(crd).get(version) ?? 'unserved';
}

/** What the API server would refuse of an object: by its metadata, and by its CRD if there is one. */
export function objectFaults(object: KubeObject, channel: Channel): string[] {
  const schema = schemaOf(object, channel);
  const faults =
    schema === 'unserved'
      ? [`${object.apiVersion} is no version of ${object.kind} that is served`]
      : schema === undefined
        ? []
        : schemaFaults(schema, object);
  return [...objectMetaFaults(object), ...faults];
}

/** What the API server would add to an object of the kinds that are written whole. */
export function unwrittenDefaults(object: KubeObject, channel: Channel): string[] {
  const schema = schemaOf(object, channel);
  return isObject(schema) ? missingDefaults(schema, object) : [];
}
