// A document of kind Config (gatefork.yaml) -> settings; what it leaves out has its default.

import { type Config, defaultConfig } from '../model/config';
import { type Finding, finding } from '../model/finding';
import type { FieldPath, Json, JsonObject, Manifest } from '../model/manifest';
import type { Origin } from '../model/origin';
import { nearest } from '../model/spelling';
import { derivingProfileNames, profileNames } from '../routing/profile';
import { readCarriers } from './carrier-reader';
import { DocumentReader } from './document-reader';
import { ownGroup, ownVersion } from './sandbox-file';

export interface ConfigReading {
  readonly config: Partial<Config>;
  readonly findings: readonly Finding[];
}

const fields = ['keyName', 'carriers', 'preset', 'profile', 'mesh', 'weights', 'exclude'] as const;

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
  const spec = reader.object(manifest.object.spec, ['spec']) ?? {};
  reader.onlyKnown(spec, ['spec'], fields);
  const config = readSpec(spec, reader);
  return { config, findings: reader.findings };
}

function readSpec(spec: JsonObject, reader: DocumentReader): Partial<Config> {
  const keyName = reader.optionalText(spec.keyName, ['spec', 'keyName']);
  if (keyName !== undefined && !/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(keyName)) {
    const hint = 'use lower-case letters, digits and inner `-` or `_`, a letter first';
    reader.report(['spec', 'keyName'], `is \`${keyName}\``, hint);
  }
  const meshes = ['auto', 'on', 'off'] as const;
  const weights = ['fork-only', 'keep'] as const;
  const carriers = readCarriers(spec, reader);
  return {
    ...(keyName === undefined ? {} : { keyName }),
    ...(carriers === undefined ? {} : { carriers }),
    profiles: readProfiles(spec.profile, ['spec', 'profile'], reader),
    // YAML reads a bare `on` and `off` as booleans.
    mesh: reader.oneOf(asWord(spec.mesh), ['spec', 'mesh'], meshes, defaultConfig.mesh),
    weights: reader.oneOf(spec.weights, ['spec', 'weights'], weights, defaultConfig.weights),
    exclude: readExclude(spec.exclude, reader),
  };
}

function asWord(value: Json | undefined): Json | undefined {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
}

function readProfiles(value: Json | undefined, path: FieldPath, reader: DocumentReader): string[] {
  const list = typeof value === 'string' ? [value] : reader.list(value, path);
  return list.flatMap((entry) => {
    const name = reader.text(entry, path);
    if (name === undefined) return [];
    const problem = profileProblem(name);
    if (problem === undefined) return [name];
    reader.report(path, problem.problem, problem.hint);
    return [];
  });
}

/**
 * What is wrong with a profile's name; undefined where it is known. Deriving takes fewer than
 * asking where a request goes: its proof does not hold in every order.
 */
export function profileProblem(
  name: string,
  use: 'derive' | 'route' = 'derive',
): { problem: string; hint: string } | undefined {
  const names = use === 'derive' ? derivingProfileNames : profileNames;
  if (names.includes(name)) return undefined;
  const none = use === 'derive' ? ', or none to honour every known order' : '';
  const list = `use one of ${names.join(', ')}${none}`;
  if (profileNames.includes(name)) {
    const problem = `names \`${name}\`, under which derived routes cannot be kept apart from others`;
    return { problem, hint: list };
  }
  const near = names.find((known) => known.startsWith(`${name}-`)) ?? nearest(name, names);
  return {
    problem: `names \`${name}\`, whose order of matches is not known here`,
    hint: near === undefined ? list : `did you mean \`${near}\`?`,
  };
}

function readExclude(value: Json | undefined, reader: DocumentReader): Config['exclude'] {
  const path = ['spec', 'exclude'];
  const raw = reader.object(value, path) ?? {};
  reader.onlyKnown(raw, path, ['routes', 'gateways']);
  const patterns = (field: 'routes' | 'gateways') =>
    reader
      .list(raw[field], [...path, field])
      .flatMap((entry, index) => reader.text(entry, [...path, field, index]) ?? []);
  return { routes: patterns('routes'), gateways: patterns('gateways') };
}
