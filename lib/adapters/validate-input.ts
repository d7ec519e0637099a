// What `gatefork validate` works on: manifests, CRDs, objects as they are in the cluster, what
// surrounds them, and settings.
//
// A set without any object would be valid, and say nothing: it is an error, mostly a wrong path.
// Neighbours: object-input.ts, derive-input.ts (settings), cli-validate.ts.

import type { Api } from '../model/api';
import { type Finding, finding, isError } from '../model/finding';
import { fileName } from '../model/origin';
import { isOwnDocument } from '../pipeline';
import type { ValidateInput } from '../pipeline-validation';
import { type ConfigOptions, readSettings } from './derive-input';
import type { InputReader } from './input';

export interface ValidateInputOptions extends ConfigOptions {
  readonly file: readonly string[];
  readonly crds?: readonly string[];
  readonly against?: readonly string[];
  readonly context?: readonly string[];
  readonly api?: Api;
  readonly namespace?: string;
  readonly lint: boolean;
}

export interface ValidateInputs {
  readonly input: ValidateInput;
  readonly findings: readonly Finding[];
}

export function readValidateInputs(
  options: ValidateInputOptions,
  reader: InputReader,
): ValidateInputs {
  const { file, crds = [], against = [], context = [], api, profile, namespace, lint } = options;
  const named = reader.read(file);
  const [definitions, old, around] = [crds, against, context].map((paths) => reader.read(paths));
  const settings = readSettings(options, reader);
  const isNothing = !named.manifests.some(({ object }) => !isOwnDocument(object));
  const nothing = isNothing && !named.findings.some(isError) ? [emptyFinding(file)] : [];
  const read = [named, definitions, old, around, settings];
  return {
    input: {
      manifests: named.manifests,
      crds: definitions?.manifests ?? [],
      against: old?.manifests ?? [],
      context: around?.manifests ?? [],
      config: settings.config,
      lint,
      ...(api === undefined ? {} : { api }),
      ...(profile === undefined ? {} : { profiles: profile }),
      ...(namespace === undefined ? {} : { currentNamespace: namespace }),
    },
    findings: [...read.flatMap((one) => one?.findings ?? []), ...nothing],
  };
}

function emptyFinding(paths: readonly string[]): Finding {
  return finding('input-empty', {
    message: `no objects in ${paths.map(fileName).join(', ')}`,
    hint: 'name with `-f` the files or folders that hold the manifests',
  });
}
