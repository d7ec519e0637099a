// The URLRewrite filter, and what becomes of a path in rewrites and redirects.
//
// The law is the table of `HTTPPathModifier`: a prefix is replaced element by element, a trailing
// slash of the prefix and of its replacement is ignored, what follows the prefix is kept, and no
// path is left empty or without its leading slash. The query stays as it is. Neighbours:
// redirect.ts, ../accept/path.ts, filters.ts.

import type { Json, JsonObject } from '../../model/manifest';
import { at, textOf } from '../../model/manifest';
import type { HeaderLine } from '../../model/request';
import { normalisedPath } from '../accept/normalised-path';
import { coversPath, pathKey } from '../accept/path';
import type { Exchange } from './exchange';
import { rooted, splitPath } from './url';

/** The request as the filter leaves it. */
export function rewrite(filter: JsonObject, exchange: Exchange): Exchange {
  const hostname = textOf(at(filter, ['hostname'])) ?? '';
  const rehosted = hostname === '' ? exchange : withHost(exchange, hostname);
  return withPath(rehosted, at(filter, ['path']));
}

/** Header lines that repeat the host follow it. */
export function withHost(exchange: Exchange, host: string): Exchange {
  const headers = exchange.headers.map((line): HeaderLine => {
    return isHost(line[0]) ? [line[0], host] : line;
  });
  return { ...exchange, host, headers };
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
    const rest = prefix === undefined ? undefined : restBehind(prefix, path);
    return rest === undefined ? target : rooted(pathKey(replacement) + rest) + tail;
  }
  const full = textOf(at(modifier, ['replaceFullPath']));
  return full === undefined || typeOf(modifier) !== 'ReplaceFullPath'
    ? target
    : rooted(full) + tail;
}

/** A prefix that only the normalised path has was matched by a proxy that normalises. */
function restBehind(prefix: string, path: string): string | undefined {
  const seen = coversPath(prefix, path) ? path : normalisedPath(path);
  return coversPath(prefix, seen) ? seen.slice(pathKey(prefix).length) : undefined;
}

function prefixReplacement(modifier: Json | undefined): string | undefined {
  return typeOf(modifier) === 'ReplacePrefixMatch'
    ? textOf(at(modifier, ['replacePrefixMatch']))
    : undefined;
}

function typeOf(modifier: Json | undefined): Json | undefined {
  return at(modifier, ['type']);
}
