// A request in curl's manner: a method, a URL, header lines.
//
// As in curl a URL without a scheme is http, a Host header goes before the URL's host, and the
// name of the TLS handshake stays the URL's. Unlike curl nothing is encoded or normalised: the
// path is asked about as it stands. Neighbours: request-reader.ts (reads what this makes of it).

import type { Finding } from '../model/finding';
import type { Json, JsonObject } from '../model/manifest';
import type { Request } from '../model/request';
import type { RequestSpec } from '../model/request-spec';
import { nearest } from '../model/spelling';
import { type Authority, readAuthority } from '../routing/entry/authority';
import { hostProblem, methodProblem } from './request-check';
import { RequestLineReader } from './request-line-reader';
import { readRequest } from './request-reader';

export interface RequestWords {
  readonly url: string;
  readonly method?: string;
  /** An object or a list of pairs. */
  readonly headers?: Json;
  readonly grpc?: boolean;
  readonly gateway?: string;
  readonly service?: string;
  readonly from?: string;
  readonly sni?: string;
  readonly listener?: string;
}

export interface WordsReading {
  readonly request?: RequestSpec;
  readonly findings: readonly Finding[];
}

interface UrlScheme {
  readonly protocol: Request['protocol'];
  readonly scheme?: 'http' | 'https';
}

const urlSchemes: { readonly [scheme: string]: UrlScheme } = {
  http: { protocol: 'http', scheme: 'http' },
  https: { protocol: 'http', scheme: 'https' },
  grpc: { protocol: 'grpc', scheme: 'http' },
  grpcs: { protocol: 'grpc', scheme: 'https' },
  tls: { protocol: 'tls' },
  tcp: { protocol: 'tcp' },
  udp: { protocol: 'udp' },
};

/** Those that people write in lower case, too: what `HTTPRouteMatch.method` may be. */
const commonMethods = 'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH'.split(' ');

export function readWords(words: RequestWords): WordsReading {
  const reader = new RequestLineReader({});
  const url = readUrl(words, reader);
  if (url === undefined || reader.findings.length > 0) return { findings: reader.findings };
  const { authority, path, way } = url;
  const isHttp = way.scheme !== undefined;
  const isHostSent = namesHost(words.headers);
  const defaultPort = way.scheme === 'https' ? 443 : 80;
  const { name, port } = authority;
  const { gateway, service, from, listener, method } = words;
  // Behind another Host header the handshake still names the URL's host.
  const sni = words.sni ?? (isHostSent && way.scheme === 'https' ? name : undefined);
  const raw: JsonObject = {
    ...way,
    ...(isHostSent ? {} : { host: isHttp && port !== defaultPort ? withPort(authority) : name }),
    // A port that is written is meant, the scheme's own included.
    ...(port === undefined ? {} : { port }),
    ...(isHttp ? { path } : {}),
    ...optional({ gateway, service, from, listener, method, sni, headers: words.headers }),
  };
  return readRequest(raw, {});
}

/** `GET https://shop.example.com/cart` by its words or in one, or a URL alone. */
export function splitWords(words: readonly string[]): { method?: string; url: string } {
  const [first = '', ...more] = words;
  if (more.length > 0) return { method: first, url: more.join(' ') };
  const [, method, url = ''] = /^([A-Za-z]+)\s+(.+)$/s.exec(first.trim()) ?? [];
  return method === undefined ? { url: first } : { method, url };
}

/** A header line as curl takes one: `name: value`, or `name;` for an empty value. */
export function readHeaderWord(line: string): readonly [name: string, value: string] | undefined {
  const [, name = '', mark, value = ''] = /^\s*(:?[^:;\s]+)\s*([:;])(.*)$/s.exec(line) ?? [];
  if (name === '' || mark === undefined) return undefined;
  if (mark === ';') return value.trim() === '' ? [name, ''] : undefined;
  return value.trim() === '' ? undefined : [name, value.trim()];
}

function readUrl({ url, method, grpc = false }: RequestWords, reader: RequestLineReader) {
  const report = (problem: string, hint: string) => reader.report(['URL'], problem, hint);
  if (method !== undefined && !isMethodWord(method)) {
    const hint = 'write a method, then the URL; each path of `-f` needs an option of its own';
    reader.report(['method'], `is \`${method}\``, hint);
  }
  if (commonMethods.includes(url)) {
    reader.report([], `names the method \`${url}\` and no URL`, 'write `POST http://host/path`');
    return undefined;
  }
  const [, scheme = 'http', place = '', rest = ''] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)/.exec(url) ?? [];
  const known = scheme.toLowerCase();
  const asked = Object.hasOwn(urlSchemes, known) ? urlSchemes[known] : undefined;
  if (asked === undefined) {
    const near = nearest(known, Object.keys(urlSchemes));
    const list = Object.keys(urlSchemes).join(', ');
    report(
      `begins with \`${scheme}://\``,
      near === undefined ? `use one of ${list}` : `did you mean \`${near}\`?`,
    );
    return undefined;
  }
  const way: UrlScheme = grpc && asked.protocol === 'http' ? { ...asked, protocol: 'grpc' } : asked;
  if (grpc && way.protocol !== 'grpc') report(`is no call`, 'leave `--grpc` out');
  const authority = isOneHost(place) ? readAuthority(place) : undefined;
  if (authority === undefined) {
    if (place === '') report(`\`${url}\` has no host`, 'write it as http://host/path');
    else if (place.includes('@')) report('holds a user name', 'take it out; send a header');
    else report(...wrongHost(place));
    return undefined;
  }
  if (way.scheme === undefined && rest !== '' && rest !== '/') {
    report(`has a path, \`${rest}\``, `a ${way.protocol} connection has a host and a port alone`);
  }
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return { authority, path, way } satisfies { authority: Authority; path: string; way: UrlScheme };
}

/**
 * Methods of one's own are upper case here: `-f a.yaml b.yaml URL`, as a shell expands `*.yaml`,
 * would otherwise be asked about with the method b.yaml.
 */
function isMethodWord(word: string): boolean {
  if (methodProblem(word) !== undefined) return false;
  const upper = word.toUpperCase();
  return word === upper ? /[A-Z]/.test(word) : commonMethods.includes(upper);
}

function wrongHost(place: string): [problem: string, hint: string] {
  const { problem, hint } = hostProblem(place);
  return [`has a host that ${problem}`, hint];
}

function isOneHost(place: string): boolean {
  return !place.endsWith(':') && !place.includes('*');
}

function withPort({ name, port }: Authority): string {
  return port === undefined ? name : `${name}:${port}`;
}

function namesHost(headers: Json | undefined): boolean {
  if (typeof headers !== 'object' || headers === null) return false;
  const names = Array.isArray(headers)
    ? (headers as readonly Json[]).map((entry) => (Array.isArray(entry) ? entry[0] : undefined))
    : Object.keys(headers);
  return names.some((name) => typeof name === 'string' && name.toLowerCase() === 'host');
}

/** The fields that were given. */
function optional(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
