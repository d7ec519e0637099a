// The CORS filter: answers preflight requests, and says on other answers who may read them.
//
// The law is `HTTPCORSFilter`. A preflight request is an OPTIONS with `Origin` and
// `Access-Control-Request-Method`. Where the specification lets the gateway choose, this is
// chosen: status 200 (204 would do) for every preflight, that of a foreign origin too (or 403);
// `*` where wildcards are configured without credentials (or the request's own value). With
// credentials no answer holds `*`. GET, HEAD and POST need no naming: browsers never ask.
// A foreign origin gets no headers. Neighbours: filters.ts, ../hostname.ts (wildcards).

import type { ResponseChange } from '../../model/decision';
import type { JsonObject } from '../../model/manifest';
import { at, listOf, textOf } from '../../model/manifest';
import type { HeaderLine } from '../../model/request';
import { readAuthority } from '../entry/authority';
import { coversHost } from '../hostname';
import type { Answered, Exchange } from './exchange';
import { wellKnownPorts } from './url';

const answeredStatus = 200;
const defaultMaxAge = 5;
const any = '*';

/** The answer to a preflight request; undefined for all others. */
export function answerPreflight(filter: JsonObject, exchange: Exchange): Answered | undefined {
  const origin = headerOf(exchange, 'origin');
  const method = headerOf(exchange, 'access-control-request-method');
  if (exchange.method !== 'OPTIONS' || origin === undefined || method === undefined) {
    return undefined;
  }
  const shared = shareWith(filter, exchange);
  if (shared === undefined) {
    const because = `the CORS filter answers preflight requests and does not allow origin \`${origin}\``;
    return { to: 'answer', status: answeredStatus, because };
  }
  const headers = headerOf(exchange, 'access-control-request-headers');
  const age = at(filter, ['maxAge']);
  const set: HeaderLine[] = [
    ...shared.set,
    ...listed('Access-Control-Allow-Methods', filter, 'allowMethods', method),
    ...listed('Access-Control-Allow-Headers', filter, 'allowHeaders', headers),
    ['Access-Control-Max-Age', `${typeof age === 'number' ? age : defaultMaxAge}`],
  ];
  const because = `the CORS filter answers preflight requests and allows origin \`${origin}\``;
  return { to: 'answer', status: answeredStatus, response: { ...shared, set }, because };
}

/** The headers that let the request's origin read an answer; undefined where it may not. */
export function shareWith(filter: JsonObject, exchange: Exchange): ResponseChange | undefined {
  const origin = headerOf(exchange, 'origin');
  if (origin === undefined) return undefined;
  const allowed = texts(filter, 'allowOrigins');
  const isAny = allowed.includes(any);
  if (!isAny && !allowed.some((pattern) => coversOrigin(pattern, origin))) return undefined;
  const set: HeaderLine[] = [
    ['Access-Control-Allow-Origin', isAny && !hasCredentials(filter) ? any : origin],
    ...(hasCredentials(filter) ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
    ...listed('Access-Control-Expose-Headers', filter, 'exposeHeaders', undefined),
  ];
  return { set, add: [], remove: [] };
}

function hasCredentials(filter: JsonObject): boolean {
  return at(filter, ['allowCredentials']) === true;
}

/** A header that holds a list of the filter; with credentials `*` becomes what was `asked` for. */
function listed(
  name: string,
  filter: JsonObject,
  field: string,
  asked: string | undefined,
): HeaderLine[] {
  const values = texts(filter, field);
  const isEchoed = values.includes(any) && hasCredentials(filter);
  if (isEchoed && asked !== undefined) return [[name, asked]];
  const written = isEchoed ? values.filter((value) => value !== any) : values;
  return written.length === 0 ? [] : [[name, written.join(', ')]];
}

function texts(filter: JsonObject, field: string): readonly string[] {
  return listOf(at(filter, [field])).flatMap((value) => textOf(value) ?? []);
}

/** Scheme, host and port are compared one by one; a port that is not there is the scheme's. */
function coversOrigin(pattern: string, origin: string): boolean {
  const left = readOrigin(pattern);
  const right = readOrigin(origin);
  if (left === undefined || right === undefined) return false;
  return (
    left.scheme === right.scheme && left.port === right.port && coversHost(left.host, right.host)
  );
}

function readOrigin(text: string) {
  const origin = text.toLowerCase();
  const colon = origin.indexOf('://');
  const authority = colon < 0 ? undefined : readAuthority(origin.slice(colon + 3));
  if (authority === undefined) return undefined;
  const scheme = origin.slice(0, colon);
  return { scheme, host: authority.name, port: authority.port ?? wellKnownPorts.get(scheme) };
}

/** Asks by a name in lower case. Repeated lines are one list; '' is as good as none. */
function headerOf({ headers }: Exchange, name: string): string | undefined {
  const lines = headers.filter(([given]) => given.toLowerCase() === name);
  const value = lines.map(([, line]) => line.trim()).join(', ');
  return value === '' ? undefined : value;
}
