// Requests aimed at a cluster's own matches: most satisfy one, many a second one too, and some
// are bent a little: another host, a path spelled otherwise, a value that only some readings take.
// Neighbours: cluster-route.ts (what they aim at), expressions.ts (texts that hit and that miss).

import { type Json, type JsonObject, listOf, textOf } from '../../lib/model/manifest';
import type { HeaderLine, HttpRequest, Request, Target } from '../../lib/model/request';
import type { Cluster } from './cluster';
import { type Aim, home } from './cluster-route';
import type { Dice } from './dice';
import { keyedHeaders, pathExpressions, type Sample, valueExpressions } from './expressions';
import * as universe from './universe';

const edge: Target = { to: 'gateway', namespace: home, name: 'edge', port: 80 };

export function aimedRequest(dice: Dice, { aims }: Cluster): Request {
  if (aims.length === 0) return plain(edge);
  const aim = dice.pick(aims);
  const target = targetOf(dice, aim);
  if (aim.kind === 'TLSRoute' || aim.kind === 'TCPRoute') return connectionTo(dice, aim, target);
  const rival = dice.chance(35) ? dice.pick(aims).match : {};
  const matches = [aim.match, rival];
  const isRpc = aim.kind === 'GRPCRoute';
  const isCall = isRpc && dice.chance(85);
  const host = hostFor(dice, aim);
  const isTls = target.port === 443;
  return {
    protocol: isCall ? 'grpc' : 'http',
    target,
    ...(isTls && dice.chance(35) ? { sni: dice.pick(universe.hosts) } : {}),
    ...(dice.chance(10) ? { scheme: isTls ? 'https' : 'http' } : {}),
    method: isRpc ? 'POST' : methodFor(dice, matches),
    host: dice.chance(10) ? `${host.toUpperCase()}:8080` : host,
    path: `${isRpc ? rpcPath(dice, aim.match) : pathFor(dice, matches)}${queryFor(dice, matches)}`,
    headers: headersFor(dice, matches),
  };
}

function plain(target: Target): HttpRequest {
  return { protocol: 'http', target, method: 'GET', host: 'a.t', path: '/', headers: [] };
}

function targetOf(dice: Dice, { targets }: Aim): Target {
  const target = targets.length === 0 || dice.chance(2) ? edge : dice.pick(targets);
  return dice.chance(3) ? { ...target, port: 9000 } : target;
}

function connectionTo(dice: Dice, { kind, hostnames }: Aim, target: Target): Request {
  if (kind === 'TCPRoute') return { protocol: 'tcp', target };
  return { protocol: 'tls', target, sni: dice.pick([...hostnames, ...universe.hosts]) };
}

function hostFor(dice: Dice, { hostnames }: Aim): string {
  if (hostnames.length === 0 || dice.chance(10)) return dice.pick(universe.hosts);
  const own = dice.pick(hostnames);
  return own.startsWith('*') ? `${dice.pick(['x', 'w', 'x.a', 'b'])}${own.slice(1)}` : own;
}

function methodFor(dice: Dice, matches: readonly JsonObject[]): string {
  const asked = matches.flatMap(({ method }) => (typeof method === 'string' ? [method] : []));
  if (asked.length > 0 && dice.chance(85)) return dice.pick(asked);
  return dice.pick(['GET', 'GET', 'POST', 'PUT', 'OPTIONS']);
}

/** A text that an expression takes, or that is close to one. */
function sampled(dice: Dice, { hits, near }: Sample): string {
  return dice.pick(dice.chance(80) ? hits : near);
}

function pathFor(dice: Dice, matches: readonly JsonObject[]): string {
  const paths = matches.flatMap(({ path }) => (path === undefined ? [] : [path as JsonObject]));
  if (paths.length === 0 || dice.chance(8)) return dice.pick(universe.paths);
  const { type, value } = dice.pick(paths);
  const text = textOf(value) ?? '/';
  const expression = type === 'RegularExpression' ? pathExpressions[text] : undefined;
  if (expression !== undefined) return bent(dice, sampled(dice, expression));
  const tail = type === 'Exact' ? '' : dice.pick(['', '', '/', '/b', '/b/c', 'b']);
  return bent(
    dice,
    text.endsWith('/') && tail.startsWith('/') ? text + tail.slice(1) : text + tail,
  );
}

