// Whether manifests keep the promises, as a function for the tests of whoever writes them.
//
// `prove(manifests)` is `gatefork verify` without files. Neighbours: to-keep-promises.ts (the same as a
// matcher), manifest-source.ts, misused.ts, ../pipeline-proof.ts.

import type { Config } from '../model/config';
import type { Proof } from '../model/proof';
import { readSandboxes } from '../pipeline';
import { type ProofJson, proofJson, verify } from '../pipeline-proof';
import { type ManifestSource, manifestsOf } from './manifest-source';
import { misused, refuse, refuseUnknownFields, refuseUnknownProfile } from './misused';

/** What is said beside the manifests. */
export interface ProofQuestion {
  /**
   * What is there without sandboxes.
   *
   * @default - the manifests, but for those with the labels that Gatefork writes
   */
  readonly baseline?: ManifestSource;
  /**
   * Sandboxes and route groups as files hold them, for manifests that somebody else wrote.
   *
   * @default - what the labels and annotations say
   */
  readonly sandboxes?: ManifestSource;
  /**
   * The implementation to prove under, or several.
   *
   * @default - those of the settings, else the specification
   */
  readonly profile?: string | readonly string[];
  /** Carriers and other settings, as `derive` takes them. */
  readonly config?: Partial<Config>;
  /** What the namespace of objects without one is called. */
  readonly namespace?: string;
}

/**
 * Proves for every request that it goes where it went without the sandboxes, or with a key to their
 * forks: the JSON that `gatefork verify -o json` prints.
 *
 * Throws a `UsageError` where the manifests cannot be read.
 */
export function prove(manifests: ManifestSource, question: ProofQuestion = {}): ProofJson {
  return proofJson(proofOf(manifests, question));
}

/** The proof before it is printed. */
export function proofOf(manifests: ManifestSource, question: ProofQuestion): Proof {
  refuseUnknownFields(question, questionFields);
  const { profile, namespace, config } = question;
  const profiles = typeof profile === 'string' ? [profile] : profile;
  for (const name of profiles ?? []) refuseUnknownProfile(name);
  const applied = manifestsOf(manifests);
  const { proof, findings } = verify({
    baseline: question.baseline === undefined ? applied : manifestsOf(question.baseline),
    applied,
    ...sandboxesOf(question),
    ...(config === undefined ? {} : { config }),
    ...(profiles === undefined ? {} : { profiles }),
    ...(namespace === undefined ? {} : { currentNamespace: namespace }),
  });
  refuse(findings);
  if (proof === undefined) throw new Error('manifests without findings have a proof');
  return proof;
}

const questionFields: readonly string[] = [
  ...['baseline', 'sandboxes', 'profile', 'config', 'namespace'],
];

function sandboxesOf({ sandboxes: source }: ProofQuestion) {
  if (source === undefined) return {};
  const { sandboxes, groups, findings } = readSandboxes(manifestsOf(source));
  refuse(findings);
  // A proof of no sandbox would hold, and say nothing of those that were meant.
  if (sandboxes.length + groups.length === 0) {
    throw misused('`sandboxes` holds no Sandbox and no RouteGroup', 'give their documents');
  }
  return { sandboxes, groups };
}
