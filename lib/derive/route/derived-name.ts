// Names of derived objects: `<sandbox>--<baseline>`, whose common prefix keeps routes sorted as
// their baselines are; a longer name than the API allows is cut and gets a stable hash.

import type { Route } from '../../model/route';
import { limits } from '../../routing/limits';
import { shortName } from '../write/short-name';

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
  return isTied ? undefined : derivedName(name);
}

/** A name cut so that the names of parts fit, too. */
export function derivedName(name: string): string {
  return shortName(name, limits.routeName - partRoom);
}

/** `name`, then `name--02`, `name--03`. */
export function partName(name: string, index: number): string {
  return index === 0 ? name : `${name}--${String(index + 1).padStart(2, '0')}`;
}
