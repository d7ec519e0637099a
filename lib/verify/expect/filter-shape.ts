// A filter as a text can hold it: references resolved, so that two rules which ask for the same in
// other words have the same text.
//
// A mirror's target is told beside the filter, since one that does not resolve is left out.
// Neighbours: rule-shape.ts (filters of rules), forked-outcome.ts (filters of outcomes).

import { isObject, type JsonObject, textOf } from '../../model/manifest';
import { isService, type Route, type Rule, serviceKey } from '../../model/route';
import { namesOf } from '../../routing/outcome/shares';
import { type Named, type Replacing, renamed } from './replacing';

/** The rule that a filter stands in: references of its filters mean its namespace. */
export interface Home {
  readonly route: Pick<Route, 'namespace'>;
  readonly rule: Pick<Rule, 'filterRefs'>;
}

/** A filter without what only names its route's surroundings; see the head of this file. */
export function filterShape(
  filter: JsonObject,
  { route, rule }: Home,
  replacing?: Replacing,
): JsonObject {
  const { requestMirror, externalAuth, extensionRef } = filter;
  if (isObject(requestMirror)) {
    const { backendRef: _, ...rest } = requestMirror;
    return { ...filter, requestMirror: rest };
  }
  if (isObject(externalAuth) && isObject(externalAuth.backendRef)) {
    const { backendRef } = externalAuth;
    const ref = rule.filterRefs.find(({ raw }) => raw === backendRef);
    const named = ref === undefined ? namesIn(backendRef, route) : namesOf(ref);
    const asked = namedShape(renamed<Named>(named, replacing));
    return { ...filter, externalAuth: { ...externalAuth, backendRef: asked } };
  }
  if (isObject(extensionRef)) {
    return { ...filter, extensionRef: { ...extensionRef, namespace: route.namespace } };
  }
  return filter;
}

/** A backend by all that tells it from others. */
export function namedShape({ name, other, port }: Named): JsonObject {
  return {
    name,
    ...(other === undefined ? {} : { other: [other.group, other.kind] }),
    ...(port === undefined ? {} : { port }),
  };
}

/** What a reference of `forkedFilter` names, which no rule holds. */
function namesIn(ref: JsonObject, { namespace }: Home['route']): Named {
  const home = textOf(ref.namespace) ?? namespace;
  const port = typeof ref.port === 'number' ? { port: ref.port } : {};
  return { name: serviceKey(home, textOf(ref.name) ?? ''), ...port };
}

/** The filter as the rule would hold it that sends requests with the key away. */
export function forkedFilter(filter: JsonObject, { rule }: Home, replacing: Replacing): JsonObject {
  let forked = filter;
  for (const block of ['requestMirror', 'externalAuth'] as const) {
    const settings = filter[block];
    if (!isObject(settings) || !isObject(settings.backendRef)) continue;
    const { backendRef } = settings;
    const ref = rule.filterRefs.find(({ raw }) => raw === backendRef);
    const standIn =
      ref !== undefined && isService(ref)
        ? replacing.claim.replaced.get(serviceKey(ref.namespace, ref.name))
        : undefined;
    if (standIn === undefined) continue;
    const { namespace, name, port } = standIn;
    const away = { ...backendRef, name, namespace, ...(port === undefined ? {} : { port }) };
    forked = { ...forked, [block]: { ...settings, backendRef: away } };
  }
  return forked;
}
