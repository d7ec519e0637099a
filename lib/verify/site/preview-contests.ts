// The hostname of a preview: requests without the key go there as keyed ones go on the route that
// the preview names. What none of its rules takes goes where it went before: a preview is no more
// than a host beside others then.
//
// So the rules of that route are one side of the contests, as if they were attached under the
// preview's hostname and the request carried the key, and below them what wider hostnames of the
// baseline hold; the other side is what is met there with sandboxes. Neighbours: place-contests.ts (all other places), ../expect/preview.ts.

import type { Claim, ClaimedPreview } from '../../model/claim';
import type { Carrier } from '../../model/config';
import { marks } from '../../model/marks';
import { type Route, routePlace } from '../../model/route';
import type { Place as Entrance } from '../../routing/arena/arena';
import { listenersFor, mostSpecific } from '../../routing/arena/listener-choice';
import { coversHost } from '../../routing/hostname';
import { MatchIndex } from '../../routing/lookup/match-index';
import { previewEffectText, previewedEffectText } from '../expect/preview';
import { type Condition, conditionsOf } from '../search/condition';
import { breachesOf, type Found } from '../search/contest';
import { Cube } from '../search/cube';
import type { KeyState } from '../search/key-state';
import type { PathClass } from '../text/text-question';
import { chainOf, type Link } from './chain';
import type { Court } from './court';
import { comparer, Entries, type PlacedEntry } from './entries';
import type { Meeting } from './meeting';
import { pathClassesOf, pathTreeOf } from './path-tree';
import type { Place } from './place';

/** Previews of one owner that answer at a place: one for each route of a site. */
export interface Staged {
  readonly claim: Claim;
  /** The routes of the baseline that they name. */
  readonly routes: readonly Route[];
  readonly entrance: Entrance;
}

function placeOf({ kind, namespace, name }: ClaimedPreview): string {
  return `${kind}\n${namespace}\n${name}`;
}

/** The previews of a host, where a route of their owner is met there. */
export function stagedAt(court: Court, place: Place, ways: readonly Meeting[]): Staged | undefined {
  const { claims, baseline } = court;
  for (const claim of claims) {
    const own = claim.previews.filter(({ hostname }) => hostname === place.request.host);
    const way = own.length === 0 ? undefined : ways.find((one) => holdsOwn(one, claim));
    if (way === undefined || !('lists' in way)) continue;
    const named = new Set(own.map(placeOf));
    const routes = baseline.routes.filter(
      (one) => named.has(routePlace(one)) && isTaken(one, place, court),
    );
    if (routes.length > 0) return { claim, routes, entrance: way.place };
  }
  return undefined;
}

/** Whether a listener of the place would take the route, had it the preview's hostname. */
function isTaken(route: Route, { request }: Place, { baseline, law }: Court): boolean {
  const { target, host, scheme = 'http' } = request;
  if (target.to !== 'gateway') return false;
  const gateway = baseline.gateways.find(
    ({ namespace, name }) => namespace === target.namespace && name === target.name,
  );
  if (gateway === undefined) return false;
  const open = listenersFor(gateway, scheme, target);
  const answering =
    law.listenerIsolation === 'yes'
      ? mostSpecific(open, host)
      : open.filter(({ hostname }) => coversHost(hostname, host));
  return route.parents.some((parent) =>
    baseline.listenersFor(route, parent).some((listener) => answering.includes(listener)),
  );
}

function holdsOwn(way: Meeting, claim: Claim): boolean {
  return (
    'lists' in way &&
    way.lists.some(({ all }) => all.some(({ candidate }) => isPreview(candidate.route, claim)))
  );
}

/** Whether the route is one by which the owner answers at hostnames of previews. */
function isPreview({ manifest, hostnames }: Route, { owner, previews }: Claim): boolean {
  const { labels, annotations } = manifest.object.metadata ?? {};
  const name = labels?.[owner.kind === 'Sandbox' ? marks.sandbox : marks.routeGroup];
  if (name !== undefined) return name === owner.name && annotations?.[marks.preview] !== undefined;
  return hostnames.some((host) => previews.some(({ hostname }) => hostname === host));
}

export interface PreviewFound extends Found<PlacedEntry> {
  readonly paths: PathClass;
  readonly state: KeyState;
}

export interface PreviewQuestion {
  readonly court: Court;
  readonly place: Place;
  readonly staged: Staged;
  /** What the host meets without sandboxes. */
  readonly below: readonly MatchIndex[];
}

