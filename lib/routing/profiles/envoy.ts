// Implementations whose data plane is Envoy: what they have in common, and where they part.
//
// Envoy itself reads a header's lines by its version: joined with a comma up to 1.38, one by one
// since 1.39, so both readings are possible whoever ships it. Neighbours: profile.ts, ../rank/order.ts.

import { everyOrder, orders } from '../rank/order';
import { type Deviation, deviates, notLookedAt, type Profile, profile, reported } from './profile';

const envoyLines = deviates(
  'repeatedHeaders',
  ['joined', 'any line'],
  'measured',
  'Envoy 1.36.4, 1.37.0, 1.38.3 join lines; 1.39.0, 1.39.1, 1.40.0 look at each (envoyproxy/envoy pull 44819)',
);

/** Envoy's safe regex asks for the whole text, which each translation hands over unchanged. */
function wholeExpressions(source: string): readonly Deviation[] {
  const envoy = 'Envoy: safe_regex must match the whole path, query parameter or header';
  return [
    deviates('headerExpressions', ['whole'], 'source', source),
    deviates('pathExpressions', ['whole'], 'general knowledge', envoy),
    deviates('queryExpressions', ['whole'], 'general knowledge', envoy),
  ];
}

const oneVirtualHost = 'Envoy: one virtual host answers, that of the most specific domain';

const istio = profile({
  name: 'istio',
  title: 'Istio',
  seen: 'translation of August 2026, sidecars; conformance report of 1.30.1, 2026-05-20',
  deviations: [
    deviates(
      'orders',
      [orders.regexLast],
      'measured',
      'istio/istio pilot/pkg/config/kube/gateway, sortHTTPRoutes; 83 of 83 cases by a real Envoy',
    ),
    ...reported(
      'conformance/reports/v1.5/istio-istio/1.30.0-default-report.yaml, 1.30.1, 2026-05-20',
      {
        misdirected: 'open',
      },
    ),
    deviates(
      'hostnameFallback',
      'no',
      'source',
      'istio/istio pilot/pkg/config/kube/gateway/route_collections.go: one VirtualService for each hostname',
    ),
    deviates(
      'mixesKinds',
      'yes',
      'measured',
      'Istio: HTTPRoute and GRPCRoute of one Service become one list, sorted together',
    ),
    deviates(
      'grpcRoutesTakeHttp',
      'open',
      'source',
      'istio/istio pilot/pkg/config/kube/gateway/conversion.go, createGRPCURIMatch: a match on the path',
    ),
    ...wholeExpressions(
      'istio/istio pilot/pkg/config/kube/gateway/conversion.go, StringMatch_Regex',
    ),
    envoyLines,
    deviates(
      'paths',
      ['normalised'],
      'general knowledge',
      'Istio: normalisation BASE is the default',
    ),
    deviates(
      'meshPortsTogether',
      'no',
      'measured',
      'Istio: the key of the merge holds parentRef.port, so only one of two lists is used',
    ),
    deviates(
      'meshByHost',
      'yes',
      'measured',
      'Istio: a call with a foreign Host passes by all routes',
    ),
  ],
  gaps: ['waypoints of ambient mode were not looked at'],
});

const envoyGatewayOrder =
  'envoyproxy/gateway internal/gatewayapi/sort.go and route.go; Envoy Gateway 1.9.1, Envoy 1.40';
const measuredOn = 'Envoy Gateway 1.9.1, Envoy 1.40';

const envoyGatewayDeviations: readonly Deviation[] = [
  deviates(
    'countsOwnHostnames',
    'no',
    'general knowledge',
    'Envoy Gateway: a rule is sorted under the hostname that its route and the listener have in common',
  ),
  deviates('orders', [orders.envoyGateway], 'measured', envoyGatewayOrder),
  deviates('joinsNames', 'no', 'measured', `${measuredOn}: \`n/x\` stands before \`n-b/x\``),
  deviates(
    'hostnameFallback',
    'no',
    'measured',
    `${measuredOn}: a route on \`x.h.test\` hides all of \`*.h.test\` for that name`,
  ),
  deviates('mixesKinds', 'yes', 'measured', `${measuredOn}: both kinds accepted, sorted together`),
  deviates(
    'grpcRoutesTakeHttp',
    'yes',
    'measured',
    `${measuredOn}: a plain POST to \`/svc/Method\` matches a GRPCRoute`,
  ),
  ...wholeExpressions('envoyproxy/gateway internal/gatewayapi/route.go'),
  envoyLines,
  deviates(
    'sameHeaderTwice',
    'all',
    'measured',
    `${measuredOn}: two spellings of one header name must both match`,
  ),
  deviates('paths', ['normalised'], 'measured', `${measuredOn}: \`//\`, \`.\`, \`..\`, \`%61\``),
  deviates('refusesUnderscores', 'yes', 'measured', `${measuredOn}: 400 for the whole request`),
  deviates(
    'brokenMirrorBreaksRule',
    'yes',
    'measured',
    `${measuredOn}: a missing mirror Service makes the whole rule 500`,
  ),
];

const envoyGatewayGaps = ['a path that holds `%2F` is answered with 307, to its decoded form'];

