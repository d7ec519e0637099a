// What the suite asks that no file can answer. Each reason holds the cases that need it, and
// the runners check that none of them would pass without it.

interface Skip {
  readonly reason: string;
  readonly cases: readonly string[];
}

const range = (prefix: string, ...numbers: readonly number[]): string[] =>
  numbers.map((number) => `${prefix}${number}`);

export const requestSkips: readonly Skip[] = [
  {
    reason: 'the address of a pod bypasses Services, so it is no request to one',
    cases: ['MeshFrontend#1'],
  },
  {
    reason: 'the TLS handshake with a backend: no manifest holds the certificate that it shows',
    cases: ['BackendTLSPolicy#4'],
  },
];

export const statusSkips: readonly Skip[] = [
  {
    reason: 'observedGeneration counts what a controller has seen',
    cases: [
      ...range('GatewayInvalidTLSBackendConfiguration#s', 1, 2, 3, 4, 5),
      ...range('GatewayListenerUnsupportedProtocol#s', 1, 4),
      ...range('GatewayStaticAddresses#s', 1, 3, 6),
      ...range('HTTPRouteObservedGenerationBump#s', 1, 4),
    ],
  },
  {
    reason: 'whether an address can be had, only the network knows',
    cases: range('GatewayStaticAddresses#s', 5, 8),
  },
  {
    reason: "an address type with a domain is some implementation's own: which knows it is open",
    cases: ['GatewayStaticAddresses#s2'],
  },
  {
    reason: 'Secrets are kept out of manifests: one that is absent is taken to be in the cluster',
    cases: ['GatewayInvalidTLSBackendConfiguration#s7'],
  },
];

export function reasonFor(skips: readonly Skip[], id: string): string | undefined {
  return skips.find(({ cases }) => cases.includes(id))?.reason;
}

/** The counts of a run in a few lines, reasons with how many cases each holds. */
export function countsText(what: string, all: number, passed: number, skips: readonly Skip[]) {
  const skipped = skips.reduce((sum, { cases }) => sum + cases.length, 0);
  const reasons = skips.map(({ reason, cases }) => `  ${cases.length}  ${reason}`);
  return [
    `${all} ${what}: ${passed} pass, ${all - passed - skipped} fail, ${skipped} skipped`,
    ...reasons,
  ].join('\n');
}
