// Whether a match accepts a request, under each reading that the Gateway API leaves open:
// repeated header lines, repeated query parameters, isolation of listeners.

import type { Match, PathMatch, RouteKind, ValueMatch } from './world';

export interface OracleRequest {
  readonly to:
    | { readonly gateway: string; readonly port: number }
    | { readonly service: string; readonly port: number; readonly from: string };
  readonly protocol: 'http' | 'grpc';
  readonly method: string;
  readonly host: string;
  /** Without the query. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
}

export interface Reading {
  readonly name: string;
  /**
   * `joined`: lines of one name are one value; `each-line`: any line may match;
   * `pieces`: any part between commas may match, and expressions search in it.
   */
  readonly lines: 'joined' | 'each-line' | 'pieces';
  readonly query: 'first' | 'any';
  /** Whether only routes of the most specific listener count. */
  readonly isolated: boolean;
}

export const readings: readonly Reading[] = [
  { name: 'lines joined', lines: 'joined', query: 'first', isolated: true },
  { name: 'each line', lines: 'each-line', query: 'any', isolated: true },
  { name: 'pieces', lines: 'pieces', query: 'first', isolated: true },
];

/** What implementations without GatewayHTTPListenerIsolation do; no promise is asked of it. */
export const unisolated: Reading = {
  name: 'no isolation',
  lines: 'joined',
  query: 'first',
  isolated: false,
};

export function accepts(
  match: Match,
  kind: RouteKind,
  request: OracleRequest,
  reading: Reading,
): boolean {
  const isOnPath = kind === 'HTTPRoute' ? onPath(match.path, request.path) : onRpc(match, request);
  return (
    isOnPath &&
    (match.method === undefined || match.method === request.method) &&
    match.headers.every((header) => hasHeader(header, request, reading)) &&
    match.query.every((param) => hasQuery(param, request, reading))
  );
}

/** Whether a path is one that a match asks for. */
export function onPath(path: PathMatch, requested: string): boolean {
  if (path.pattern !== undefined) return path.pattern.test(requested);
  if (path.type === 'Exact') return requested === path.value;
  const prefix = path.value.endsWith('/') ? path.value.slice(0, -1) : path.value;
  return requested === prefix || requested.startsWith(`${prefix}/`);
}

function onRpc(match: Match, { path }: OracleRequest): boolean {
  const [before, service = '', rpc = '', ...more] = path.split('/');
  if (before !== '' || more.length > 0) {
    return match.service === undefined && match.rpc === undefined;
  }
  return isNamed(match.service, service) && isNamed(match.rpc, rpc);
}

function isNamed(asked: PathMatch | undefined, name: string): boolean {
  if (asked === undefined) return true;
  return asked.pattern === undefined ? asked.value === name : asked.pattern.test(name);
}

function hasHeader(asked: ValueMatch, { headers }: OracleRequest, { lines }: Reading): boolean {
  const values = headers.filter(([name]) => name.toLowerCase() === asked.name).map(([, v]) => v);
  if (values.length === 0) return false;
  switch (lines) {
    case 'joined':
      return holds(asked, values.join(','));
    case 'each-line':
      return values.some((value) => holds(asked, value));
    case 'pieces':
      return values
        .join(',')
        .split(',')
        .some((piece) => holdsSomewhere(asked, piece));
  }
}

function hasQuery(asked: ValueMatch, { query }: OracleRequest, reading: Reading): boolean {
  const values = query.filter(([name]) => name === asked.name).map(([, value]) => value);
  const counted = reading.query === 'first' ? values.slice(0, 1) : values;
  return counted.some((value) => holds(asked, value));
}

function holds({ pattern, value }: ValueMatch, actual: string): boolean {
  return pattern === undefined ? actual === value : pattern.test(actual);
}

function holdsSomewhere({ search, value }: ValueMatch, actual: string): boolean {
  return search === undefined ? actual === value : search.test(actual);
}
