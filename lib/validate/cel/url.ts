// URLs in rules, read as Go's `url.ParseRequestURI` does: absolute, or an absolute path.
//
// Neighbours: environment.ts.

import { RuleError } from './engine';
import type { Functions } from './signature';

export class Url {
  readonly scheme: string;
  /** With its port, if it has one. */
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor(scheme: string, host: string, path: string, query: string) {
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
  }
}

function read(text: string): Url | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses exactly those
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text)) return undefined;
  if (text === '*') return new Url('', '', '*', '');
  const [, scheme = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text) ?? [];
  if (scheme === '' && /^:/.test(text)) return undefined;
  const rest = scheme === '' ? text : text.slice(scheme.length + 1);
  const mark = rest.indexOf('?');
  const before = mark < 0 ? rest : rest.slice(0, mark);
  const query = mark < 0 ? '' : rest.slice(mark + 1);
  if (!before.startsWith('/')) {
    return scheme === '' ? undefined : new Url(scheme.toLowerCase(), '', '', query);
  }
  if (scheme === '' || !before.startsWith('//')) return placed(scheme, '', before, query);
  const slash = before.indexOf('/', 2);
  const authority = before.slice(2, slash < 0 ? undefined : slash);
  return placed(scheme, authority, slash < 0 ? '' : before.slice(slash), query);
}

function placed(scheme: string, authority: string, path: string, query: string): Url | undefined {
  const host = hostOf(authority);
  if (host === undefined || !isEscaped(path)) return undefined;
  return new Url(scheme.toLowerCase(), host, path, query);
}

/** Undefined where it is none. */
function hostOf(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const host = authority.slice(at + 1);
  if (!/^[\w\-.~!$&'()*+,;=:%@]*$/.test(user) || !isEscaped(user)) return undefined;
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host) ? host : undefined;
  const colon = host.indexOf(':');
  if (colon >= 0 && !/^:\d*$/.test(host.slice(colon))) return undefined;
  return /[\s<>"^`{}|\\]/.test(host) || /%(?![89a-fA-F][0-9a-fA-F])/.test(host) ? undefined : host;
}

function isEscaped(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

export function isUrl(text: string): boolean {
  return read(text) !== undefined;
}

function url(text: string): Url {
  const value = read(text);
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
