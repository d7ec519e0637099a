// A request that a match accepts, in words that a person reads.

import type { Match, ValueMatch } from '../model/route';

/** `GET /cart?debug=1, x-env: prod`; several matches give a request that meets them all. */
export function requestText(...matches: readonly Match[]): string {
  const parts = new Set<string>();
  const queries = new Set<string>();
  let method: string | undefined;
  let path = '/';
  for (const match of matches) {
    if (match.protocol === 'http') {
      method ??= match.method;
      if (match.path.value.length > path.length) path = match.path.value;
      for (const value of match.query) queries.add(valueText(value, '='));
    } else {
      method ??= 'gRPC';
      const call = `/${match.service ?? '*'}/${match.method ?? '*'}`;
      if (call.length > path.length) path = call;
    }
    for (const value of match.headers) parts.add(valueText(value, ': '));
  }
  const query = queries.size === 0 ? '' : `?${[...queries].join('&')}`;
  return [`${method ?? 'GET'} ${path}${query}`, ...parts].join(', ');
}

function valueText({ type, name, value }: ValueMatch, between: string): string {
  return type === 'Exact' ? `${name}${between}${value}` : `${name}${between}(${value})`;
}

/** What a match accepts: `/cart*`, `POST /pay`, `=/login`, `~/v[0-9]+`, `grpc shop.Cart/Get`. */
export function matchText(match: Match): string {
  const headers = match.headers.map((value) => valueText(value, ': '));
  if (match.protocol === 'grpc') {
    const call = `grpc ${match.service ?? '*'}/${match.method ?? '*'}`;
    return [call, ...headers].join(', ');
  }
  const { path, method, query } = match;
  const shown =
    path.type === 'Exact'
      ? path.value
      : path.type === 'PathPrefix'
        ? `${path.value.endsWith('/') ? path.value : `${path.value}/`}*`
        : `~${path.value}`;
  const first = method === undefined ? shown : `${method} ${shown}`;
  return [first, ...query.map((value) => `?${valueText(value, '=')}`), ...headers].join(', ');
}
