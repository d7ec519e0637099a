// Whether a route can act on requests without a key at all, wherever in the order it is applied.
//
// A route of which every match demands a known key is met by no other request. What it may still do
// to them is to be there: on a Service that had no routes, for a hostname that had none of its kind,
// or, where an implementation settles on a path first, for a path. So it is inert where a route of
// the baseline, of its kind and namespace, stands in each of those places. A route for nothing but
// declared previews acts at their hostnames alone. Neighbours: acting.ts, known-keys.ts,
// ../../../docs/verify.md.

import type { Claim } from '../../model/claim';
import type { AnyRoute, Match, ParentRef, Route } from '../../model/route';
import { isService } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { anyHost } from '../../routing/hostname';
import type { Law } from '../../routing/law';
import type { KnownKeys } from './known-keys';

export class Stands {
  readonly #taken = new Set<string>();
  readonly #previews: ReadonlySet<string>;
  readonly #withPaths: boolean;

  constructor(
    baseline: RouteTable,
    readonly keys: KnownKeys,
    { claims, law }: { readonly claims: readonly Claim[]; readonly law: Law },
  ) {
    this.#withPaths = law.pathFallback !== 'yes';
    this.#previews = new Set(
      claims.flatMap(({ previews }) => previews.map(({ hostname }) => hostname)),
    );
    for (const route of baseline.routes) {
      for (const stand of this.#standsOf(route)) this.#taken.add(stand);
    }
  }

  isInert(route: AnyRoute): boolean {
    if (!('rules' in route)) return false;
    return this.#isForPreviews(route) || (this.#isKeyed(route) && this.#hasCompany(route));
  }

  #isKeyed({ rules }: Route): boolean {
    return rules.length > 0 && rules.every((rule) => this.keys.isDemandedBy(rule));
  }

  #hasCompany(route: Route): boolean {
    for (const stand of this.#standsOf(route)) if (!this.#taken.has(stand)) return false;
    return true;
  }

  #isForPreviews({ hostnames, parents }: Route): boolean {
    return (
      hostnames.length > 0 &&
      hostnames.every((hostname) => this.#previews.has(hostname.toLowerCase())) &&
      !parents.some(isService)
    );
  }

  *#standsOf(route: Route): Generator<string> {
    const { kind, namespace, hostnames, rules } = route;
    const hosts = hostnames.length === 0 ? [anyHost] : hostnames;
    const paths = this.#withPaths
      ? new Set(rules.flatMap(({ matches }) => matches.map(pathText)))
      : [''];
    for (const parent of route.parents) {
      const where = `${kind}\n${namespace}\n${parentText(parent)}`;
      for (const host of hosts) {
        for (const path of paths) yield `${where}\n${host.toLowerCase()}\n${path}`;
      }
    }
  }
}

function parentText(parent: ParentRef): string {
  const { kind, namespace, name, sectionName = null, port = null } = parent;
  const group = isService(parent) ? '' : parent.group;
  return JSON.stringify([group, kind, namespace, name, sectionName, port]);
}

function pathText(match: Match): string {
  return JSON.stringify(
    match.protocol === 'http'
      ? [match.path.type, match.path.value]
      : [match.type, match.service ?? null, match.method ?? null],
  );
}
