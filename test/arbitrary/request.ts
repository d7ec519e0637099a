// Requests that a baseline can notice: built from its own matches, merged with those of another
// rule, then bent a little. Each comes with and without a routing key. Neighbour: keyed.ts.

import fc from 'fast-check';
import type { OracleRequest } from '../oracle/accept';
import {
  type Match,
  type ParentRef,
  type Route,
  type ValueMatch,
  type World,
  worldOf,
} from '../oracle/world';
import type { Case } from './baseline';
import { type Pair, pick, withDecoy, withKey, withoutKeys } from './keyed';
import * as universe from './universe';

/** A pair of requests: one that no sandbox knows, and the same one with a sandbox's key. */
export interface Drawn {
  readonly unkeyed: OracleRequest;
  readonly keyed: OracleRequest;
  /** Whose key it is: the case's sandboxes, then its route groups; -1 where none can be carried. */
  readonly owner: number;
}

const dice = [
  ...(['direct', 'route', 'parent', 'rule', 'match', 'merge', 'other', 'path', 'bend'] as const),
  ...(['host', 'method', 'drop', 'from', 'port', 'extra', 'decoy', 'carrier'] as const),
  ...(['spelling', 'owner', 'twice'] as const),
];

type Dice = { readonly [name in (typeof dice)[number]]: number };

function isMesh(route: Route): boolean {
  return route.parents.some(({ kind }) => kind === 'Service');
}

/**
 * Draws requests for a case; the same numbers give the same request.
 *
 * @param isAimed the routes whose matches requests are made for; all of them where none is
 */
export function requestsFor(
  subject: Case,
  isAimed: (route: Route) => boolean = () => true,
): fc.Arbitrary<Drawn> {
  const world = worldOf(subject.objects);
  const aimed = world.routes.filter(isAimed);
  const targets = aimed.length > 0 ? aimed : world.routes;
  const meshIsOn = subject.config.mesh === 'on' || world.routes.some((route) => isMesh(route));
  const services = [...world.services].flatMap(([service, ports]) =>
    [...ports.keys()].map((port) => ({ service, port })),
  );
  const gateways = [...world.gateways].flatMap(([gateway, listeners]) =>
    listeners.map(({ port }) => ({ gateway, port })),
  );
  const owners = [...subject.sandboxes, ...subject.groups];
  const homes = [...new Set(world.routes.map(({ namespace }) => namespace)), universe.stranger];

  const draw = (roll: Dice): Drawn => {
    const route = pick(targets, roll.route);
    const parent = pick(route?.parents ?? [], roll.parent);
    const from = pick(homes, roll.from) ?? '';
    let to: OracleRequest['to'] = pick(gateways, roll.port) ?? { gateway: '', port: 80 };
    const direct = pick(services, roll.route);
    if (meshIsOn && roll.direct % 100 < 12 && direct !== undefined) to = { ...direct, from };
    else if (parent !== undefined) to = targetOf(world, parent, roll, { to, from });
    const bare = withoutKeys(bareRequest(world.routes, route, to, roll), subject);
    const owner = roll.owner % owners.length;
    const key = owners[owner]?.routingKey ?? '';
    const keyed = withKey(bare, key, roll, subject.config);
    return {
      unkeyed: withDecoy(bare, key, roll.decoy, subject.config),
      keyed: keyed ?? bare,
      owner: keyed === undefined ? -1 : owner,
    };
  };
  return fc
    .array(fc.nat(), { minLength: dice.length, maxLength: dice.length })
    .map((rolls) => draw(Object.fromEntries(dice.map((name, i) => [name, rolls[i] ?? 0])) as Dice));
}

function targetOf(
  { sets }: World,
  { kind, namespace, name, port }: ParentRef,
  roll: Dice,
  otherwise: { readonly to: OracleRequest['to']; readonly from: string },
): OracleRequest['to'] {
  const place = `${namespace}/${name}`;
  if (kind === 'Service') {
    const chance = roll.port % 8 === 0 ? 9000 : 80;
    return { service: place, port: port ?? chance, from: otherwise.from };
  }
  if (roll.port % 5 === 0) return otherwise.to;
  const gateway = kind === 'ListenerSet' ? (sets.get(place) ?? place) : place;
  return { gateway, port: port ?? 80 };
}

