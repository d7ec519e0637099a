// The authority of a URL or a Host header: a name, and a port where one is written.
//
// The law is RFC 3986, 3.2 (`reg-name`), without the name of a user. Neighbours:
// ../hostname.ts (which names a hostname covers), address.ts, ../filter/url.ts.

export interface Authority {
  /** As written; an IPv6 address keeps its brackets. */
  readonly name: string;
  readonly port?: number;
}

/** Splits `shop.example.com:8080`, `[::1]:80` or a name alone; undefined where it is none of them. */
export function readAuthority(text: string): Authority | undefined {
  const [, name = '', digits] =
    /^(\[[0-9A-Fa-f:.]{2,64}\]|[A-Za-z0-9._~!$&'()*+,;=%-]{0,300})(?::(\d{0,9}))?$/.exec(text) ??
    [];
  if (name === '') return undefined;
  if (digits === undefined || digits === '') return { name };
  const port = Number(digits);
  return isPort(port) ? { name, port } : undefined;
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
