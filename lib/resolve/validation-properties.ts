// What cdk8s.yaml says to the validation plugin, under `properties` -> what it works on.
//
// Neighbours: document-reader.ts, settings/profile.ts, ../plugin/gatefork-validation.ts (who asks).

import type { Api } from '../model/api';
import type { Finding } from '../model/finding';
import type { FieldPath, Json } from '../model/manifest';
import { present } from '../model/present';
import { profileNames } from '../routing/profile';
import { DocumentReader } from './document-reader';
import { ownVersion } from './sandbox-file';
import { readApiSetting } from './settings/api';
import { profileProblem } from './settings/profile';

export interface ValidationProperties {
  /** The Gateway API of the cluster. */
  readonly api?: Api;
  /** Files and folders with the cluster's CustomResourceDefinitions. */
  readonly crds: readonly string[];
  /** Whether what the specification calls broken is told. */
  readonly lint: boolean;
  /** The file with the settings. */
  readonly config?: string;
  /** Each is proved under by itself. */
  readonly profiles?: readonly string[];
  /** What the namespace of objects without one is called. */
  readonly namespace?: string;
  /** Patterns of manifest files that are left out. */
  readonly skip: readonly string[];
}

export interface ValidationPropertiesReading {
  readonly properties: ValidationProperties;
  readonly findings: readonly Finding[];
}

const fields = ['api', 'crds', 'lint', 'config', 'profile', 'namespace', 'skip'] as const;

export function readValidationProperties(value: Json): ValidationPropertiesReading {
  const reader = new DocumentReader(
    {
      object: { apiVersion: ownVersion, kind: 'GateforkValidation', properties: value },
      origin: { from: 'file', file: 'cdk8s.yaml', document: 0 },
    },
    'config-invalid',
  );
  const raw = reader.fields(value, ['properties'], fields);
  const at = (field: (typeof fields)[number]) => [raw[field], ['properties', field]] as const;
  const given = (field: (typeof fields)[number]) => raw[field] !== undefined && raw[field] !== null;
  const properties = present<ValidationProperties>({
    api: readApiSetting(...at('api'), reader),
    crds: given('crds') ? texts(...at('crds'), reader) : [],
    lint: reader.optionalBoolean(...at('lint')) ?? true,
    config: given('config') ? reader.filledText(...at('config')) : undefined,
    profiles: given('profile') ? readNames(...at('profile'), reader) : undefined,
    namespace: reader.optionalObjectName(...at('namespace')),
    skip: given('skip') ? texts(...at('skip'), reader) : [],
  });
  return { properties, findings: reader.findings };
}

/** One text, or a list of them. */
function texts(value: Json | undefined, path: FieldPath, reader: DocumentReader) {
  return reader.texts(typeof value === 'string' ? [value] : value, path);
}

function readNames(value: Json | undefined, path: FieldPath, reader: DocumentReader) {
  const names = texts(value, path, reader);
  if (names.includes('all')) return profileNames;
  return names.filter((name) => {
    const found = profileProblem(name, 'route');
    if (found !== undefined) reader.report(path, found.problem, found.hint);
    return found === undefined;
  });
}