function bareRequest(
  routes: readonly Route[],
  route: Route | undefined,
  to: OracleRequest['to'],
  roll: Dice,
): OracleRequest {
  const match = pick(pick(route?.rules ?? [], roll.rule)?.matches ?? [], roll.match);
  // Half of the requests also satisfy a match of another rule, where overlaps show.
  const rival =
    roll.merge % 2 === 0 ? pick(pick(routes, roll.other)?.rules ?? [], roll.merge >> 1) : undefined;
  const merged = [match, pick(rival?.matches ?? [], roll.other)].filter((m) => m !== undefined);
  const isRpc = route?.kind === 'GRPCRoute';
  const method = merged.find((each) => each.method !== undefined)?.method;
  return {
    to,
    protocol: isRpc ? 'grpc' : 'http',
    method: isRpc
      ? 'POST'
      : roll.method % 4 === 0 || method === undefined
        ? (pick(universe.methods, roll.method >> 2) ?? 'GET')
        : method,
    host: hostFor(route, roll),
    path: isRpc ? rpcPath(match, roll) : pathFor(merged, roll),
    query: valuesFor(
      merged.flatMap(({ query }) => query),
      universe.queryNames,
      roll,
    ),
    headers: valuesFor(
      merged.flatMap(({ headers }) => headers),
      universe.headerNames,
      {
        ...roll,
        drop: roll.drop >> 4,
        extra: roll.extra >> 4,
      },
    ),
  };
}

function hostFor(route: Route | undefined, roll: Dice): string {
  const own = pick(route?.hostnames ?? [], roll.host >> 3);
  if (own === undefined || roll.host % 8 === 0) return pick(universe.hosts, roll.host >> 3) ?? '';
  return own.startsWith('*') ? `${roll.host % 2 === 0 ? 'x' : 'w'}${own.slice(1)}` : own;
}

function pathFor(merged: readonly Match[], roll: Dice): string {
  const values = merged.map(({ path }) => path);
  // The longest of them, so that the others accept it too where they are prefixes.
  const [longest] = values.sort((a, b) => b.value.length - a.value.length);
  if (longest === undefined || longest.pattern !== undefined || roll.bend % 5 === 0) {
    return pick(universe.paths, roll.path) ?? '/';
  }
  const base = longest.value.replace(/(.)\/$/, '$1');
  const tail = longest.type === 'Exact' ? '' : pick(['', '', '/b', '/', 'b'], roll.path);
  return base === '/' ? `/${(tail ?? '').replace('/', '')}` : `${base}${tail}`;
}

function rpcPath(match: Match | undefined, roll: Dice): string {
  const keep = roll.bend % 4 !== 0;
  const service =
    (keep ? match?.service?.value : undefined) ?? pick(universe.rpcServices, roll.path);
  const rpc = (keep ? match?.rpc?.value : undefined) ?? pick(universe.rpcMethods, roll.path >> 2);
  return `/${service}/${rpc}`;
}

/** Values that satisfy the matches, some dropped, one added; at times one of them twice. */
function valuesFor(asked: readonly ValueMatch[], names: readonly string[], roll: Dice): Pair[] {
  const kept = asked.filter((_, index) => ((roll.drop >> index) & 7) !== 7);
  const values = kept.map(({ name, value, pattern }): Pair => {
    const sent = pattern === undefined ? value : value === '1.*' ? '12' : '1';
    return [name, sent];
  });
  // Now and then lines of one name with two values: data planes that look at each take both.
  const keepsAll = roll.twice % 4 === 0;
  const firsts = values.filter(
    ([name], i) => keepsAll || values.findIndex(([n]) => n === name) === i,
  );
  const added: Pair = [
    pick(names, roll.extra >> 2) ?? '',
    pick(universe.headerValues, roll.extra >> 4) ?? '',
  ];
  return roll.extra % 4 === 0 ? [...firsts, added] : firsts;
}

/** For messages: the request as one line. */
export function describe({ to, method, host, path, query, headers }: OracleRequest): string {
  const search = query.map(([name, value]) => `${name}=${value}`).join('&');
  const fields = headers.map(([name, value]) => `${name}: ${value}`).join(' | ');
  return `${method} ${host}${path}${search === '' ? '' : `?${search}`} to ${JSON.stringify(to)} [${fields}]`;
}
