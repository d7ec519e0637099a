// Where a connection goes, written from the text alone: listeners that are not distinct drop out,
// the most specific server name wins, and what is left goes to the oldest route.
//
// As all of the oracle it shares nothing with lib/routing and lib/resolve. Neighbours: attach.ts.

import { at, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { covers } from './hostname';
import { compareScores, hostScore } from './order';

export interface Call {
  readonly port: number;
  readonly protocol: 'TLS' | 'TCP' | 'UDP';
  /** TLS alone. */
  readonly sni: string;
}

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
  readonly from: string;
}

function listenersOf(gateway: KubeObject): readonly Listener[] {
  const all = listOf(at(gateway, ['spec', 'listeners'])).map((one) => ({
    name: textOf(at(one, ['name'])) ?? '',
    port: Number(at(one, ['port'])),
    protocol: textOf(at(one, ['protocol'])) ?? '',
    hostname: textOf(at(one, ['hostname'])) ?? '',
    from: textOf(at(one, ['allowedRoutes', 'namespaces', 'from'])) ?? 'Same',
  }));
  return all.filter((one) => !all.some((other) => other !== one && isIndistinct(one, other)));
}

/** TCP on a port leaves no room for TLS there; UDP is apart from both. */
function isIndistinct(one: Listener, other: Listener): boolean {
  if (one.port !== other.port) return false;
  if (one.protocol === other.protocol) {
    return one.protocol !== 'TLS' || one.hostname === other.hostname;
  }
  return one.protocol !== 'UDP' && other.protocol !== 'UDP';
}

/** Every route that a listener takes, with the names under which it does. */
function attached(routes: readonly KubeObject[], gateway: KubeObject, listener: Listener) {
  return routes
    .filter(({ kind }) => kind === `${listener.protocol}Route`)
    .filter((route) => {
      const isHome = route.metadata?.namespace === gateway.metadata?.namespace;
      if (listener.from !== 'All' && !isHome) return false;
      return listOf(at(route, ['spec', 'parentRefs'])).some((ref) => {
        const section = at(ref, ['sectionName']);
        const port = at(ref, ['port']);
        return (
          (section === undefined || section === listener.name) &&
          (port === undefined || port === listener.port)
        );
      });
    })
    .map((route) => ({ route, names: namesOf(route, listener) }))
    .filter(({ names }) => names.length > 0);
}

function namesOf(route: KubeObject, { hostname, protocol }: Listener): readonly string[] {
  if (protocol !== 'TLS') return [''];
  return listOf(at(route, ['spec', 'hostnames'])).flatMap((one) => {
    const name = textOf(one) ?? '';
    if (covers(hostname, name)) return [name];
    return covers(name, hostname) ? [hostname] : [];
  });
}

const byScore = (a: string, b: string) => compareScores(hostScore(b), hostScore(a));

/** The route that takes a connection to the only Gateway; undefined: it is closed. */
export function connect(
  gateway: KubeObject,
  routes: readonly KubeObject[],
  { port, protocol, sni }: Call,
  ageOf: (route: KubeObject) => number,
): KubeObject | undefined {
  const [listener] = listenersOf(gateway)
    .filter((one) => one.port === port && one.protocol === protocol)
    .filter((one) => protocol !== 'TLS' || covers(one.hostname, sni))
    .sort((a, b) => byScore(a.hostname, b.hostname));
  if (listener === undefined) return undefined;
  const fitting = attached(routes, gateway, listener).flatMap(({ route, names }) => {
    const fits = protocol === 'TLS' ? names.filter((name) => covers(name, sni)) : names;
    const [best] = [...fits].sort(byScore);
    return best === undefined ? [] : [{ route, best }];
  });
  const placeOf = ({ metadata }: KubeObject) => `${metadata?.namespace}/${metadata?.name}`;
  const [first] = fitting.sort(
    (a, b) =>
      byScore(a.best, b.best) ||
      ageOf(a.route) - ageOf(b.route) ||
      (placeOf(a.route) < placeOf(b.route) ? -1 : 1),
  );
  return first?.route;
}
