// A document of kind Config (gatefork.yaml) -> settings; what it leaves out has its default.
//
// Neighbours: settings/ and carrier-reader.ts (settings that have parts), sandbox-file.ts.

import type { Config, Exposure } from '../model/config';
import { type Finding, finding } from '../model/finding';
import type { FieldPath, Json, JsonObject, Manifest } from '../model/manifest';
import type { Origin } from '../model/origin';
import { present } from '../model/present';
import { readCarriers } from './carrier-reader';
import { DocumentReader } from './document-reader';
import { ownGroup, ownVersion } from './sandbox-file';
import { readAcceptance } from './settings/acceptance';
import { readApiSetting } from './settings/api';
import { readGuardrails } from './settings/guardrails';
import { readProfiles } from './settings/profile';

export interface ConfigReading {
  readonly config: Partial<Config>;
  readonly findings: readonly Finding[];
}

const fields = [
  'api',
  'keyName',
  'carriers',
  'preset',
  'profile',
  'mesh',
  'weights',
  'exclude',
  'exposure',
  'guardrails',
  'accept',
  'otel',
  'downward',
] as const;

const switches = ['auto', 'on', 'off'] as const;
const weights = ['fork-only', 'keep'] as const;
const actions = ['derive', 'ignore', 'warn'] as const;

/** Reads the one Config document of a file. */
export function readConfig(manifests: readonly Manifest[], file: string): ConfigReading {
  const [manifest, second] = manifests.filter(({ object }) =>
    object.apiVersion.startsWith(`${ownGroup}/`),
  );
  if (manifest === undefined || second !== undefined || manifest.object.kind !== 'Config') {
    const found = finding('config-invalid', {
      message: `${file} does not hold one document of kind Config`,
      hint: `write apiVersion: ${ownVersion}, kind: Config and the settings under spec`,
    });
    return { config: {}, findings: [found] };
  }
  return readDocument(manifest);
}

/** Reads the settings that stand under `spec`, where they come from no file. */
export function readSettings(spec: Json, origin: Origin): ConfigReading {
  return readDocument({ object: { apiVersion: ownVersion, kind: 'Config', spec }, origin });
}

function readDocument(manifest: Manifest): ConfigReading {
  const reader = new DocumentReader(manifest, 'config-invalid');
  reader.onlyKnown(manifest.object, [], ['apiVersion', 'kind', 'metadata', 'spec']);
  const spec = reader.fields(manifest.object.spec, ['spec'], fields);
  const config = readSpec(spec, reader);
  return { config, findings: reader.findings };
}

function readSpec(spec: JsonObject, reader: DocumentReader): Partial<Config> {
  const at = (field: (typeof fields)[number]) => [spec[field], ['spec', field]] as const;
  const given = (field: (typeof fields)[number]) =>
    spec[field] !== undefined && spec[field] !== null;
  return present<Partial<Config>>({
    api: readApiSetting(...at('api'), reader),
    keyName: readKeyName(...at('keyName'), reader),
    carriers: readCarriers(spec, reader),
    profiles: given('profile') ? readProfiles(...at('profile'), reader) : undefined,
    // YAML reads a bare `on` and `off` as booleans.
    mesh: reader.word(asWord(spec.mesh), ['spec', 'mesh'], switches),
    weights: reader.word(...at('weights'), weights),
    exclude: given('exclude') ? readExclude(...at('exclude'), reader) : undefined,
    exposure: given('exposure') ? reader.entries(...at('exposure'), readExposure) : undefined,
    guardrails: given('guardrails') ? readGuardrails(...at('guardrails'), reader) : undefined,
    accept: given('accept') ? reader.entries(...at('accept'), readAcceptance) : undefined,
    otel: reader.word(asWord(spec.otel), ['spec', 'otel'], switches),
    downward: reader.optionalBoolean(...at('downward')),
  });
}

function readKeyName(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): string | undefined {
  const name = reader.optionalText(value, path);
  if (name !== undefined && !/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(name)) {
    const hint = 'use lower-case letters, digits and inner `-` or `_`, a letter first';
    reader.report(path, `is \`${name}\`, which cannot name a member of baggage`, hint);
  }
  return name;
}

function asWord(value: Json | undefined): Json | undefined {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
}

function readExclude(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): Config['exclude'] {
  const raw = reader.fields(value, path, ['routes', 'gateways']);
  return {
    routes: reader.texts(raw.routes, [...path, 'routes']),
    gateways: reader.texts(raw.gateways, [...path, 'gateways']),
  };
}

function readExposure(value: Json, path: FieldPath, reader: DocumentReader): readonly Exposure[] {
  const raw = reader.fields(value, path, ['gateway', 'action']);
  const gateway = reader.text(raw.gateway, [...path, 'gateway']);
  const action = reader.word(raw.action, [...path, 'action'], actions);
  if (raw.action === undefined || raw.action === null) {
    reader.report([...path, 'action'], 'is missing', `use one of ${actions.join(', ')}`);
  }
  return gateway === undefined || action === undefined ? [] : [{ gateway, action }];
}
