// One request asked of two routers: decide(), and the oracle that was written from the text of
// the rules alone. Each answer as a text that both can write.
//
// The oracle has one answer for one reading of what the API leaves open; decide() has one answer
// only where all readings agree. So each reading's answer must be among decide()'s, and where
// decide() is definite it must be all of them. Neighbours: ../oracle/, decide-oracle.test.ts.

import type { BackendShare, Mirror, Outcome } from '../../lib/model/decision';
import { inventoryOf } from '../../lib/model/inventory';
import { at, isObject, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import type { HttpRequest, Target } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { decide } from '../../lib/routing/decide';
import { type Law, specification } from '../../lib/routing/law';
import type { OracleRequest, Reading } from '../oracle/accept';
import { acceptedWorld } from '../oracle/one-kind';
import { orders as knownOrders, type Order, traefik } from '../oracle/order';
import { canonical, type Outcome as OracleOutcome, type Share } from '../oracle/outcome';
import { type Ages, routeRequest } from '../oracle/router';
import { type World, worldOf } from '../oracle/world';
import { manifests } from '../routes';

/** Readings of repeated lines and parameters that the API leaves open. */
const readings: readonly Reading[] = (['joined', 'each-line'] as const).flatMap((lines) =>
  (['first', 'any'] as const).map((query) => ({
    name: `${lines}, ${query}`,
    lines,
    query,
    isolated: true,
  })),
);

/** Behind two scores for the hostname in common with the listener, and two for the route's own. */
const pathTypeAt = 4;

/** The specification's order with each place that an expression may have among paths. */
export const places: readonly Order[] = [0, 1.5, 3].map((place) => {
  const [plain] = knownOrders;
  if (plain?.name !== 'specification') throw new Error('the first order is not the specification');
  return {
    ...plain,
    name: `expressions at ${place}`,
    score: (candidate, request) => {
      const isExpression = candidate.match.path.type === 'RegularExpression';
      const isHttp = candidate.route.kind === 'HTTPRoute';
      return plain
        .score(candidate, request)
        .map((score, index) => (index === pathTypeAt && isHttp && isExpression ? place : score));
    },
  };
});

/**
 * Traefik as its source has it today: a router for each match, earlier rules a little before
 * later ones. (The oracle's own Traefik takes the greatest match of a rule for all of it.)
 */
export const traefikByMatch: Order = {
  ...traefik,
  score: (candidate, request) => {
    const { rule, match, route } = candidate;
    const alone = { ...candidate, rule: { ...rule, matches: [match] } };
    const place = route.rules.length - rule.index;
    return traefik.score(alone, request).map((score) => score + place);
  },
};

/** Objects with their routes' ages, once as a table and once as the oracle's world. */
export interface Subject {
  readonly table: RouteTable;
  readonly world: World;
  readonly ages: Ages;
}

/** Ages are whole seconds below 60, by `kind namespace/name`. */
export function subjectOf(
  objects: readonly KubeObject[],
  ageOf: (id: string) => number,
  isTold: 'dated' | 'undated' = 'dated',
): Subject {
  const dated = objects.map((object) => {
    if (!object.kind.endsWith('Route')) return object;
    const { creationTimestamp: _, ...metadata } = object.metadata ?? {};
    if (isTold === 'undated') return { ...object, metadata };
    const age = String(ageOf(idOf(object))).padStart(2, '0');
    const creationTimestamp = `2026-01-01T00:00:${age}Z`;
    return { ...object, metadata: { ...metadata, creationTimestamp } };
  });
  return {
    table: resolve(inventoryOf(manifests(...dated))).table,
    world: worldOf(objects),
    ages: ({ kind, namespace, name }) => ageOf(`${kind} ${namespace}/${name}`),
  };
}

export function idOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

/** The request as decide() is asked it. */
export function requestOf(request: OracleRequest): HttpRequest {
  const [to, port] = [request.to, request.to.port];
  const place = 'service' in to ? to.service : to.gateway;
  const [namespace = '', name = ''] = place.split('/');
  const target: Target =
    'service' in to
      ? { to: 'service', namespace, name, port, from: to.from }
      : { to: 'gateway', namespace, name, port };
  const query = request.query.map(([key, value]) => `${key}=${value}`).join('&');
  return {
    protocol: request.protocol,
    target,
    method: request.method,
    host: request.host,
    path: query === '' ? request.path : `${request.path}?${query}`,
    headers: request.headers,
  };
}

/** What decide() holds possible. */
export function ours(
  { table, world }: Subject,
  request: OracleRequest,
  law: Law = specification,
): readonly string[] {
  const outcome = decide(table, requestOf(request), law);
  const possible = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  // Where no port is open no connection comes about; the oracle has no word for that.
  const { to } = request;
  const isClosed = 'service' in to && !world.services.get(to.service)?.has(to.port);
  const texts = possible
    .map(ourText)
    .map((text) => (isClosed && text === 'rejected' ? '404' : text));
  return [...new Set(texts)].sort();
}

/** What the oracle answers, reading by reading. */
export function theirs({ world, ages }: Subject, request: OracleRequest): readonly string[] {
  const accepted = acceptedWorld(world, request, ages);
  const answers = readings.flatMap((reading) =>
    places.map((order) => routeRequest(accepted, request, { order, reading, ages })),
  );
  return [...new Set(answers.map(({ outcome }) => theirText(outcome)))].sort();
}

/** What the oracle answers where nothing but ages is open, for each of several. */
export function theirsByAges(
  { world }: Subject,
  request: OracleRequest,
  several: readonly Ages[],
): readonly string[] {
  const [reading] = readings;
  const [order] = places;
  if (reading === undefined || order === undefined) throw new Error('no reading, no order');
  const answers = several.map((ages) =>
    routeRequest(acceptedWorld(world, request, ages), request, { order, reading, ages }),
  );
  return [...new Set(answers.map(({ outcome }) => theirText(outcome)))].sort();
}

/** What a profile holds possible, in all that the oracle knows of. */
export function knownOf(law: Law): Law {
  return { ...law, brokenMirrorBreaksRule: 'no', meshByHost: 'no', meshHostnames: 'no' };
}

/** What the oracle answers for an implementation's order, for requests that repeat no name. */
export function theirsBy(
  { world, ages }: Subject,
  request: OracleRequest,
  order: Order,
  law: Law,
): readonly string[] {
  const isolations = { yes: [true], no: [false], open: [true, false] }[law.listenerIsolation];
  // A search in a value without commas is one in its only piece.
  const lines = law.headerExpressions.includes('search') ? 'pieces' : 'joined';
  const answers = isolations.map((isolated) => {
    const reading: Reading = { name: 'one', lines, query: 'first', isolated };
    return routeRequest(world, request, { order, reading, ages });
  });
  return [...new Set(answers.map(({ outcome }) => theirText(outcome)))].sort();
}

function sharesText(shares: readonly (readonly [target: string, share: number])[]): string {
  const sums = new Map<string, number>();
  for (const [target, share] of shares) sums.set(target, (sums.get(target) ?? 0) + share);
  return [...sums]
    .filter(([, share]) => share > 0)
    .map(([target, share]) => `${target}*${share.toFixed(4)}`)
    .sort()
    .join(' ');
}

const types = (filters: readonly Json[]) =>
  filters.map((filter) => textOf(at(filter, ['type']))).join(',');

const settled = (value: Json) => canonical(value);

function ourText(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'backends': {
      const isBroken = outcome.backends.every(({ to, share }) => to === 'error' || share === 0);
      if (isBroken) return '500';
      const shares = sharesText(outcome.backends.map((one) => [targetOf(one), one.share]));
      const mirrors = outcome.mirrors.map(mirrorText).join(' ');
      return `${shares} [${types(outcome.filters)}] mirrors [${mirrors}] ${settled(outcome.policies)}`;
    }
    case 'redirect':
      return `redirect ${outcome.status} ${new URL(outcome.location).protocol}`;
    case 'status':
      return outcome.grpcStatus === undefined
        ? String(outcome.status)
        : ({ 12: '404', 14: '500' }[outcome.grpcStatus] ?? `grpc ${outcome.grpcStatus}`);
    case 'rejected':
    case 'unspecified':
      return outcome.outcome;
  }
}

