// Paths of HTTP matches: what they cover, and which of two is longer.
//
// The law is `HTTPPathMatch`: PathPrefix works on path elements and ignores a trailing slash,
// Exact is equality. Whether that slash counts when prefixes are ranked by length is nowhere
// said, so prefixes that differ in nothing else have no known order.

import type { GrpcMatch, HttpMatch, PathMatch } from '../../model/route';

/** A prefix without its trailing slash; `/` is the empty string. */
export function pathKey(value: string): string {
  return value.endsWith('/') ? value.slice(0, -1) : value;
}

/** Whether a prefix covers a path (without query), element by element. */
export function coversPath(prefix: string, path: string): boolean {
  const key = pathKey(prefix);
  return path.startsWith(key) && (path.length === key.length || path[key.length] === '/');
}

/** Above 0 where the left path is longer, NaN where only a trailing slash tells them apart. */
export function comparePathLength({ path: left }: HttpMatch, { path: right }: HttpMatch): number {
  const lead = left.value.length - right.value.length;
  return lead !== 0 && pathKey(left.value) === pathKey(right.value) ? Number.NaN : lead;
}

/** Whether some path satisfies both. True where an expression leaves it open. */
export function pathsOverlap(
  left: PathMatch,
  right: PathMatch,
  finds: (expression: string, path: string) => boolean,
): boolean {
  if (left.type === 'RegularExpression') {
    return right.type === 'Exact' ? finds(left.value, right.value) : true;
  }
  if (right.type === 'RegularExpression') return pathsOverlap(right, left, finds);
  if (left.type === 'Exact' && right.type === 'Exact') return left.value === right.value;
  if (left.type === 'Exact') return coversPath(right.value, left.value);
  if (right.type === 'Exact') return coversPath(left.value, right.value);
  return (
    coversPath(left.value, pathKey(right.value)) || coversPath(right.value, pathKey(left.value))
  );
}

/** A gRPC match as the path of its calls; undefined for an expression, as a method alone is. */
export function callPath({ type, service, method }: GrpcMatch): PathMatch | undefined {
  if (type === 'RegularExpression') return undefined;
  if (service === undefined) {
    return method === undefined ? { type: 'PathPrefix', value: '/' } : undefined;
  }
  const path = `/${withoutDot(service)}`;
  return method === undefined
    ? { type: 'PathPrefix', value: path }
    : { type: 'Exact', value: `${path}/${method}` };
}

/** An old spelling: a service may be written with a leading dot. */
export function withoutDot(service: string): string {
  return service.startsWith('.') ? service.slice(1) : service;
}
