// Limits of the Gateway API's HTTPRoute and GRPCRoute, as the CRDs of v1.6 state them, and
// those of names and labels.

export const limits = {
  rulesPerRoute: 16,
  matchesPerRule: 64,
  matchesPerRoute: 128,
  headersPerMatch: 16,
  queryParamsPerMatch: 16,
  hostnamesPerRoute: 16,
  filtersPerRule: 16,
  /** Entries of `set`, of `add` and of `remove` in a filter that changes headers. */
  headersPerFilter: 16,
  /** Characters of a header match value, expressions included. */
  headerValue: 4096,
  routeName: 253,
  serviceName: 63,
  labelValue: 63,
  sessionName: 128,
} as const;
