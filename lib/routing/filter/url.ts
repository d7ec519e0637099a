// URLs: the ports that schemes imply, and where a path ends.
//
// The law is RFC 3986 and RFC 9110, 4.2. Nothing is decoded. Neighbours: ../entry/authority.ts (hosts and
// their ports), rewrite.ts, redirect.ts, cors.ts.

/** The ports that need not be written, by scheme. */
export const wellKnownPorts: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
]);

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

/** What has no leading slash gets one: no path in a URL is without. */
export function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
