// The patterns, for lib/index.ts.

export type { AbTestProps } from './ab-test';
export type { ApiVersionsProps, VersionPlace } from './api-versions';
export type { BlueGreenProps } from './blue-green';
export type { CanaryProps } from './canary';
export { Delegation, type DelegationProps } from './delegation';
export { DomainRedirect, type DomainRedirectProps } from './domain-redirect';
export { type Entrance, Entrances, type EntrancesProps } from './entrances';
export { HttpPattern } from './http-pattern';
export { HttpsRedirect, type HttpsRedirectProps } from './https-redirect';
export type { MaintenanceProps } from './maintenance';
export type { MirrorProps } from './mirror';
export { MutualTls, type MutualTlsProps } from './mutual-tls';
export { inNamespaces } from './namespaces';
export { PathRedirects, type PathRedirectsProps } from './path-redirects';
export type { PathRedirectOptions, RewritesProps } from './path-rules';
export type { PathTable } from './path-table';
export type { MarkPlace, RequestMark } from './request-mark';
export type { ResilienceProps } from './resilience';
export type { CorsOptions, SecurityHeaders } from './response-filters';
export type { HttpRulePattern, RuleFrame } from './rule-frame';
export { TlsPassthrough, type TlsPassthroughProps } from './tls-passthrough';
