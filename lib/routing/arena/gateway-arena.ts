// An HTTP request at a Gateway -> the listeners that take it and the matches that it meets there.
//
// The law is `GatewaySpec.Listeners` and `Listener.Hostname`: the port, then the most specific
// listener by Host, or by SNI over TLS, where a Host that belongs to another listener is
// answered with 421 and one that belongs to none with 404. Neighbours: listener-choice.ts,
// handshake.ts, mesh-arena.ts.

import type { ListenerStep } from '../../model/decision';
import { assumedProtocol, type Gateway, type Listener } from '../../model/gateway';
import { nameOf } from '../../model/manifest';
import type { GatewayTarget, HttpRequest } from '../../model/request';
import type { Match, Route } from '../../model/route';
import type { PreparedRequest } from '../accept/prepared-request';
import { coversHost } from '../hostname';
import { choices, type Law } from '../law';
import type { Lookup } from '../lookup/lookup';
import type { MatchIndex } from '../lookup/match-index';
import { decideTls } from '../outcome/connection';
import { compareHosts } from '../rank/precedence';
import { listenerSteps } from '../trace/listener-steps';
import { type Way, waysOf } from './accepted-kind';
import { type Arena, type Arenas, type Lists, notFound, type Place } from './arena';
import { handshakes } from './handshake';
import {
  ageDecides,
  type Company,
  listenersFor,
  listenerText,
  mostSpecific,
  togetherWith,
  type Wanted,
} from './listener-choice';

interface Entry {
  readonly gateway: Gateway;
  readonly lookup: Lookup;
  readonly law: Law;
  readonly request: PreparedRequest;
  /** Those of the port that speak the request's protocol. */
  readonly listeners: readonly Listener[];
  readonly place: Place;
}

export function gatewayArenas(
  prepared: PreparedRequest,
  target: GatewayTarget,
  law: Law,
  lookup: Lookup,
): Arenas {
  const gateway = lookup.gateway(target.namespace, target.name);
  if (gateway === undefined) {
    const answer = notFound(`no Gateway ${target.namespace}/${target.name}`, prepared.isGrpc);
    return { arenas: [{ answer }], because: [], listeners: () => [], notes: () => [] };
  }
  const scheme = prepared.request.scheme ?? schemeOf(gateway, target);
  const listeners = listenersFor(gateway, scheme, target);
  const place: Place = { via: 'gateway', scheme, port: target.port };
  const entry: Entry = { gateway, lookup, law, request: prepared, listeners, place };
  const chosen = scheme === 'https' ? overTls(entry) : inPlain(entry);
  const because = reasonsFor(entry, chosen);
  return {
    arenas: chosen.map(({ arena }) => arena),
    because,
    listeners: () => stepsOf(entry, chosen),
    notes: () => [...notesOf(gateway), ...overlapNotes(chosen)],
  };
}

/** Plain, unless the port has TLS listeners alone. */
function schemeOf(gateway: Gateway, target: GatewayTarget): 'http' | 'https' {
  const speaks = (wanted: Wanted) => listenersFor(gateway, wanted, target).length > 0;
  return speaks('http') || !speaks('https') ? 'http' : 'https';
}

interface Choice {
  readonly listener: Listener | undefined;
  readonly arena: Arena;
  /** Over TLS: what keeps every client from the listener. */
  readonly problem?: string;
  /** Over TLS: why another may have its clients. */
  readonly doubts?: readonly string[];
}

function inPlain(entry: Entry): readonly Choice[] {
  const { listeners, request } = entry;
  return mostSpecific(listeners, request.host).flatMap((listener) =>
    listener === undefined ? [nobody(entry)] : contests(listener, entry),
  );
}

function overTls(entry: Entry): readonly Choice[] {
  const { gateway, listeners, lookup, request } = entry;
  const name = serverName(request.request, request.host);
  const { possible, because } = handshakes(listeners, name, gateway, lookup.table.inventory);
  return possible.flatMap(({ listener, failure, among }): readonly Choice[] => {
    if (failure === undefined) return connected(listener, name, { ...entry, listeners: among });
    const { problem, outcome: answer } = failure;
    return [{ listener, problem, doubts: because, arena: { answer } }];
  });
}

/** Where a client that got through the handshake with a listener finds its host. */
function connected(listener: Listener | undefined, name: string, entry: Entry): readonly Choice[] {
  const { listeners, request } = entry;
  if (listener === undefined) return [nobody(entry, name)];
  if (listener.protocol === 'TLS') {
    const answer = decideTls(entry.lookup.table, listener, name);
    return [{ listener, arena: { answer } }];
  }
  const https = listeners.filter(({ protocol }) => protocol !== 'TLS');
  const hosts = mostSpecific(https, request.host);
  if (hosts.includes(listener)) return contests(listener, entry);
  return hosts[0] === undefined ? [nobody(entry)] : misdirected(listener, entry);
}

/** The name asked for in the TLS handshake: the host's, unless the request says otherwise. */
function serverName({ sni }: HttpRequest, host: string): string {
  return (sni ?? host).toLowerCase();
}

/** The Host belongs to another listener than the connection does. */
function misdirected(listener: Listener, entry: Entry): readonly Choice[] {
  const { request, law } = entry;
  const answer = {
    outcome: 'status' as const,
    status: 421,
    because: `the connection belongs to ${listenerText(listener)}, and \`${request.host}\` to another listener`,
  };
  const refused: Choice = { listener, arena: { answer } };
  if (law.detectsMisdirected === 'yes') return [refused];
  const served = coversHost(listener.hostname, request.host)
    ? contests(listener, entry)
    : [nobody(entry)];
  return law.detectsMisdirected === 'no' ? served : [refused, ...served];
}

