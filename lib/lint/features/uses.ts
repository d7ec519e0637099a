// Which features of the conformance suite objects use, and by which field.
//
// A feature is told where a field asks for it; what every implementation has to support (core) has
// no name of its own. Neighbours: field-use.ts, http-route-uses.ts, gateway-uses.ts, support.ts, feature-findings.ts.

import { at, gatewayGroup, listOf, type Manifest } from '../../model/manifest';
import { isService, type Route } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { FieldUse } from './field-use';
import { gatewayUses } from './gateway-uses';
import { httpRouteUses } from './http-route-uses';

export interface Use extends FieldUse {
  readonly manifest: Manifest;
}

export function usesIn(table: RouteTable): readonly Use[] {
  const { inventory } = table;
  const ofKind = (kind: string) => inventory.ofKind(`${gatewayGroup}/${kind}`);
  const of = (manifest: Manifest, uses: readonly FieldUse[]) =>
    uses.map((use): Use => ({ ...use, manifest }));
  return [
    ...ofKind('Gateway').flatMap((manifest) => of(manifest, gatewayUses(manifest.object))),
    ...ofKind('ListenerSet').flatMap((manifest) => of(manifest, kindUse('ListenerSet'))),
    ...ofKind('BackendTLSPolicy').flatMap((manifest) => of(manifest, backendTlsUses(manifest))),
    ...table.routes.flatMap((route) => of(route.manifest, routeUses(route, table))),
    ...table.connectionRoutes.flatMap((route) => [
      ...of(route.manifest, kindUse(route.kind)),
      ...(endsTls(route.parents.flatMap((one) => table.attachmentOf(one)?.listeners ?? []))
        ? of(route.manifest, [{ feature: 'TLSRouteModeTerminate', path: ['spec', 'parentRefs'] }])
        : []),
    ]),
  ];
}

function kindUse(feature: string): readonly FieldUse[] {
  return [{ feature, path: ['kind'] }];
}

function endsTls(
  acceptances: readonly {
    readonly listener: { readonly protocol: string; readonly tlsMode?: string };
  }[],
): boolean {
  return acceptances.some(
    ({ listener }) => listener.protocol === 'TLS' && listener.tlsMode === 'Terminate',
  );
}

function backendTlsUses({ object }: Manifest): readonly FieldUse[] {
  const path = ['spec', 'validation', 'subjectAltNames'];
  const hasNames = listOf(at(object, path)).length > 0;
  const names = hasNames ? [{ feature: 'BackendTLSPolicySANValidation', path }] : [];
  return [...kindUse('BackendTLSPolicy'), ...names];
}

function routeUses(route: Route, table: RouteTable): readonly FieldUse[] {
  const mesh = route.parents.flatMap((parent, index) =>
    isService(parent) ? [{ parent, path: ['spec', 'parentRefs', index] }] : [],
  );
  const [first] = mesh;
  const foreign = mesh.find(({ parent }) => parent.namespace !== route.namespace);
  return [
    ...(route.kind === 'GRPCRoute' ? kindUse('GRPCRoute') : httpRouteUses(route, table)),
    ...(first === undefined ? [] : [{ feature: 'Mesh', path: first.path }]),
    ...(foreign === undefined ? [] : [{ feature: 'MeshConsumerRoute', path: foreign.path }]),
  ];
}
