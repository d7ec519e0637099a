// Which Gateway and port a request means that names them in part or not at all.
//
// A port that is not written is the scheme's own where the Gateway listens there, else its only
// one. A Gateway that is not named is the one that could answer: first those with a route for
// the host, then with a listener for it, then on that port at all; several are never chosen
// from. Neighbours: address.ts, service-address.ts, ../arena/listener-choice.ts.

import type { Gateway, Listener } from '../../model/gateway';
import { collect } from '../../model/groups';
import type { GatewayTarget } from '../../model/request';
import type { RequestSpec, SpokenName } from '../../model/request-spec';
import type { RouteTable } from '../../model/route-table';
import { nearest } from '../../model/spelling';
import { compareText } from '../../model/text-order';
import { listenersFor, type Wanted } from '../arena/listener-choice';
import { coversHost } from '../hostname';
import { readAuthority } from './authority';
import { coverOf, type HostCover, isCovered } from './host-cover';
import { namedIn, objectText, type Problem, spokenText, unnamedHint } from './named';

/** A Gateway that listens for a request, and where. */
interface Fit {
  readonly gateway: Gateway;
  readonly port: number;
  readonly listeners: readonly Listener[];
}

/** More names than anybody reads in a hint. */
const mostNamed = 8;

export class GatewayAddresses {
  readonly #covers = new Map<Listener, HostCover>();
  readonly #byName = new Map<string, Gateway[]>();

  constructor(readonly table: RouteTable) {
    for (const gateway of table.gateways) collect(this.#byName, gateway.name, gateway);
  }

  find(spec: RequestSpec): GatewayTarget | Problem {
    return (
      this.#unknownListener(spec) ??
      (spec.gateway === undefined ? this.#search(spec) : this.#named(spec, spec.gateway))
    );
  }

  /** A misspelt listener would otherwise be one that does not listen, and that an answer. */
  #unknownListener({ listener, gateway }: RequestSpec): Problem | undefined {
    if (listener === undefined) return undefined;
    const gateways =
      gateway === undefined
        ? this.table.gateways
        : namedIn(this.#byName.get(gateway.name) ?? [], gateway, this.table.inventory);
    const listeners = gateways.flatMap((one) => one.listeners);
    // Of a Gateway that the input does not hold nobody knows the listeners.
    const isOpen = listeners.some(({ port }) => port === undefined);
    if (gateways.length === 0 || isOpen || listeners.some(({ name }) => name === listener)) {
      return undefined;
    }
    const names = [...new Set(listeners.map(({ name }) => name))].sort(compareText);
    const near = nearest(listener, names);
    const shown = names.slice(0, mostNamed).join(', ');
    const [only, another] = gateways;
    const isOne = only !== undefined && another === undefined;
    const whose = isOne ? 'its listeners' : 'listeners';
    return {
      problem: `${isOne ? `${text(only)} has no` : 'no Gateway has a'} listener \`${listener}\``,
      hint:
        near === undefined ? `${whose} are ${shown}${more(names)}` : `did you mean \`${near}\`?`,
    };
  }

  #named(spec: RequestSpec, spoken: SpokenName): GatewayTarget | Problem {
    const called = this.#byName.get(spoken.name) ?? [];
    const found = namedIn(called, spoken, this.table.inventory);
    if (found.length > 1) {
      return {
        problem: `${listed(found)} are all called \`${spoken.name}\``,
        hint: 'name one as `namespace/name`',
      };
    }
    const [gateway] = found;
    if (gateway === undefined) return this.#unknown(spoken);
    const port = portAt(spec, gateway);
    if (port !== undefined) return targetOf(spec, gateway, port);
    return whichPort(gateway, spec);
  }

  #unknown(spoken: SpokenName): Problem {
    const { gateways } = this.table;
    const names = gateways.map(({ namespace, name }) =>
      spoken.namespace === undefined ? name : `${namespace}/${name}`,
    );
    const near = nearest(spokenText(spoken), names);
    return {
      problem: `Gateway ${spokenText(spoken)} is not in the input, and no route names it`,
      hint:
        unnamedHint(this.#byName.get(spoken.name) ?? [], spoken) ??
        (near === undefined ? whatThereIs(gateways) : `did you mean \`${near}\`?`),
    };
  }

  #search(spec: RequestSpec): GatewayTarget | Problem {
    const { gateways } = this.table;
    const host = hostOf(spec);
    const fits = gateways.flatMap((gateway) => fitOf(spec, gateway) ?? []);
    const covering = fits.filter(({ listeners }) =>
      listeners.some(({ hostname }) => isConnectionByPort(spec) || coversHost(hostname, host)),
    );
    const answering = covering.filter(({ listeners }) =>
      listeners.some((listener) => this.#answers(listener, spec, host)),
    );
    const best = [answering, covering, fits].find(({ length }) => length > 0) ?? [];
    const [first, second] = best;
    if (first !== undefined && second === undefined) {
      return targetOf(spec, first.gateway, first.port);
    }
    if (first !== undefined) return ambiguous(best, { spec, host, isCovered: covering.length > 0 });
    const [only, another] = gateways;
    const port = only === undefined ? undefined : portAt(spec, only);
    // Where there is only one it is meant, and the answer says that nothing listens there.
    if (only !== undefined && another === undefined && port !== undefined) {
      return targetOf(spec, only, port);
    }
    return nobody(gateways, spec);
  }

  #answers(listener: Listener, spec: RequestSpec, host: string): boolean {
    if (!isConnectionByPort(spec) && !coversHost(listener.hostname, host)) return false;
    if (isConnectionByPort(spec)) return this.table.attachedTo(listener).length > 0;
    const cover = this.#covers.get(listener) ?? coverOf(this.table, listener);
    this.#covers.set(listener, cover);
    return isCovered(cover, host);
  }
}

