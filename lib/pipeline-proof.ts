// The journey of a proof: two sets of manifests in, a verdict out. Beside pipeline.ts the only
// place where passes meet.

import type { Claim } from './model/claim';
import { type Config, defaultConfig } from './model/config';
import { type Finding, finding, isError } from './model/finding';
import { inventoryOf } from './model/inventory';
import { type Manifest, nameOf } from './model/manifest';
import type { Proof } from './model/proof';
import type { RouteTable } from './model/route-table';
import type { RouteGroupSpec, SandboxSpec } from './model/sandbox';
import {
  type Derived,
  type DeriveInput,
  deriveOver,
  isBaseline,
  isOwnDocument,
  profileProblem,
} from './pipeline';
import { derivedProofFindings } from './report/derived-proof';
import { proofFindings } from './report/proof-findings';
import { duplicates } from './resolve/duplicates';
import { resolve } from './resolve/route-table';
import { withSameAges } from './resolve/same-ages';
import { atHome, claimsAtHome } from './routing/entry/address-home';
import { type Law, specification } from './routing/law';
import { profileOf } from './routing/profile';
import { isBroughtRoute, withoutAccepted } from './verify/accepted-routes';
import { claimsOf } from './verify/claim/claims';
import { verify as verifyPass } from './verify/verify';

export { provedLine } from './report/derived-proof';
export { proofFindings } from './report/proof-findings';
export { type ProofJson, proofJson } from './report/proof-json';
export { proofMarkdown } from './report/proof-markdown';
export { proofSarif } from './report/proof-sarif';
export { proofText } from './report/proof-text';
export { requestJson } from './report/request-json';

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
  /** Names; each is proved under by itself. @default - those of the settings, else the specification */
  readonly profiles?: readonly string[];
  /** What the namespace of objects without one is called. */
  readonly currentNamespace?: string;
}

export interface Verified {
  /** Undefined where a finding is an error. */
  readonly proof?: Proof;
  readonly findings: readonly Finding[];
  /** With a proof: both sets, under the names that it has, for `proofFindings` to look up. */
  readonly manifests?: readonly Manifest[];
}

/** Proves isolation and fidelity for every request, or shows requests that break them. Pure. */
export function verify(input: VerifyInput): Verified {
  const { sandboxes = [], groups = [], config = {}, currentNamespace } = input;
  const accepted = withoutAccepted(
    input.applied.filter(({ object }) => !isOwnDocument(object)),
    config.accept ?? [],
  );
  const sets = withSameAges(
    {
      baseline: input.baseline.filter(({ object }) => isBaseline(object)),
      applied: accepted.manifests,
    },
    currentNamespace,
  );
  const asWritten = {
    baseline: inventoryOf(sets.baseline, currentNamespace),
    applied: inventoryOf(sets.applied, currentNamespace),
  };
  const twice = [...duplicates(asWritten.baseline), ...duplicates(asWritten.applied)];
  if (twice.length > 0) return { findings: twice };
  const claimed = claimsOf({ ...asWritten, sandboxes, groups });
  const read = (manifests: readonly Manifest[]) =>
    resolve(inventoryOf(atHome({ manifests, requests: [] }, currentNamespace).manifests));
  const [before, after] = [read(sets.baseline), read(sets.applied)];
  const findings = [
    ...[before, after].flatMap((set) => [...set.findings, ...set.connectionFindings]),
    ...claimed.findings,
    ...accepted.findings,
  ];
  if (findings.some(isError)) return { findings };
  const proved = proofOf({
    baseline: before.table,
    applied: after.table,
    claims: claimsAtHome(claimed.claims, currentNamespace),
    config,
    profiles: input.profiles ?? config.profiles ?? [],
  });
  const manifests = [before, after].flatMap(({ table }) => table.inventory.manifests);
  return { ...proved, findings: [...findings, ...proved.findings], manifests };
}

/** Two tables, and what is claimed of them, on the way to a proof. */
interface ProofInput {
  readonly baseline: RouteTable;
  readonly applied: RouteTable;
  readonly claims: readonly Claim[];
  readonly config: Partial<Config>;
  readonly profiles: readonly string[];
}

function proofOf({ baseline, applied, claims, config, profiles }: ProofInput): Verified {
  const laws: { readonly profile: string; readonly law: Law }[] = [];
  const findings: Finding[] = [];
  for (const profile of profiles) {
    const law = profileOf(profile)?.law;
    if (law === undefined) findings.push(unknownProfile(profile));
    else laws.push({ profile, law });
  }
  if (findings.length > 0) return { findings };
  const proof = verifyPass({
    baseline,
    applied,
    claims,
    config: { ...defaultConfig, ...config },
    tableOf: (inventory) => resolve(inventory).table,
    laws: laws.length === 0 ? [{ law: specification }] : laws,
  });
  return { proof, findings };
}

/** Nothing is proved under another order than the one that was asked for. */
function unknownProfile(name: string): Finding {
  const { problem = '', hint = '' } = profileProblem(name, 'route') ?? {};
  return finding('config-invalid', { message: `profile ${problem}`, hint });
}

export interface DeriveProvedInput extends DeriveInput {
  /** Whether what is derived is proved as well. @default true */
  readonly verify?: boolean;
}

export interface DerivedProved extends Derived {
  /** Undefined where nothing was derived, or no proof was asked for. */
  readonly proof?: Proof;
}

/**
 * Derives, and holds the objects against the promises as whoever applies them could: what was asked
 * for is read from the documents, and nothing of how it was derived. Where a promise is broken nothing
 * is returned but the requests that show it. The profiles are those of the settings.
 */
export function deriveProved(input: DeriveProvedInput): DerivedProved {
  const { verify: isAsked = true, ...asked } = input;
  const { derived, baseline } = deriveOver(asked);
  const { sandboxes } = derived;
  const objects = sandboxes.flatMap(({ manifests }) => manifests);
  if (!isAsked || baseline === undefined || objects.length === 0) return derived;
  const { config = {}, sandboxes: specs, groups = [] } = asked;
  const { inventory } = baseline;
  const accepted = withoutAccepted(objects, config.accept ?? []);
  const manifests = [...inventory.manifests, ...accepted.manifests];
  const applied = inventoryOf(manifests, inventory.currentNamespace);
  const claimed = claimsOf({ baseline: inventory, applied, sandboxes: specs, groups });
  const after = resolve(applied);
  const { proof, findings: unproved } = proofOf({
    baseline,
    applied: after.table,
    claims: claimed.claims,
    config,
    profiles: config.profiles ?? [],
  });
  const findings = derivedProofFindings({
    derived: derived.findings,
    proved: [
      ...after.findings.filter(isError),
      // What else there is to say of the documents deriving has said.
      ...[...claimed.findings.filter(isError), ...unproved, ...accepted.findings],
      ...(proof === undefined ? [] : proofFindings(proof, manifests)),
    ],
    sandboxes,
    brought: new Set(objects.filter(isBrought).map(({ object }) => nameOf(object))),
  });
  if (findings.some(isError)) return { sandboxes: [], findings };
  return { sandboxes, findings, ...(proof === undefined ? {} : { proof }) };
}

function isBrought({ object }: Manifest): boolean {
  return isBroughtRoute(object);
}
