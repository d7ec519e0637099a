// The matches of one listener by hostname, from the most specific that covers a host.
//
// Neighbours: host-map.ts, match-index.ts, lookup.ts (who fills it), ../arena/accepted-kind.ts.

import type { Match } from '../../model/route';
import type { Entrant } from './entrant';
import { HostMap } from './host-map';
import { MatchIndex } from './match-index';

export class HostIndex {
  readonly #hosts = new HostMap<MatchIndex>();
  /** By wildcard and kind of match; emptied when something is added. */
  readonly #below = new Map<string, number>();

  /** @param host a hostname as written, or `*` */
  add(host: string, entrant: Omit<Entrant, 'host'>): void {
    this.#hosts.under(host, (name) => new MatchIndex(name)).add({ ...entrant, host });
    // Emptying a Map makes a new one, even of an empty one.
    if (this.#below.size > 0) this.#below.clear();
  }

  /** How many hostnames that a wildcard covers, itself left out, have matches of a kind. */
  countBelow(wildcard: string, kind: Match['protocol']): number {
    const id = `${kind} ${wildcard}`;
    const known = this.#below.get(id);
    if (known !== undefined) return known;
    const ending = wildcard.slice(1);
    let count = 0;
    for (const [host, { kinds }] of this.#hosts) {
      if (host !== wildcard && host.endsWith(ending) && kinds.has(kind)) count += 1;
    }
    this.#below.set(id, count);
    return count;
  }

  /** @param host of a request: lower case, without port */
  covering(host: string): readonly MatchIndex[] {
    return this.#hosts.covering(host);
  }
}
