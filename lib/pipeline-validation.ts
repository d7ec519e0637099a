// The journey of a validation: manifests in, what is wrong with them out. Beside pipeline.ts and
// pipeline-proof.ts the only place where passes meet.

import type { Api } from './model/api';
import type { Config } from './model/config';
import type { Finding } from './model/finding';
import type { Manifest } from './model/manifest';
import { validate as validatePass } from './validate/validate';

export interface ValidateInput {
  readonly manifests: readonly Manifest[];
  /** CustomResourceDefinitions of the cluster, before those among the manifests. @default [] */
  readonly crds?: readonly Manifest[];
  /** Objects as they are in the cluster, for rules about changes. @default [] */
  readonly against?: readonly Manifest[];
  /** @default - that of the settings, else either channel */
  readonly api?: Api;
  /** Implementations whose support is looked at. @default - those of the settings */
  readonly profiles?: readonly string[];
  readonly config?: Partial<Config>;
  /** What the namespace of objects without one is called. */
  readonly currentNamespace?: string;
}

export interface Validated {
  readonly findings: readonly Finding[];
  /** Objects that were held against a schema. */
  readonly checked: number;
  /** Kinds that nothing is known of, as `group/version Kind`, with the number of their objects. */
  readonly unchecked: ReadonlyMap<string, number>;
}

/** Tells what the API server would refuse, and what the specification calls broken. Pure. */
export function validate({ manifests, api }: ValidateInput): Validated {
  return validatePass({ manifests, ...(api === undefined ? {} : { api }) });
}
