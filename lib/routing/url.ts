// Parts of addresses as they stand in a request: a host with its port, a path with its query.
//
// The law is RFC 3986: an IPv6 address stands in brackets, and the path ends at the first `?` or
// `#`. Nothing is decoded and no case is changed. Neighbours: rewrite.ts, redirect.ts, cors.ts.

export interface HostAndPort {
  /** An IPv6 address keeps its brackets. */
  readonly name: string;
  /** Undefined where there is none, or none that a port can be. */
  readonly port?: number;
}

/** The ports that need not be written. */
export const wellKnownPorts: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
]);

/** Takes a host apart: `shop.example.com:8080`, `[::1]:80`, `shop.example.com`. */
export function splitHost(host: string): HostAndPort {
  const colon = host.indexOf(':', host.startsWith('[') ? host.indexOf(']') + 1 : 0);
  // Several colons outside brackets are an address that nobody bracketed, without a port.
  if (colon < 0 || host.includes(':', colon + 1)) return { name: host };
  const name = host.slice(0, colon);
  const digits = host.slice(colon + 1);
  const port = /^[0-9]{1,5}$/.test(digits) ? Number(digits) : 0;
  return port > 0 && port < 65_536 ? { name, port } : { name };
}

export interface PathAndTail {
  readonly path: string;
  /** The query with its `?` and what follows; '' where there is none. */
  readonly tail: string;
}

export function splitPath(target: string): PathAndTail {
  const end = target.search(/[?#]/);
  return end < 0
    ? { path: target, tail: '' }
    : { path: target.slice(0, end), tail: target.slice(end) };
}
