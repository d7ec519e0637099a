// The journey of a proof: two sets of manifests in, a verdict out. Beside pipeline.ts the only
// place where passes meet.

import { type Config, defaultConfig } from './model/config';
import { type Finding, isError } from './model/finding';
import { inventoryOf } from './model/inventory';
import type { Manifest } from './model/manifest';
import type { Proof } from './model/proof';
import type { RouteGroupSpec, SandboxSpec } from './model/sandbox';
import { isBaseline, isOwnDocument } from './pipeline';
import { duplicates } from './resolve/duplicates';
import { resolve } from './resolve/route-table';
import { specification } from './routing/law';
import { profileOf } from './routing/profile';
import { claimsOf } from './verify/claim/claims';
import { verify as verifyPass } from './verify/verify';

export interface VerifyInput {
  /** Without sandboxes; what Gatefork wrote before is left out by its labels. */
  readonly baseline: readonly Manifest[];
  /** The full set after applying. */
  readonly applied: readonly Manifest[];
  /** For objects that carry no marks of ours. @default [] */
  readonly sandboxes?: readonly SandboxSpec[];
  /** @default [] */
  readonly groups?: readonly RouteGroupSpec[];
  readonly config?: Partial<Config>;
  /** Names; each is proved under by itself. @default [] - the specification */
  readonly profiles?: readonly string[];
  /** What the namespace of objects without one is called. */
  readonly currentNamespace?: string;
}

export interface Verified {
  /** Undefined where a finding is an error. */
  readonly proof?: Proof;
  readonly findings: readonly Finding[];
}

/** Proves isolation and fidelity for every request, or shows requests that break them. Pure. */
export function verify(input: VerifyInput): Verified {
  const { sandboxes = [], groups = [], profiles = [], currentNamespace } = input;
  const config: Config = { ...defaultConfig, ...input.config };
  const baseline = inventoryOf(
    input.baseline.filter(({ object }) => isBaseline(object)),
    currentNamespace,
  );
  const applied = inventoryOf(
    input.applied.filter(({ object }) => !isOwnDocument(object)),
    currentNamespace,
  );
  const twice = [...duplicates(baseline), ...duplicates(applied)];
  if (twice.length > 0) return { findings: twice };
  const [before, after] = [resolve(baseline), resolve(applied)];
  const claimed = claimsOf({ baseline, applied, sandboxes, groups });
  const findings = [...before.findings, ...after.findings, ...claimed.findings];
  if (findings.some(isError)) return { findings };
  const laws = profiles.flatMap((profile) => {
    const law = profileOf(profile)?.law;
    return law === undefined ? [] : [{ profile, law }];
  });
  const proof = verifyPass({
    baseline: before.table,
    applied: after.table,
    claims: claimed.claims,
    config,
    laws: laws.length === 0 ? [{ law: specification }] : laws,
  });
  return { proof, findings: claimed.findings };
}
