// The matches of one listener by hostname, from the most specific that covers a host.
//
// The law is `HTTPRouteSpec.Hostnames`: an exact name, then wildcards by length, then any host.
// Neighbours: hostname.ts, match-index.ts.

import type { Match } from '../model/route';
import type { Entrant } from './entrant';
import { anyHost } from './hostname';
import { MatchIndex } from './match-index';

export class HostIndex {
  readonly #byHost = new Map<string, MatchIndex>();
  /** No hostname is longer, so that a host of many labels is not cut at each of them. */
  #longest = 0;
  /** By wildcard and kind of match; emptied when something is added. */
  readonly #below = new Map<string, number>();

  /** @param host a hostname as written, or `*` */
  add(host: string, entrant: Omit<Entrant, 'host'>): void {
    const known = this.#byHost.get(host);
    this.#longest = Math.max(this.#longest, host.length);
    const index = known ?? new MatchIndex(host);
    if (known === undefined) this.#byHost.set(host, index);
    index.add({ ...entrant, host });
    this.#below.clear();
  }

  /** How many hostnames that a wildcard covers, itself left out, have matches of a kind. */
  countBelow(wildcard: string, kind: Match['protocol']): number {
    const id = `${kind} ${wildcard}`;
    const known = this.#below.get(id);
    if (known !== undefined) return known;
    const ending = wildcard.slice(1);
    let count = 0;
    for (const [host, { kinds }] of this.#byHost) {
      if (host !== wildcard && host.endsWith(ending) && kinds.has(kind)) count += 1;
    }
    this.#below.set(id, count);
    return count;
  }

  /** @param host of a request: lower case, without port */
  covering(host: string): readonly MatchIndex[] {
    const found: MatchIndex[] = [];
    const exact = this.#byHost.get(host);
    if (exact !== undefined && host !== anyHost) found.push(exact);
    const start = Math.max(1, host.length + 1 - this.#longest);
    for (let dot = host.indexOf('.', start); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      const wild = this.#byHost.get(`*${host.slice(dot)}`);
      if (wild !== undefined) found.push(wild);
    }
    const any = this.#byHost.get(anyHost);
    if (any !== undefined) found.push(any);
    return found;
  }
}