/** @param name the one that no listener covers: of the handshake, or else the Host */
function nobody({ request, listeners, place }: Entry, name = request.host): Choice {
  const because =
    listeners.length === 0
      ? `no listener for ${place.scheme} on port ${place.port}`
      : `no listener on port ${place.port} covers \`${name}\``;
  return { listener: undefined, arena: { answer: notFound(because, request.isGrpc) } };
}

/** Only the chosen listener's routes, or those of every listener that covers the host. */
function contests(listener: Listener, entry: Entry): readonly Choice[] {
  const { listeners, request, law } = entry;
  const covering = listeners.filter(
    (other) => other.protocol === listener.protocol && coversHost(other.hostname, request.host),
  );
  const groups = choices(covering.length === 1 ? 'yes' : law.listenerIsolation).flatMap(
    (isAlone): readonly Company[] =>
      isAlone ? [{ sure: [listener], open: [] }] : togetherWith(listener, covering),
  );
  return groups.flatMap((group) =>
    choices(law.mixesKinds).map((mixed) => ({
      listener,
      arena: mixed ? listsOf(group, 'mixed', entry) : apartOf(group, entry),
    })),
  );
}

/** The kinds kept apart: where only ages tell which is accepted, each way by itself. */
function apartOf(group: Company, entry: Entry): Arena {
  const { lookup, request, law } = entry;
  const told = listsOf(group, 'told', entry);
  const [only, ...others] = group.sure;
  // What is open on one listener says nothing of another.
  if (only === undefined || others.length > 0 || group.open.length > 0) return told;
  const ways = waysOf(lookup.hostsOf(only), request.host, law);
  if (ways.length === 1) return told;
  return {
    oneOf: ways.map((way) => listsOf(group, way, entry)),
    because: overlapText(told.lists, request.host),
    told: told.lists,
  };
}

/** Names a route of each kind, of the most specific hosts. */
function overlapText(lists: readonly MatchIndex[], host: string): string {
  const firstOf = (kind: Match['protocol']) =>
    lists.find(({ openKinds }) => openKinds.has(kind))?.openKinds.get(kind);
  const [http, grpc] = [firstOf('http'), firstOf('grpc')];
  const text = (route: Route | undefined, kind: string) =>
    route === undefined ? `a ${kind} of other hosts` : nameOf(route.manifest.object);
  return `${text(http, 'HTTPRoute')} and ${text(grpc, 'GRPCRoute')} overlap at \`${host}\`: the older is accepted, and ages are not known`;
}

/** What ends the doubt about which kind of route is accepted. */
function overlapNotes(chosen: readonly Choice[]): readonly string[] {
  const isOpen = chosen.some(
    ({ arena }) =>
      'oneOf' in arena ||
      ('lists' in arena && arena.lists.some(({ openKinds }) => openKinds.size > 0)),
  );
  if (!isOpen) return [];
  return ['HTTPRoutes and GRPCRoutes overlap in their hosts: give gRPC a hostname of its own'];
}

function listsOf({ sure, open }: Company, taking: Way | 'mixed', entry: Entry): Lists {
  const { lookup, request, place } = entry;
  const doubtful = taking === 'mixed' ? 'mixed doubtful' : 'doubtful';
  const lists = [
    ...sure.map((one) => lookup.hostsOf(one, taking)),
    ...open.map((one) => lookup.hostsOf(one, doubtful)),
  ]
    .flatMap((hosts) => hosts.covering(request.host))
    .sort((left, right) => compareHosts(right.host, left.host));
  return { lists, place };
}

function reasonsFor(entry: Entry, chosen: readonly Choice[]): readonly string[] {
  if (chosen.length < 2) return [];
  const doubts = new Set(chosen.flatMap(({ doubts: own = [] }) => own));
  const others = chosen.filter(({ problem }) => problem === undefined);
  return doubts.size > 0 && others.length < 2 ? [...doubts] : [...doubts, reasonFor(entry)];
}

function reasonFor({ law, listeners, request }: Entry): string {
  const doubtful = mostSpecific(listeners, request.host);
  if (doubtful.some((listener) => listener?.protocol === assumedProtocol)) {
    return 'the Gateway is not in the input, and routes name several of its listeners';
  }
  if (doubtful.length > 1 || listeners.some(({ state }) => state === 'open')) {
    return ageDecides;
  }
  if (law.mixesKinds === 'open') {
    return 'it is not known whether HTTPRoutes and GRPCRoutes of one host are ranked together';
  }
  return law.listenerIsolation === 'open'
    ? 'it is not known whether routes of a less specific listener count as well'
    : 'it is not known whether a Host of another listener is refused';
}

function stepsOf(
  { gateway, listeners, request, place }: Entry,
  chosen: readonly Choice[],
): readonly ListenerStep[] {
  const name = place.scheme === 'https' ? serverName(request.request, request.host) : request.host;
  const taken = new Map(chosen.map(({ listener, problem }) => [listener, problem]));
  return listenerSteps(gateway, { name, port: place.port, listeners, taken });
}

function notesOf({ manifest, namespace, name }: Gateway): readonly string[] {
  if (manifest !== undefined) return [];
  return [`Gateway ${namespace}/${name} is not in the input: listeners are assumed`];
}
