// Functions of URLs.
//
// Neighbours: ../url.ts, environment.ts.

import { isEscaped, isUrl, readUrl, type Url } from '../url';
import { RuleError } from './engine';
import type { Functions } from './signature';

function url(text: string): Url {
  const value = readUrl(text);
  if (value === undefined) throw new RuleError(`\`${text}\` is no URL`);
  return value;
}

const hostAndPort = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/;

export const urlFunctions: Functions = {
  'url(string): URL': url,
  'isURL(string): bool': isUrl,
  'URL.getScheme(): string': ({ scheme }: Url) => scheme,
  'URL.getHost(): string': ({ host }: Url) => host,
  'URL.getHostname(): string': ({ host }: Url) => {
    const [, inner, plain] = hostAndPort.exec(host) ?? [];
    return inner ?? plain ?? '';
  },
  'URL.getPort(): string': ({ host }: Url) => hostAndPort.exec(host)?.[3] ?? '',
  'URL.getEscapedPath(): string': ({ path }: Url) => escapedPath(path),
  'URL.getQuery(): map<string, list<string>>': ({ query }: Url) => queryOf(query),
};

/** As it was written where that is escaped well, with what is not escaped otherwise. */
function escapedPath(path: string): string {
  const encoder = new TextEncoder();
  return path.replace(/[^\w\-.~!$&'()*+,;=:@/%[\]]/gu, (sign) =>
    [...encoder.encode(sign)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

function queryOf(query: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';') || !isEscaped(part)) continue;
    const mark = part.indexOf('=');
    const [key, value] = mark < 0 ? [part, ''] : [part.slice(0, mark), part.slice(mark + 1)];
    const list = found.get(plain(key)) ?? [];
    list.push(plain(value));
    found.set(plain(key), list);
  }
  return found;
}

function plain(text: string): string {
  const bytes = new TextEncoder().encode(text.replaceAll('+', ' '));
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0x25) out.push(byte);
    else {
      out.push(Number.parseInt(String.fromCharCode(...bytes.slice(at + 1, at + 3)), 16));
      at += 2;
    }
  }
  return new TextDecoder().decode(Uint8Array.from(out));
}