export function judgePreview(
  { court, place, staged, below }: PreviewQuestion,
  way: Extract<Meeting, { readonly lists: unknown }>,
  found: (one: PreviewFound) => void,
): void {
  const named = listOf(staged, court, place.request.host);
  const wider = court.law.hostnameFallback === 'yes' ? below : [];
  const lists = [named, ...wider];
  const side = { table: court.baseline, entrance: way.place };
  const without = new Entries(court, place, side, court.isShut(place));
  for (const paths of pathClassesOf([...lists, ...way.lists].map(pathTreeOf))) {
    const scene: Scene = { court, place, staged, paths, way };
    const links = chainOf(lists, paths, court.law);
    const onRoute = links.filter(({ list }) => list === named);
    const others = links.filter(({ list }) => list !== named).map((link) => without.of(link));
    const measures = onRoute.flatMap((link) => ofNamed(link, scene));
    const after = [
      ...chainOf(way.lists, paths, court.law).map((link) => met(link, scene)),
      nothing(scene),
    ];
    const compare = comparer(court, paths.type === 'Exact' ? paths.value.length : undefined);
    for (const state of [court.keys.none, ...court.keys.statesOf(staged.claim)]) {
      const { keys, law } = court;
      const grounds = { law, keys, state, paths };
      const { carried } = state;
      const fallen = carried ? others.map((one) => without.forked(one, carried)) : others;
      const before = [...measures, ...fallen, nothing(scene)];
      breachesOf({ grounds, before, after, compare }, (one) => found({ ...one, paths, state }));
    }
  }
}

interface Scene {
  readonly court: Court;
  readonly place: Place;
  readonly staged: Staged;
  readonly paths: PathClass;
  readonly way: Extract<Meeting, { readonly lists: unknown }>;
}

/** The rules of the named routes as they would compete under the preview's hostname. */
function listOf({ routes }: Staged, { baseline }: Court, host: string): MatchIndex {
  const list = new MatchIndex(host);
  const rules = routes.flatMap((route) => route.rules);
  for (const candidate of rules.flatMap(baseline.candidatesOf)) {
    list.add({ candidate, host, own: host, hosts: [host], certainty: 'certain' });
  }
  return list;
}

function standpoint({ court, way }: Scene, side: 'baseline' | 'applied') {
  return { table: court[side], law: court.law, place: way.place };
}

/** A rule of the named route, for a request that carries the key; none where the key shuts it out. */
function ofNamed({ entrant, path }: Link, scene: Scene): readonly PlacedEntry[] {
  const { court, staged } = scene;
  const own = conditionsOf(entrant.candidate.match, court.law);
  const conditions = withKeySent([...(path === undefined ? [] : [path]), ...own], scene);
  if (conditions === undefined) return [];
  const { claim } = staged;
  const replacing = { claim, weights: court.config.weights };
  const at = standpoint(scene, 'baseline');
  const expected = previewedEffectText(entrant.candidate, at, replacing, court.config);
  const isSure = true;
  return [{ id: entrant.candidate, entrant, conditions, isSure, effect: expected, expected }];
}

/** What is left to ask of a request that carries the key in every header that can carry it. */
function withKeySent(
  conditions: readonly Condition[],
  { court, staged, paths }: Scene,
): readonly Condition[] | undefined {
  const { keys, law } = court;
  const states = keys.statesOf(staged.claim).filter(({ carried }) => isSet(carried?.carrier));
  const carried = states.flatMap((one) => one.carried?.condition ?? []);
  const [state = keys.none] = states;
  const cube = Cube.of({ law, keys, state, paths }).withAll(carried);
  const asks = (one: Condition) => carried.some(({ dimension }) => dimension === one.dimension);
  const left: Condition[] = [];
  for (const one of conditions) {
    if (!asks(one)) left.push(one);
    else if (cube?.with(one, true) === undefined) return undefined;
    else if (cube.with(one, false) !== undefined) left.push(one);
  }
  return left;
}

/** Whether a preview can set the key there: a filter sets headers, and no list that means nothing alone. */
function isSet(carrier: Carrier | undefined): boolean {
  return carrier?.type === 'baggage' || carrier?.type === 'header';
}

/** What is met there: the owner's previews with what sets the key taken out, all else as it is. */
function met(link: Link, scene: Scene): PlacedEntry {
  const { court, place, staged, way } = scene;
  const { entrant } = link;
  const side = { table: court.applied, entrance: way.place };
  const entry = new Entries(court, place, side, true).of(link);
  if (!isPreview(entrant.candidate.route, staged.claim)) return entry;
  const at = standpoint(scene, 'applied');
  const effect = previewEffectText(entrant.candidate, at, staged.claim, court.config);
  return { ...entry, effect, expected: effect };
}

function nothing({ court, place, way }: Scene): PlacedEntry {
  return new Entries(court, place, { table: court.applied, entrance: way.place }, true).nothing();
}
