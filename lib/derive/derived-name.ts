// Names of derived objects: `<sandbox>--<baseline>`, whose common prefix keeps routes sorted as
// their baselines are; a longer name than the API allows is cut and gets a stable hash.

import { digestOf } from '../model/digest';
import type { Route } from '../model/route';
import { limits } from '../routing/limits';

/** Room for `--02` behind the name of a route that is split. */
const partRoom = 4;

/**
 * The name of a derived route of so many parts; undefined where it must be cut and its order
 * depends on it.
 */
export function derivedRouteName(
  sandbox: string,
  route: Route,
  { isTied, parts }: { readonly isTied: boolean; readonly parts: number },
): string | undefined {
  const name = `${sandbox}--${route.name}`;
  const room = parts > 1 ? partRoom : 0;
  if (name.length + room <= limits.routeName) return name;
  return isTied ? undefined : shortName(name);
}

/** A name of at most 249 characters: cut where it is longer, with a hash of the whole. */
export function shortName(name: string): string {
  const most = limits.routeName - partRoom;
  if (name.length <= most) return name;
  const hash = digestOf(name).slice(0, 10);
  return `${name.slice(0, most - hash.length - 1).replace(/[^a-z0-9]+$/, '')}-${hash}`;
}
