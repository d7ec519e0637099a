// A Service -> requests that come to it without the sandboxes, with a key or without: one for each
// rule that leads there and is not hidden behind others.
//
// Neighbours: request-of.ts, ../pods/pod-violations.ts (who asks), ../search/solve.ts.

import { at, listOf } from '../../model/manifest';
import type { HttpRequest } from '../../model/request';
import { Cube, type Grounds } from '../search/cube';
import type { KeyState } from '../search/key-state';
import { requestBeside } from '../search/solve';
import { chainOf, type Link } from '../site/chain';
import type { Court } from '../site/court';
import { comparer, Entries } from '../site/entries';
import type { Meeting } from '../site/meeting';
import { pathClassesOf, pathTreeOf } from '../site/path-tree';
import { meetingsAt, type Place } from '../site/place';
import { targetsOf } from '../site/targets';
import { witnessOf } from './request-of';

export interface Wanted {
  /** By its key. */
  readonly service: string;
  readonly state: KeyState;
}

/** Places are where to look; requests inside the cluster that name the Service come last. */
export function* requestsTo(
  wanted: Wanted,
  court: Court,
  places: readonly Place[],
): Generator<HttpRequest> {
  for (const place of places) {
    for (const meeting of meetingsAt(place, court.baseline, court.law).ways) {
      yield* requestsAt(wanted, { court, place, meeting });
    }
  }
  if (wanted.state.carried === undefined) yield* byName(wanted.service, court);
}

interface Scene {
  readonly court: Court;
  readonly place: Place;
  readonly meeting: Meeting;
}

function* requestsAt(
  { service, state }: Wanted,
  { court, place, meeting }: Scene,
): Generator<HttpRequest> {
  const { law, keys } = court;
  if ('answer' in meeting) {
    const whole = { type: 'PathPrefix', key: '', exceptBelow: [], exceptExact: [] } as const;
    const witness = witnessOf(Cube.of({ law, keys, state, paths: whole }), place);
    if (place.service === service && witness !== undefined) yield witness.request;
    return;
  }
  const leads = ({ entrant }: Pick<Link, 'entrant'>) =>
    targetsOf(entrant.candidate.rule).includes(service);
  const { lists } = meeting;
  if (!lists.some(({ all }) => all.some((entrant) => leads({ entrant })))) return;
  const side = { table: court.baseline, entrance: meeting.place };
  const entries = new Entries(court, place, side, true);
  for (const paths of pathClassesOf(lists.map(pathTreeOf))) {
    const links = chainOf(lists, paths, law);
    for (const link of links.filter(leads)) {
      const cube = winning(link, links, { entries, grounds: { law, keys, state, paths } });
      const witness = cube === undefined ? undefined : witnessOf(cube, place);
      if (witness !== undefined) yield witness.request;
    }
  }
}

/** Requests of which a match is sure to take its share: it accepts, and nothing before it does. */
function winning(
  link: Link,
  links: readonly Link[],
  { entries, grounds }: { readonly entries: Entries; readonly grounds: Grounds },
): Cube | undefined {
  const { paths } = grounds;
  const compare = comparer(entries.court, paths.type === 'Exact' ? paths.value.length : undefined);
  const own = entries.of(link);
  const cube = Cube.of(grounds).withAll(own.conditions);
  if (cube === undefined) return undefined;
  const rivals = links.filter((one) => one !== link && compare(one, own).ranking === 'before');
  const solution = requestBeside(
    cube,
    rivals.map((one) => entries.of(one).conditions),
  );
  return 'cube' in solution ? solution.cube : undefined;
}

/** A call inside the cluster, by the Service's own name. */
function* byName(service: string, { baseline }: Court): Generator<HttpRequest> {
  const slash = service.indexOf('/');
  const [namespace, name] = [service.slice(0, slash), service.slice(slash + 1)];
  const found = baseline.inventory.find('/Service', namespace, name)?.object;
  const [port] = listOf(at(found, ['spec', 'ports'])).map((one) => at(one, ['port']));
  if (typeof port !== 'number') return;
  yield {
    protocol: 'http',
    target: { to: 'service', namespace, name, port, from: namespace },
    method: 'GET',
    host: '',
    path: '/',
    headers: [],
  };
}
