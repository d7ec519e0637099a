// Hostnames of listeners and routes: which requests they cover, and what they have in common.
//
// The law is `HTTPRouteSpec.Hostnames` and `Listener.Hostname`: `*.example.com` covers one or
// more labels to the left of `example.com`, never the name itself; an absent hostname covers all.

/** Covers every host. */
export const anyHost = '*';

/** Whether a request for `host` is covered by a hostname, wildcard or `*`. */
export function coversHost(hostname: string, host: string): boolean {
  if (hostname === anyHost) return true;
  if (!hostname.startsWith('*.')) return hostname === host;
  return host.length > hostname.length - 1 && host.endsWith(hostname.slice(1));
}

/** The hosts that both cover, as one hostname: the more specific of the two, or nothing. */
export function intersectHostnames(left: string, right: string): string | undefined {
  if (left === right || right === anyHost) return left;
  if (left === anyHost) return right;
  const isLeftWild = left.startsWith('*.');
  const isRightWild = right.startsWith('*.');
  if (!isLeftWild) return coversHost(right, left) ? left : undefined;
  if (!isRightWild) return coversHost(left, right) ? right : undefined;
  if (left.endsWith(right.slice(1))) return left;
  return right.endsWith(left.slice(1)) ? right : undefined;
}
