// The manifests of a synthesis, validated and proved.
//
// Neighbours: gatefork-validation.ts (who hands them over), ../pipeline-validation.ts, ../pipeline-proof.ts.

import type { Config } from '../model/config';
import { type Finding, isError } from '../model/finding';
import type { Manifest } from '../model/manifest';
import type { Proof } from '../model/proof';
import type { ValidationProperties } from '../pipeline';
import { proofFindings, verify } from '../pipeline-proof';
import { validate } from '../pipeline-validation';

export interface Judged {
  /** Undefined where a finding kept it from being made. */
  readonly proof?: Proof;
  readonly findings: readonly Finding[];
  /** Objects of the input, and how many of them were held against a schema. */
  readonly looked?: {
    readonly objects: number;
    readonly checked: number;
    readonly unchecked: ReadonlyMap<string, number>;
  };
}

export interface JudgeInput {
  readonly manifests: readonly Manifest[];
  readonly crds: readonly Manifest[];
  readonly config: Partial<Config>;
  readonly properties: ValidationProperties;
}

export function judge({ manifests, crds, config, properties }: JudgeInput): Judged {
  const { api, lint, namespace, profiles } = properties;
  const said = {
    config,
    ...(profiles === undefined ? {} : { profiles }),
    ...(namespace === undefined ? {} : { currentNamespace: namespace }),
  };
  const validated = validate({
    ...{ manifests, crds, lint, ...said },
    ...(api === undefined ? {} : { api }),
  });
  const verified = verify({ baseline: manifests, applied: manifests, ...said });
  const { proof } = verified;
  const proved = proof === undefined ? [] : proofFindings(proof, verified.manifests);
  return {
    ...(proof === undefined ? {} : { proof }),
    findings: [...merged(validated.findings, verified.findings), ...proved],
    looked: validated,
  };
}

/** Each thing once: what a proof cannot do with is graver than what a validation passes over. */
function merged(told: readonly Finding[], more: readonly Finding[]): readonly Finding[] {
  const refused = new Set(told.filter(isError).map(({ where }) => where?.origin));
  // Of an object that the API server would refuse nothing more is said.
  const added = more.filter(
    ({ code, where }) => !(code === 'object-invalid' && refused.has(where?.origin)),
  );
  const messages = new Set(added.map(({ code, message }) => `${code}\n${message}`));
  return [...told.filter(({ code, message }) => !messages.has(`${code}\n${message}`)), ...added];
}
