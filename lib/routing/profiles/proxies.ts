// Implementations on other proxies: Traefik, NGINX, Kong and HAProxy.
//
// Their expressions are searched for anywhere in a value, and NGINX and HAProxy cut values at
// commas first, Exact matches included. Neighbours: profile.ts, ../rank/order.ts.

import { orders } from '../rank/order';
import { deviates, type Profile, profile, reported } from './profile';

const traefikRoutes = 'traefik/traefik pkg/provider/kubernetes/gateway/httproute.go';
const traefikMatcher = 'traefik/traefik pkg/muxer/http/matcher.go';

const traefik = profile({
  name: 'traefik',
  title: 'Traefik',
  seen: 'source of August 2026; conformance report of v3.7.10, 2026-07-30',
  deviations: [
    deviates('orders', [orders.traefik], 'source', `${traefikRoutes}, buildMatchRule`),
    deviates(
      'countsOwnHostnames',
      'no',
      'source',
      `${traefikRoutes}: the sum counts a hostname's length`,
    ),
    deviates('agesSettleTies', 'open', 'source', `${traefikRoutes}: routers of equal priority`),
    deviates(
      'positionsSettleTies',
      'open',
      'source',
      `${traefikRoutes}: routers of equal priority`,
    ),
    ...reported(
      'conformance/reports/v1.6/traefik-traefik/experimental-v3.7.10-default-report.yaml, v3.7.10, 2026-07-30',
      { isolation: 'no', misdirected: 'open' },
    ),
    deviates('headerExpressions', ['search'], 'source', traefikMatcher),
    deviates('queryExpressions', ['search'], 'general knowledge', traefikMatcher),
    deviates('pathExpressions', ['search'], 'general knowledge', traefikMatcher),
    deviates('repeatedHeaders', ['any line'], 'source', traefikMatcher),
    deviates('repeatedParameters', ['any'], 'source', traefikMatcher),
    deviates('decodesParameters', 'yes', 'general knowledge', 'Go: url.Values are decoded'),
  ],
  gaps: [
    'GRPCRoutes rank by the length of the rule that Traefik writes for them, not worked out here',
  ],
});

const nginxMatches =
  'nginx/nginx-gateway-fabric internal/controller/nginx/modules/src/httpmatches.js';

const nginxGatewayFabric = profile({
  name: 'nginx-gateway-fabric',
  title: 'NGINX Gateway Fabric',
  seen: 'source of August 2026, not run; conformance report of v2.7.0-pre-release, 2026-07-27',
  deviations: [
    deviates(
      'pathFallback',
      'no',
      'source',
      `${nginxMatches}: NGINX picks the location first; where none of its rules matches, 404`,
    ),
    deviates(
      'hostnameFallback',
      'open',
      'general knowledge',
      'NGINX: one server answers, that of the most specific name; what is copied into it was not looked at',
    ),
    deviates(
      'joinsNames',
      'no',
      'source',
      'nginx/nginx-gateway-fabric internal/controller/ngfsort/sort.go, LessObjectMeta',
    ),
    deviates('headerExpressions', ['search'], 'source', nginxMatches),
    deviates('repeatedHeaders', ['joined'], 'source', nginxMatches),
    deviates('splitsHeadersAtCommas', 'yes', 'source', nginxMatches),
    deviates(
      'paths',
      ['normalised'],
      'general knowledge',
      'NGINX decodes paths and merges slashes before it picks a location',
    ),
  ],
});

const kong = profile({
  name: 'kong',
  title: 'Kong, expressions router',
  seen: 'source of August 2026; conformance reports of kong-operator v2.3.0-rc.3, 2026-08-13',
  deviations: [
    deviates(
      'orders',
      [orders.regexBetweenByLength],
      'source',
      'Kong/kubernetes-ingress-controller subtranslator/httproute_atc.go, EncodeToPriority',
    ),
    ...reported(
      'conformance/reports/v1.6/kong-operator/experimental-v2.3.0-rc.3-traditional_compatible-standard-report.yaml, v2.3.0-rc.3, 2026-08-13',
      { isolation: 'no', misdirected: 'open' },
    ),
    deviates(
      'headerExpressions',
      ['search'],
      'source',
      'Kong/atc-router src/interpreter.rs: captures',
    ),
    deviates(
      'repeatedHeaders',
      ['every line', 'refused'],
      'source',
      'Kong/atc-router src/interpreter.rs: every line must match; other snapshots refuse repeated names',
    ),
  ],
  gaps: ['the traditional router searches ignoring case, and does not read all matches'],
});

const haproxyTemplate = 'jcmoraisjr/haproxy-ingress rootfs/etc/templates/haproxy/haproxy.tmpl';
const haproxyReport =
  'conformance/reports/v1.5/haproxy-ingress/experimental-v0.17.0-alpha.1-default-report.yaml, v0.17.0-alpha.1, 2026-03-20';
const haproxyMaps =
  'HAProxy Ingress looks hosts and paths up in maps, whose entries were not looked at';

const haproxyIngress = profile({
  name: 'haproxy-ingress',
  title: 'HAProxy Ingress',
  seen: 'source of August 2026; conformance report of v0.17.0-alpha.1, 2026-03-20',
  deviations: [
    deviates('orders', [orders.pathAndHeaders], 'source', haproxyTemplate),
    deviates(
      'ignoresMethods',
      true,
      'report',
      `${haproxyReport}: HTTPRouteMethodMatching is not supported, the match is not read`,
    ),
    deviates(
      'ignoresQueries',
      true,
      'report',
      `${haproxyReport}: HTTPRouteQueryParamMatching is not supported, the match is not read`,
    ),
    deviates('hostnameFallback', 'open', 'general knowledge', haproxyMaps),
    deviates('pathFallback', 'open', 'general knowledge', haproxyMaps),
    deviates('agesSettleTies', 'open', 'source', `${haproxyTemplate}: nothing else was found`),
    deviates('positionsSettleTies', 'open', 'source', `${haproxyTemplate}: nothing else was found`),
    ...reported(haproxyReport, { isolation: 'no', misdirected: 'open' }),
    deviates('headerExpressions', ['search'], 'general knowledge', 'HAProxy: -m reg'),
    deviates('repeatedHeaders', ['any line'], 'general knowledge', 'HAProxy: hdr()'),
    deviates(
      'splitsHeadersAtCommas',
      'yes',
      'general knowledge',
      'HAProxy: hdr() looks at each part between commas, Exact matches included',
    ),
  ],
});

export const proxyProfiles: readonly Profile[] = [
  traefik,
  nginxGatewayFabric,
  kong,
  haproxyIngress,
];
