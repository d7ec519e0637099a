// For cdk8s authors: the constructs, and the Gateway API's own types for what a construct takes
// as it is.

export type * from '../imports/gateway-api';
export {
  type CarrierSetting,
  GateforkConfig,
  type GateforkSettings,
} from './constructs/app-config';
export type {
  Fork,
  ForkEnv,
  ForkEnvValue,
  Workload,
  WorkloadConstruct,
} from './constructs/fork-props';
export * from './constructs/index';
export { Sandbox, type SandboxProps } from './constructs/sandbox';
export { summarizeSandboxes } from './constructs/sandbox-summary';
export { synth } from './constructs/synth';
export { type Finding, UsageError } from './model/finding';
export type { ImageChange, Patch, WorkloadRef } from './model/fork';
export type { SandboxSpec } from './model/sandbox';
