// For cdk8s authors: the constructs, and the Gateway API's own types for what a construct takes
// as it is; the validation plugin of cdk8s-cli.

export type * from '../imports/gateway-api';
export {
  type CarrierSetting,
  GateforkConfig,
  type GateforkSettings,
} from './constructs/app-config';
export type {
  ConfigObject,
  Fork,
  ForkConfig,
  ForkEnv,
  ForkEnvValue,
  Workload,
  WorkloadConstruct,
} from './constructs/fork-props';
export * from './constructs/index';
export type { NamedObject, ObjectConstruct } from './constructs/object-naming';
export { OwnerConstruct, type OwnerProps } from './constructs/owner-construct';
export * from './constructs/patterns/index';
export {
  type GroupMember,
  RouteGroup,
  type RouteGroupMatch,
  type RouteGroupProps,
} from './constructs/route-group';
export type { RuleOrPattern, RulePattern } from './constructs/rule-pattern';
export { Sandbox, type SandboxProps } from './constructs/sandbox';
export type {
  ExpiryProps,
  ExtraObject,
  Preview,
  RouteTarget,
  ServiceTarget,
  Virtual,
} from './constructs/sandbox-props';
export { summarizeSandboxes } from './constructs/sandbox-summary';
export { synth } from './constructs/synth';
export type { Acceptance, Exposure, Guardrails } from './model/config';
export { type Finding, UsageError } from './model/finding';
export type {
  EffectChoice,
  EffectName,
  ImageChange,
  Patch,
  Storage,
  WorkloadRef,
} from './model/fork';
export type { RouteGroupSpec, SandboxSpec, ServiceRef } from './model/sandbox';
export {
  GateforkValidation,
  type GateforkValidationProperties,
} from './plugin/gatefork-validation';