function targetOf(share: BackendShare): string {
  if (share.to === 'error') return '500';
  if (share.to === 'redirect') return `redirect ${share.status}`;
  return `${share.name}:${share.port}(${types(share.filters ?? [])})`;
}

const mirrorText = ({ name, port, share }: Mirror) => `${name}:${port}*${share.toFixed(4)}`;

function theirText(outcome: OracleOutcome): string {
  if (outcome.kind === 'status') return String(outcome.status);
  if (outcome.kind === 'redirect') {
    const filter = outcome.filters.find((one) => textOf(at(one, ['type'])) === 'RequestRedirect');
    const status = at(filter, ['requestRedirect', 'statusCode']);
    const scheme = textOf(at(filter, ['requestRedirect', 'scheme'])) ?? 'http';
    return `redirect ${String(status)} ${scheme}:`;
  }
  const whole = outcome.shares.reduce((sum, { weight }) => sum + weight, 0);
  const shares = sharesText(outcome.shares.map((one) => [shareText(one), one.weight / whole]));
  const mirrors = outcome.filters.flatMap(theirMirror).join(' ');
  return `${shares} [${types(outcome.filters)}] mirrors [${mirrors}] ${settled(outcome.rest)}`;
}

function shareText({ target, filters }: Share): string {
  return target === '500' ? '500' : `${target}(${types(filters)})`;
}