/** At times in a spelling that proxies which normalise read as another one. */
function bent(dice: Dice, path: string): string {
  if (!dice.chance(8)) return path;
  return dice.pick([
    path.replace('a', '%61'),
    `/.${path}`,
    path.replaceAll('/', '//'),
    `${path}/..`,
  ]);
}

function rpcPath(dice: Dice, { method }: JsonObject): string {
  const asked = (typeof method === 'object' ? method : {}) as JsonObject;
  const isPlain = asked.type !== 'RegularExpression' && dice.chance(85);
  const part = (value: Json | undefined, others: readonly string[]) =>
    (isPlain ? textOf(value) : undefined) ?? dice.pick(others);
  const service = part(asked.service, universe.rpcServices);
  const path = `/${service.replace(/^[.]/, '')}/${part(asked.method, universe.rpcMethods)}`;
  return dice.chance(8) ? dice.pick([`${path}/more`, `/x${path}`, `/${service}`]) : path;
}

function textFor(dice: Dice, asked: JsonObject): string {
  const value = textOf(asked.value) ?? '';
  const keyed = keyedHeaders.find(({ match }) => match.value === value);
  const sample =
    keyed ?? (asked.type === 'RegularExpression' ? valueExpressions[value] : undefined);
  if (sample !== undefined) return sampled(dice, sample);
  return dice.chance(92) ? value : `${value}9`;
}

function headersFor(dice: Dice, matches: readonly JsonObject[]): HeaderLine[] {
  const asked = matches.flatMap(({ headers }) => listOf(headers) as readonly JsonObject[]);
  const lines = asked.flatMap((one): HeaderLine[] => {
    if (dice.chance(10)) return [];
    const name = textOf(one.name) ?? '';
    if (name === 'cookie' && dice.chance(60)) return [...dice.pick(cookieLines)];
    return [[dice.chance(20) ? name.toUpperCase() : name, textFor(dice, one)]];
  });
  const kept = lines.filter(
    ([name], index) =>
      name.toLowerCase() === 'cookie' ||
      dice.chance(25) ||
      lines.findIndex(([other]) => other.toLowerCase() === name.toLowerCase()) === index,
  );
  const extra: HeaderLine[] = [
    ...(dice.chance(15) ? [[dice.pick(universe.headerNames), '2'] as const] : []),
    ...(dice.chance(10) ? [dice.pick(keyLines)] : []),
    ...(dice.chance(4) ? [['under_score', '1'] as const] : []),
    ...(dice.chance(6) ? [['origin', 'https://web.t'] as const] : []),
    ...(dice.chance(4) ? [['access-control-request-method', 'PUT'] as const] : []),
  ];
  return [...kept, ...extra].filter(([name]) => name.toLowerCase() !== 'host');
}

const cookieLines: readonly (readonly HeaderLine[])[] = [
  [
    ['cookie', '1'],
    ['Cookie', '2'],
  ],
  [
    ['cookie', '2,1'],
    ['cookie', '2,3'],
  ],
];

const keyLines = keyedHeaders.flatMap(({ header, hits, near }) =>
  [...hits, ...near].map((text): HeaderLine => [header, text]),
);

function queryFor(dice: Dice, matches: readonly JsonObject[]): string {
  const asked = matches.flatMap(({ queryParams }) => listOf(queryParams) as readonly JsonObject[]);
  const pairs = asked.flatMap((one) => {
    if (dice.chance(10)) return [];
    const value = textFor(dice, one);
    const written = dice.chance(50) ? encodeURIComponent(value) : value.replaceAll(' ', '+');
    return [`${textOf(one.name)}=${written}`];
  });
  const extra = dice.chance(10) ? [dice.pick(['d=2', 'e', 'd=1&d=2', '%64=1'])] : [];
  const all = dice.shuffled([...pairs, ...extra]);
  return all.length === 0 ? '' : `?${all.join('&')}`;
}
