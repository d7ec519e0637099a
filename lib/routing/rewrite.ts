// The URLRewrite filter, and what becomes of a path in rewrites and redirects.
//
// The law is the table of `HTTPPathModifier`: a prefix is replaced element by element, a trailing
// slash of the prefix and of its replacement is ignored, what follows the prefix is kept, and no
// path is left empty. The query stays as it is. Neighbours: redirect.ts, path.ts, filters.ts.

import type { Json, JsonObject } from '../model/manifest';
import { at, textOf } from '../model/manifest';
import type { Exchange } from './exchange';
import { coversPath, pathKey } from './path';
import { splitPath } from './url';

/** The request as the filter leaves it; the very same where nothing changes. */
export function rewrite(filter: JsonObject, exchange: Exchange): Exchange {
  const hostname = textOf(at(filter, ['hostname'])) ?? '';
  const rehosted = hostname === '' ? exchange : withHost(exchange, hostname);
  return withPath(rehosted, at(filter, ['path']));
}

/** Header lines that repeat the host follow it. */
export function withHost(exchange: Exchange, host: string): Exchange {
  const headers = exchange.headers.some(([name, value]) => isHost(name) && value !== host)
    ? exchange.headers.map((line) => (isHost(line[0]) ? ([line[0], host] as const) : line))
    : exchange.headers;
  return host === exchange.host && headers === exchange.headers
    ? exchange
    : { ...exchange, host, headers };
}

export function isHost(name: string): boolean {
  return name.toLowerCase() === 'host';
}

/**
 * The new prefix stands for the one that matched, so that a backend's own rewrite replaces what
 * the rule's has put there; after a full path none is left.
 */
function withPath(exchange: Exchange, modifier: Json | undefined): Exchange {
  const path = modifyPath(modifier, exchange.path, exchange.prefix);
  if (path === exchange.path) return exchange;
  const { prefix: _, ...rest } = exchange;
  const prefix = prefixReplacement(modifier);
  return prefix === undefined ? { ...rest, path } : { ...rest, path, prefix: rooted(prefix) };
}

/**
 * A path (with its query) after a path modifier.
 *
 * It stays as it is where the modifier cannot be read, or where there is no prefix to replace.
 */
export function modifyPath(
  modifier: Json | undefined,
  target: string,
  prefix: string | undefined,
): string {
  const { path, tail } = splitPath(target);
  const replacement = prefixReplacement(modifier);
  if (replacement !== undefined) {
    if (prefix === undefined || !coversPath(prefix, path)) return target;
    return rooted(pathKey(replacement) + path.slice(pathKey(prefix).length)) + tail;
  }
  const full = textOf(at(modifier, ['replaceFullPath']));
  return full === undefined || typeOf(modifier) !== 'ReplaceFullPath'
    ? target
    : rooted(full) + tail;
}

function prefixReplacement(modifier: Json | undefined): string | undefined {
  return typeOf(modifier) === 'ReplacePrefixMatch'
    ? textOf(at(modifier, ['replacePrefixMatch']))
    : undefined;
}

function typeOf(modifier: Json | undefined): Json | undefined {
  return at(modifier, ['type']);
}

/** Values need not begin with a slash, paths do; an empty path is `/`. */
function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
