// Features that an HTTPRoute uses, as a table of fields.
//
// The names are those of the conformance suite; a route of Services alone uses the mesh's where
// there is one. Neighbours: uses.ts, ../rules/rule-case.ts.

import { at, type FieldPath, type Json, listOf } from '../../model/manifest';
import { isService, type Route, type Rule } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { backendsOf, filtersOf } from '../rules/rule-case';
import { type FeatureTable, type FieldUse, usesOf } from './field-use';

export function httpRouteUses(route: Route, table: RouteTable): readonly FieldUse[] {
  const isMesh = route.parents.length > 0 && route.parents.every(isService);
  const ports = route.parents.flatMap(({ port, isDefault }, index): readonly FieldUse[] =>
    port === undefined || isDefault === true
      ? []
      : [{ feature: 'HTTPRouteParentRefPort', path: ['spec', 'parentRefs', index, 'port'] }],
  );
  const rules = listOf(at(route.manifest.object, ['spec', 'rules']));
  const used = rules.flatMap((rule, index) =>
    [...ruleUses(rule), ...protocolUses(route.rules[index], table)].map(({ feature, path }) => ({
      feature: isMesh ? (meshNames.get(feature) ?? feature) : feature,
      path: ['spec', 'rules', index, ...path],
    })),
  );
  return [...ports, ...used];
}

const meshNames: ReadonlyMap<string, string> = new Map([
  ['HTTPRouteBackendRequestHeaderModification', 'MeshHTTPRouteBackendRequestHeaderModification'],
  ['HTTPRouteNamedRouteRule', 'MeshHTTPRouteNamedRouteRule'],
  ['HTTPRouteQueryParamMatching', 'MeshHTTPRouteQueryParamMatching'],
  ['HTTPRoutePathRedirect', 'MeshHTTPRouteRedirectPath'],
  ['HTTPRoutePortRedirect', 'MeshHTTPRouteRedirectPort'],
  ['HTTPRoutePathRewrite', 'MeshHTTPRouteRewritePath'],
  ['HTTPRouteSchemeRedirect', 'MeshHTTPRouteSchemeRedirect'],
]);

const ruleFields: FeatureTable = [
  ['HTTPRouteNamedRouteRule', 'name'],
  ['HTTPRouteRequestTimeout', 'timeouts', 'request'],
  ['HTTPRouteBackendTimeout', 'timeouts', 'backendRequest'],
  ['HTTPRouteRetry', 'retry'],
];

const matchFields: FeatureTable = [
  ['HTTPRouteMethodMatching', 'method'],
  ['HTTPRouteQueryParamMatching', 'queryParams'],
];

const filterFields: FeatureTable = [
  ['HTTPRouteResponseHeaderModification', 'responseHeaderModifier'],
  ['HTTPRouteRequestMirror', 'requestMirror'],
  ['HTTPRouteRequestPercentageMirror', 'requestMirror', 'percent'],
  ['HTTPRouteRequestPercentageMirror', 'requestMirror', 'fraction'],
  ['HTTPRouteSchemeRedirect', 'requestRedirect', 'scheme'],
  ['HTTPRoutePortRedirect', 'requestRedirect', 'port'],
  ['HTTPRoutePathRedirect', 'requestRedirect', 'path'],
  ['HTTPRouteHostRewrite', 'urlRewrite', 'hostname'],
  ['HTTPRoutePathRewrite', 'urlRewrite', 'path'],
  ['HTTPRouteCORS', 'cors'],
];

const backendFilterFields: FeatureTable = [
  ['HTTPRouteBackendRequestHeaderModification', 'requestHeaderModifier'],
  ['HTTPRouteBackendURLRewrite', 'urlRewrite'],
  ['HTTPRouteBackendRequestRedirect', 'requestRedirect'],
];

function ruleUses(rule: Json): readonly FieldUse[] {
  const filters = filtersOf(rule);
  const mirrors = filters.filter(({ filter }) => at(filter, ['requestMirror']) !== undefined);
  const second = mirrors[1];
  return [
    ...usesOf(rule, ruleFields, []),
    ...listOf(at(rule, ['matches'])).flatMap((match, index) =>
      usesOf(match, matchFields, ['matches', index]),
    ),
    ...filters.flatMap(({ filter, path }) => [
      ...usesOf(filter, filterFields, path),
      ...statusUses(filter, path),
    ]),
    ...(second === undefined
      ? []
      : [{ feature: 'HTTPRouteRequestMultipleMirrors', path: second.path }]),
    ...listOf(at(rule, ['backendRefs'])).flatMap((backend, index) =>
      filtersOf(backend, ['backendRefs', index]).flatMap(({ filter, path }) =>
        usesOf(filter, backendFilterFields, path),
      ),
    ),
  ];
}

const extendedStatuses: ReadonlySet<Json | undefined> = new Set([303, 307, 308]);

function statusUses(filter: Json, path: FieldPath): readonly FieldUse[] {
  const field = ['requestRedirect', 'statusCode'];
  const status = at(filter, field);
  if (!extendedStatuses.has(status)) return [];
  return [{ feature: `HTTPRoute${String(status)}RedirectStatusCode`, path: [...path, ...field] }];
}

const protocols: ReadonlyMap<Json | undefined, string> = new Map<Json | undefined, string>([
  ['kubernetes.io/h2c', 'HTTPRouteBackendProtocolH2C'],
  ['kubernetes.io/ws', 'HTTPRouteBackendProtocolWebSocket'],
]);

/** What the ports of Services say that they speak. */
function protocolUses(rule: Rule | undefined, { inventory }: RouteTable): readonly FieldUse[] {
  if (rule === undefined) return [];
  const places = backendsOf(rule.raw);
  return rule.backends.flatMap((backend, index) => {
    if (!isService(backend)) return [];
    const service = inventory.find('/Service', backend.namespace, backend.name);
    const port = listOf(at(service?.object, ['spec', 'ports'])).find(
      (one) => at(one, ['port']) === backend.port,
    );
    const feature = protocols.get(at(port, ['appProtocol']));
    return feature === undefined ? [] : [{ feature, path: places[index]?.path ?? ['backendRefs'] }];
  });
}
