// Routes that the sandboxes bring to a place, for a request that no rule takes any more: they are
// what keeps it from the rules that took it.
//
// A route of a narrower hostname, or one that names a port of a Service where others name none, may
// end the search for a rule although it asks for a key. Neighbour: counterexample.ts.

import type { Outcome } from '../../model/decision';
import { type AnyRoute, isService, routeText } from '../../model/route';
import { listText } from '../../model/text-list';
import { compareText } from '../../model/text-order';
import type { Court } from '../site/court';
import { meetingsAt, type Place } from '../site/place';

/** So many are named. */
const shown = 3;

/** Routes with rules that only the full set has, as messages name them, and one of them. */
export function newcomersAt(place: Place, court: Court) {
  const routes = new Map<string, AnyRoute>();
  for (const way of meetingsAt(place, court.applied, court.law).ways) {
    for (const { all } of 'lists' in way ? way.lists : []) {
      for (const { candidate } of all) {
        if (court.counterparts.has(candidate.rule)) continue;
        routes.set(routeText(candidate.route), candidate.route);
      }
    }
  }
  const names = [...routes.keys()].sort(compareText);
  return { text: listText(names, shown), routes: [...routes.values()] };
}

/** What to change about them, where a request may find no rule and `expected` tells of one. */
export function newcomersRemedy(place: Place, court: Court, expected: Outcome): string | undefined {
  const by = 'by' in expected ? expected.by : undefined;
  const { text, routes } = newcomersAt(place, court);
  if (by === undefined || routes.length === 0) return undefined;
  const kept = routeText(by.route);
  if (place.service === undefined) {
    return `give ${text} the hostnames of ${kept}, or all of its rules: for a host that a route names more closely no other route is asked`;
  }
  return routes.some((route) => portsOf(route, place) !== portsOf(by.route, place))
    ? `name the same port of the Service in the parentRefs of ${text} as in those of ${kept}: routes with and without it may be kept apart, and one of the two lists is used`
    : undefined;
}

/** The ports of the Service at which a route is attached, as a text. */
function portsOf({ parents }: AnyRoute, { request: { target } }: Place): string {
  const own = parents.filter(
    (one) => isService(one) && target.to === 'service' && one.name === target.name,
  );
  return own
    .map(({ port }) => port ?? 'any')
    .sort()
    .join();
}