/** A mirror that does not resolve is dropped. */
function theirMirror(filter: Json): string[] {
  const target = textOf(at(filter, ['mirror']));
  if (target === undefined || target === '500') return [];
  const [percent, fraction] = [at(filter, ['percent']), at(filter, ['fraction'])];
  const numerator = Number(at(fraction, ['numerator']) ?? 0);
  const denominator = Number(at(fraction, ['denominator']) ?? 1);
  const share = isObject(fraction) ? numerator / denominator : Number(percent ?? 100) / 100;
  return [`${target}*${share.toFixed(4)}`];
}

/**
 * Whether the oracle reads objects as a law does: it knows a mesh by the specification alone, and
 * of paths and parameters only expressions that must fit whole.
 */
export function isKnown(objects: readonly KubeObject[], { to }: OracleRequest, law: Law): boolean {
  if (law.pathExpressions.includes('whole') && law.queryExpressions.includes('whole')) return true;
  if ('service' in to) return false;
  const parts = objects
    .flatMap((object) => listOf(at(object, ['spec', 'rules'])))
    .flatMap((rule) => listOf(at(rule, ['matches'])))
    .flatMap((match) => [at(match, ['path']), ...listOf(at(match, ['queryParams']))]);
  return parts.every((part) => at(part, ['type']) !== 'RegularExpression');
}

/** Whether a header or a parameter comes twice. */
export function repeatsNames({ headers, query }: OracleRequest): boolean {
  const isTwice = (names: readonly string[]) => new Set(names).size < names.length;
  return (
    isTwice(headers.map(([name]) => name.toLowerCase())) || isTwice(query.map(([name]) => name))
  );
}

/** Whether something of the request or the routes is open at all: expressions, a slash at an end. */
export function mayBeOpen(objects: readonly KubeObject[], request: OracleRequest): boolean {
  return (
    repeatsNames(request) ||
    objects.some((object) =>
      listOf(at(object, ['spec', 'rules'])).some((rule) =>
        /RegularExpression|"value":"[^"]+[/]"/.test(JSON.stringify(rule)),
      ),
    )
  );
}

/** A list in every order. */
export function orders<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((first, index) =>
    orders(list.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}
