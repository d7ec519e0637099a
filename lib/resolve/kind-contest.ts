// HTTPRoutes against GRPCRoutes on one listener: where their hosts overlap, one kind of route is
// accepted and the other is not.
//
// The law is `GRPCRouteSpec.Hostnames`: the older stays, then the first by namespace and name. By
// age one after the other, so that a route that is displaced displaces nobody. Neighbours:
// attachment.ts, displacement.ts (who stays), ../routing/hostname.ts.

import { type AnyRoute, routePlace } from '../model/route';
import { anyHost } from '../routing/hostname';
import { secondOf } from '../routing/rank/age';
import { type Claim, type Standing, settle } from './displacement';

/** A route on one listener, with the hosts that both have. */
export interface Contestant {
  readonly route: AnyRoute;
  readonly hosts: readonly string[];
}

const otherKind = new Map<AnyRoute['kind'], AnyRoute['kind']>([
  ['HTTPRoute', 'GRPCRoute'],
  ['GRPCRoute', 'HTTPRoute'],
]);

const stays = { state: 'stays' } as const;

interface Keys {
  readonly keys: readonly string[];
  readonly against: readonly string[];
}

/**
 * Contests of one table. Listeners for HTTP and for HTTPS mostly have the same routes with the same
 * hosts: what is settled for one of them holds for the other.
 */
export class KindContests {
  readonly #byHost = new Map<string, Keys>();
  readonly #settled = new Map<string, readonly Standing<AnyRoute>[]>();
  readonly #numbers = new Map<AnyRoute | string, number>();

  /** How each of the routes on one listener stands, in their order. */
  among(contestants: readonly Contestant[]): readonly Standing<AnyRoute>[] {
    const kinds = new Set(contestants.map(({ route }) => route.kind));
    if (!kinds.has('HTTPRoute') || !kinds.has('GRPCRoute')) {
      return contestants.map(() => stays);
    }
    const id = contestants.map((one) => this.#idOf(one)).join(',');
    const known = this.#settled.get(id) ?? this.#settle(contestants);
    this.#settled.set(id, known);
    return known;
  }

  #settle(contestants: readonly Contestant[]): readonly Standing<AnyRoute>[] {
    const rivals = contestants.filter(({ route }) => otherKind.has(route.kind));
    const standings = settle(rivals.map((rival) => this.#claimOf(rival)));
    return contestants.map((one) => {
      const standing = standings.get(one) ?? stays;
      return standing.state === 'stays' ? stays : { ...standing, by: standing.by.route };
    });
  }

  #idOf({ route, hosts }: Contestant): string {
    return `${this.#numberOf(route)}:${hosts.map((host) => this.#numberOf(host)).join('+')}`;
  }

  #numberOf(thing: AnyRoute | string): number {
    const number = this.#numbers.get(thing) ?? this.#numbers.size;
    this.#numbers.set(thing, number);
    return number;
  }

  #claimOf(value: Contestant): Claim<Contestant> {
    const { route, hosts } = value;
    const { kind, namespace, name } = route;
    const own = hosts.map((host) => this.#keysOf(kind, host));
    const keys = own.flatMap((one) => one.keys);
    const against = own.flatMap((one) => one.against);
    return {
      value,
      holder: routePlace(route),
      time: secondOf(route),
      namespace,
      name,
      keys,
      against,
    };
  }

  #keysOf(kind: AnyRoute['kind'], host: string): Keys {
    const id = `${kind} ${host}`;
    const known = this.#byHost.get(id);
    if (known !== undefined) return known;
    const other = otherKind.get(kind) ?? kind;
    const above = wildcardsAbove(host);
    const made: Keys = {
      keys: [id, ...above.map((wildcard) => `${kind} below ${wildcard}`)],
      against: [
        `${other} ${host}`,
        ...(host.startsWith(anyHost) ? [`${other} below ${host}`] : []),
        ...above.map((wildcard) => `${other} ${wildcard}`),
      ],
    };
    this.#byHost.set(id, made);
    return made;
  }
}

/** No name is longer, so whatever is has nothing above it but `*`. */
const longestName = 253;

/** The wildcards that cover a host or a wildcard, but for itself: the widest comes last. */
export function wildcardsAbove(host: string): readonly string[] {
  if (host === anyHost) return [];
  const wildcards: string[] = [];
  if (host.length <= longestName) {
    // `*.a.test` is below `*.test`: its own name starts behind the dot.
    let dot = host.indexOf('.', host.startsWith('*.') ? 2 : 0);
    for (; dot >= 0; dot = host.indexOf('.', dot + 1)) wildcards.push(`*${host.slice(dot)}`);
  }
  return [...wildcards, anyHost];
}
