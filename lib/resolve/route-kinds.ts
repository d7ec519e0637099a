// Kinds of objects that are read as HTTPRoutes and GRPCRoutes: any version of the Gateway API's,
// and Linkerd's own HTTPRoute where it is attached to a Service.
//
// Linkerd's kind came before the Gateway API's was taken there; on a Service both are one list. It
// is also attached to Servers, for authorization, where it forwards nothing and is not read.
// Neighbours: route-reader.ts (one object), route-table.ts, mesh.ts.

import { groupKindOf } from '../model/inventory';
import {
  at,
  gatewayGroup,
  isObject,
  type JsonObject,
  type KubeObject,
  listOf,
  textOf,
} from '../model/manifest';
import { isService, type Route } from '../model/route';
import { storedOf } from './stored-object';

const linkerdGroup = 'policy.linkerd.io';
const linkerdRoute = `${linkerdGroup}/HTTPRoute`;

const kinds: ReadonlyMap<string, Route['kind']> = new Map([
  [`${gatewayGroup}/HTTPRoute`, 'HTTPRoute'],
  [`${gatewayGroup}/GRPCRoute`, 'GRPCRoute'],
  [linkerdRoute, 'HTTPRoute'],
]);

/** By group and kind, in the order in which they are read. */
export const routeKinds: readonly string[] = [...kinds.keys()];

/** What an object is read as; undefined for everything that is no route of these kinds. */
export function routeKindOf(object: KubeObject): Route['kind'] | undefined {
  const groupKind = groupKindOf(object);
  if (groupKind === linkerdRoute && !isOnService(object)) return undefined;
  return kinds.get(groupKind);
}

function isOnService({ spec }: KubeObject): boolean {
  return listOf(at(spec, ['parentRefs'])).some((ref) => {
    const group = textOf(at(ref, ['group'])) ?? linkerdGroup;
    return isService({ group, kind: textOf(at(ref, ['kind'])) ?? '' });
  });
}

/**
 * The route as the API server would store it. Versions of old have v1's defaults; Linkerd's kind
 * has them too, but for the group of a parentRef.
 */
export function storedRoute(object: KubeObject, kind: Route['kind']): KubeObject {
  const isLinkerds = groupKindOf(object) === linkerdRoute;
  const written = isLinkerds ? withParentGroups(object) : object;
  return storedOf({ ...written, kind, apiVersion: `${gatewayGroup}/v1` });
}

function withParentGroups(object: KubeObject): KubeObject {
  const { spec } = object;
  if (!isObject(spec) || !Array.isArray(spec.parentRefs)) return object;
  const parentRefs = listOf(spec.parentRefs).map((ref) => {
    const hasGroup = !isObject(ref) || (ref.group !== undefined && ref.group !== null);
    return hasGroup ? ref : ({ ...ref, group: linkerdGroup } satisfies JsonObject);
  });
  return { ...object, spec: { ...spec, parentRefs } };
}