function isConnectionByPort({ protocol }: Pick<RequestSpec, 'protocol'>): boolean {
  return protocol === 'tcp' || protocol === 'udp';
}

/** The name by which listeners and routes are found: lower case, without port. */
function hostOf({ protocol, host = '', sni }: RequestSpec): string {
  const name = readAuthority(host)?.name ?? '';
  return (protocol === 'tls' ? (sni ?? name) : name).toLowerCase();
}

function wantedOf({ protocol, scheme }: RequestSpec): readonly Wanted[] {
  if (protocol !== 'http' && protocol !== 'grpc') return [protocol];
  return scheme === undefined ? ['http', 'https'] : [scheme];
}

function usualPort({ protocol, scheme }: RequestSpec): number | undefined {
  if (isConnectionByPort({ protocol })) return undefined;
  return protocol === 'tls' || scheme === 'https' ? 443 : 80;
}

/** The port that the request itself names. */
function writtenPort({ port, host = '' }: RequestSpec): number | undefined {
  return port ?? readAuthority(host)?.port;
}

function listenersAt(spec: RequestSpec, gateway: Gateway, port: number): readonly Listener[] {
  const at = { port, ...(spec.listener === undefined ? {} : { listener: spec.listener }) };
  return [...new Set(wantedOf(spec).flatMap((wanted) => listenersFor(gateway, wanted, at)))];
}

/** Ports with a listener that speaks the protocol, sorted. */
function portsOf(gateway: Gateway, spec: RequestSpec): readonly number[] {
  const ports = new Set(gateway.listeners.flatMap(({ port }) => port ?? []));
  return [...ports]
    .filter((port) => listenersAt(spec, gateway, port).length > 0)
    .sort((left, right) => left - right);
}

function portAt(spec: RequestSpec, gateway: Gateway): number | undefined {
  const written = writtenPort(spec);
  if (written !== undefined) return written;
  const usual = usualPort(spec);
  const ports = portsOf(gateway, spec);
  if (usual !== undefined && (ports.includes(usual) || ports.length === 0)) return usual;
  return ports.length === 1 ? ports[0] : undefined;
}

function fitOf(spec: RequestSpec, gateway: Gateway): Fit | undefined {
  const port = portAt(spec, gateway);
  if (port === undefined) return undefined;
  const listeners = listenersAt(spec, gateway, port);
  return listeners.length === 0 ? undefined : { gateway, port, listeners };
}

function targetOf({ listener }: RequestSpec, gateway: Gateway, port: number): GatewayTarget {
  const { namespace, name } = gateway;
  return { to: 'gateway', namespace, name, port, ...(listener === undefined ? {} : { listener }) };
}

interface Doubt {
  readonly spec: RequestSpec;
  readonly host: string;
  /** Whether a listener of any of them covers the host. */
  readonly isCovered: boolean;
}

function ambiguous(fits: readonly Fit[], { spec, host, isCovered }: Doubt): Problem {
  const ports = [...new Set(fits.map(({ port }) => port))];
  const what = isConnectionByPort(spec) || host === '' ? '' : ` for \`${host}\``;
  const where = ports.length === 1 ? ` on port ${ports[0]}` : '';
  const all = listed(fits.map(({ gateway }) => gateway));
  return {
    problem: isCovered
      ? `${all} could each answer${what}${where}`
      : `${all} listen${where}, and none of them${what}`,
    hint: 'name one with `--gateway`, or as `gateway` in the request',
  };
}

function whichPort(gateway: Gateway, spec: RequestSpec): Problem {
  const ports = portsOf(gateway, spec);
  return {
    problem:
      ports.length === 0
        ? `${text(gateway)} has no listener for ${spec.protocol}`
        : `${text(gateway)} listens on ports ${ports.join(', ')}`,
    hint: 'say which port is meant',
  };
}

function nobody(gateways: readonly Gateway[], spec: RequestSpec): Problem {
  const port = writtenPort(spec) ?? usualPort(spec);
  const scheme = spec.scheme ?? spec.protocol;
  const where = port === undefined ? '' : ` on port ${port}`;
  if (gateways.length === 0) {
    return { problem: 'there is no Gateway, and no route names one', hint: whatThereIs(gateways) };
  }
  const named = spec.listener === undefined ? '' : ` as listener \`${spec.listener}\``;
  const open = gateways.find((gateway) => port === undefined && portsOf(gateway, spec).length > 1);
  if (open !== undefined) return whichPort(open, spec);
  return {
    problem: `no Gateway listens for ${scheme}${where}${named}`,
    hint: whatThereIs(gateways),
  };
}

function whatThereIs(gateways: readonly Gateway[]): string {
  if (gateways.length === 0) {
    return 'give its manifest with `-f` or `--context`, or name a Service with `--service`';
  }
  const shown = gateways.slice(0, mostNamed).map((gateway) => {
    const ports = new Set(gateway.listeners.flatMap(({ port }) => port ?? []));
    return ports.size === 0 ? text(gateway) : `${text(gateway)} (port ${[...ports].join(', ')})`;
  });
  return `there ${gateways.length === 1 ? 'is' : 'are'} ${shown.join('; ')}${more(gateways)}`;
}

function listed(gateways: readonly Gateway[]): string {
  return `${gateways.slice(0, mostNamed).map(text).join(' and ')}${more(gateways)}`;
}

function more(list: readonly unknown[]): string {
  return list.length > mostNamed ? ` and ${list.length - mostNamed} more` : '';
}

function text({ namespace, name }: Gateway): string {
  return objectText('Gateway', namespace, name);
}
