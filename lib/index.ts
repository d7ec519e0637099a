// For cdk8s authors: the constructs, and the Gateway API's own types for what a construct takes
// as it is.

export type * from '../imports/gateway-api';
export * from './constructs/index';
export { type Finding, UsageError } from './model/finding';
