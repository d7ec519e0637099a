// The same work without cdk8s: text to manifests, sandboxes to objects, objects to text.
//
// `import { derive, readManifests } from 'gatefork/core'` loads neither cdk8s nor constructs. For
// tests: `whereTo(manifests, 'GET https://…')`, `prove(manifests)`, and the matchers behind
// gatefork/vitest.

export type { Carrier, Config } from './model/config';
export { defaultConfig } from './model/config';
export type {
  DerivedRouteAccount,
  DerivedRule,
  ForkAccount,
  SandboxDerivation,
  VirtualAccount,
} from './model/derivation';
export type { Finding, FindingCode, Severity, Where } from './model/finding';
export { isError, UsageError } from './model/finding';
export type { EnvChange, ForkSpec, ImageChange, Patch, WorkloadRef } from './model/fork';
export type { FieldPath, Json, JsonObject, KubeObject, Manifest } from './model/manifest';
export type { Origin } from './model/origin';
export type { Proof } from './model/proof';
export type {
  GroupMatch,
  PreviewSpec,
  RouteGroupSpec,
  SandboxSpec,
  VirtualSpec,
} from './model/sandbox';
export {
  type DerivedSandbox,
  locate,
  type OutcomeJson,
  printFindings,
  type ReadManifests,
  readConfig,
  readManifests,
  readSandboxes,
  summarize,
  writeManifests,
} from './pipeline';
export {
  type DerivedProved as Derived,
  type DeriveProvedInput as DeriveInput,
  deriveProved as derive,
  type ProofJson,
  proofFindings,
  proofJson,
  proofMarkdown,
  proofText,
  type Verified,
  type VerifyInput,
  verify,
} from './pipeline-proof';
export {
  type Validated,
  type ValidateInput,
  type ValidationJson,
  validate,
} from './pipeline-validation';
export type { ManifestSource } from './testing/manifest-source';
export { type ProofQuestion, prove } from './testing/prove';
export type { RouteGoal } from './testing/route-goal';
export { toKeepPromises } from './testing/to-keep-promises';
export { type ExpectedRoute, type MatcherResult, toRouteTo } from './testing/to-route-to';
export {
  type RequestSource,
  type RouteQuestion,
  whereTo,
} from './testing/where-to';
