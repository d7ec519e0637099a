// Whether the object that an ExtensionRef filter names is there.
//
// The law is `HTTPRouteFilter.type`: a filter whose reference does not resolve must not be skipped,
// and what it would have processed gets an error. The object lives in the route's own namespace.
// What one that is there does is its implementation's own. Neighbours: external-auth.ts,
// ../outcome/rule-outcome.ts, ../outcome/backend-outcome.ts, ../../resolve/route-status.ts.

import type { Inventory } from '../../model/inventory';
import { at, type Json, textOf } from '../../model/manifest';
import type { AnyRoute } from '../../model/route';
import { referentName } from '../reference/grant';

export interface MissingExtension {
  /** The specification's word for a reference to what does not exist, whatever its name says. */
  readonly reason: 'BackendNotFound';
  /** One sentence without full stop. */
  readonly because: string;
}

/** Undefined where the object is there, and for filters of other types. */
export function missingExtension(
  filter: Json,
  { namespace }: AnyRoute,
  inventory: Inventory,
): MissingExtension | undefined {
  if (at(filter, ['type']) !== 'ExtensionRef') return undefined;
  const group = textOf(at(filter, ['extensionRef', 'group'])) ?? '';
  const kind = textOf(at(filter, ['extensionRef', 'kind']));
  const name = textOf(at(filter, ['extensionRef', 'name']));
  // The API server takes no reference without the two.
  if (kind === undefined || name === undefined) return undefined;
  if (inventory.find(`${group}/${kind}`, namespace, name) !== undefined) return undefined;
  const object = referentName({ group, kind, namespace, name }, inventory);
  const of = group === '' ? '' : ` of \`${group}\``;
  return {
    reason: 'BackendNotFound',
    because: `of an ExtensionRef filter, ${object}${of} is not there`,
  };
}

/** Of a list of filters, the first that is missing. */
export function firstMissing(
  filters: readonly Json[],
  route: AnyRoute,
  inventory: Inventory,
): MissingExtension | undefined {
  for (const filter of filters) {
    const missing = missingExtension(filter, route, inventory);
    if (missing !== undefined) return missing;
  }
  return undefined;
}
