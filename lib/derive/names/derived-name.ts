// Names of derived routes and of their rules: `<sandbox>--<baseline>`, whose common prefix keeps
// routes sorted as their baselines are; a longer name than the API allows is cut and gets a stable
// hash. Rules keep the baseline's names, by which policies know them.
//
// Neighbours: ../route/derived-route.ts, session-name.ts, short-name.ts.

import type { JsonObject } from '../../model/manifest';
import type { Route, Rule } from '../../model/route';
import { limits } from '../../routing/limits';
import { shortName } from './short-name';

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

/** The names of one derived route's rules: unique, since one baseline rule may become several. */
export class RuleNames {
  readonly #given: ReadonlySet<string>;
  readonly #counts = new Map<Rule, number>();
  readonly #taken = new Set<string>();

  constructor({ rules }: Route) {
    this.#given = new Set(
      rules.flatMap(({ raw: { name } }) => (typeof name === 'string' ? [name] : [])),
    );
  }

  /** `cart`, then `cart--02`; nothing where the baseline's rule has no name. */
  next(rule: Rule): JsonObject {
    const { name } = rule.raw;
    if (typeof name !== 'string') return {};
    for (let part = this.#counts.get(rule) ?? 0; ; part += 1) {
      const found = part === 0 ? name : shortName(partName(name, part), limits.routeName);
      const isFree = !this.#taken.has(found) && (part === 0 || !this.#given.has(found));
      if (!isFree) continue;
      this.#taken.add(found);
      this.#counts.set(rule, part + 1);
      return { name: found };
    }
  }
}