const envoyGateway = profile({
  name: 'envoy-gateway',
  title: 'Envoy Gateway',
  seen: '1.9.1 with Envoy 1.40 measured, Envoy 1.36 to 1.39 where named; conformance report of v1.9.0, 2026-08-18',
  deviations: [
    ...envoyGatewayDeviations,
    ...reported(
      'conformance/reports/v1.6/envoy-gateway/experimental-v1.9.0-gateway-namespace-mode-report.yaml, v1.9.0, 2026-08-18',
      { misdirected: 'open' },
    ),
  ],
  gaps: envoyGatewayGaps,
});

const calico = profile({
  name: 'calico',
  title: 'Calico Ingress Gateway',
  seen: 'as Envoy Gateway, which it ships; conformance report of v3.32.0, 2026-05-21',
  deviations: [
    ...envoyGatewayDeviations.map(
      (deviation): Deviation => ({
        ...deviation,
        evidence: 'general knowledge',
        source: `Calico ships Envoy Gateway. ${deviation.source}`,
      }),
    ),
    ...reported(
      'conformance/reports/v1.4.1/projectcalico-calico/experimental-v3.32.0-default-report.yaml, v3.32.0, 2026-05-21',
      { misdirected: 'open' },
    ),
  ],
  gaps: envoyGatewayGaps,
});

const cilium = profile({
  name: 'cilium',
  title: 'Cilium',
  seen: 'snapshots of 2026, 1.20 itself not; conformance report of v1.20.0, 2026-07-31',
  deviations: [
    deviates(
      'orders',
      [orders.regexBetweenByLength, orders.methodAsHeader],
      'source',
      'cilium/cilium operator/pkg/model/translation/envoy_virtual_host.go: snapshots count `:method` among the headers or before them',
    ),
    ...reported(
      'conformance/reports/v1.6/cilium/standard-v1.20.0-default-report.yaml, v1.20.0, 2026-07-31',
      { misdirected: 'open' },
    ),
    deviates('hostnameFallback', 'open', 'general knowledge', oneVirtualHost),
    ...wholeExpressions('cilium/cilium operator/pkg/model/translation'),
    envoyLines,
  ],
  gaps: ['consumer routes of a mesh are not supported, by its conformance report'],
});

const contour = profile({
  name: 'contour',
  title: 'Contour',
  seen: 'source of August 2026; conformance report of v1.33.0, 2025-11-13',
  deviations: [
    deviates(
      'orders',
      [orders.regexBetween],
      'source',
      'projectcontour/contour internal/sorter: expressions among themselves by text, so here open',
    ),
    ...reported(
      'conformance/reports/v1.3.0/projectcontour-contour/experimental-v1.33.0-default-report.yaml, v1.33.0, 2025-11-13',
      { misdirected: 'open' },
    ),
    deviates('hostnameFallback', 'no', 'general knowledge', oneVirtualHost),
    ...wholeExpressions('projectcontour/contour internal/dag/gatewayapi_processor.go'),
    envoyLines,
  ],
});

const kgateway = profile({
  name: 'kgateway',
  title: 'kgateway',
  seen: 'source of August 2026, expressions of February 2025; conformance report of v2.4.0-rc.1, 2026-07-20',
  deviations: [
    deviates(
      'orders',
      [orders.regexBetweenUnranked],
      'source',
      'kgateway-dev/kgateway internal/kgateway/translator/routeutils/sortable_route.go',
    ),
    ...reported(
      'conformance/reports/v1.6/kgateway/v2.4.0-rc.1-report.yaml, v2.4.0-rc.1, 2026-07-20',
      { misdirected: 'open' },
    ),
    deviates('hostnameFallback', 'no', 'general knowledge', oneVirtualHost),
    ...wholeExpressions('kgateway-dev/kgateway, translation into Envoy, February 2025'),
    envoyLines,
  ],
});

const kuma = profile({
  name: 'kuma',
  title: 'Kuma',
  seen: 'source of August 2026; conformance report of 2.6.0, 2024-02-01, for Gateway API 1.0',
  deviations: [
    deviates(
      'orders',
      [orders.regexAsPrefix, orders.regexLast],
      'source',
      'kumahq/kuma pkg/plugins/policies/meshhttproute/api/v1alpha1/compare.go: its comment ranks expressions by length among prefixes, its code behind them',
    ),
    ...reported('conformance/reports/v1.0.0/kumahq-kuma/2.6.0-report.yaml, 2.6.0, 2024-02-01', {
      isolation: 'open',
      misdirected: 'open',
    }),
    deviates('hostnameFallback', 'open', 'general knowledge', oneVirtualHost),
    ...wholeExpressions('kumahq/kuma meshhttproute/xds/match.go'),
    envoyLines,
  ],
});

const airlock = profile({
  name: 'airlock',
  title: 'Airlock Microgateway',
  seen: 'conformance report of 5.1.0, 2026-07-01; code and order not looked at',
  deviations: [
    deviates('orders', everyOrder, 'general knowledge', notLookedAt),
    deviates('hostnameFallback', 'open', 'general knowledge', oneVirtualHost),
    deviates(
      'headerExpressions',
      ['whole'],
      'general knowledge',
      'Airlock Microgateway runs Envoy',
    ),
    envoyLines,
  ],
});

export const envoyProfiles: readonly Profile[] = [
  istio,
  envoyGateway,
  calico,
  cilium,
  contour,
  kgateway,
  kuma,
  airlock,
];
