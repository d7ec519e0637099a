// Things by hostname, found from the most specific hostname that covers a host.
//
// The law is `HTTPRouteSpec.Hostnames`: an exact name, then wildcards by length, then any host.
// Neighbours: ../hostname.ts, host-index.ts (matches), lookup.ts (TLSRoutes).

import { anyHost } from '../hostname';

export class HostMap<T> {
  readonly #byHost = new Map<string, T>();
  /** No hostname is longer, so that a host of many labels is not cut at each of them. */
  #longest = 0;

  /** What stands under a hostname as it is written, or `*`; made where there is nothing yet. */
  under(hostname: string, make: (hostname: string) => T): T {
    const known = this.#byHost.get(hostname);
    if (known !== undefined) return known;
    const made = make(hostname);
    this.#byHost.set(hostname, made);
    this.#longest = Math.max(this.#longest, hostname.length);
    return made;
  }

  [Symbol.iterator](): IterableIterator<readonly [hostname: string, found: T]> {
    return this.#byHost[Symbol.iterator]();
  }

  /** @param host of a request: lower case, without port */
  covering(host: string): readonly T[] {
    const found: T[] = [];
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
