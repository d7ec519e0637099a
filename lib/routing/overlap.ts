// Can two matches receive one and the same request?
//
// Exact for methods and for paths without expressions. Header and query matches never keep two
// matches apart: a header line or a parameter may be repeated, several data planes look at each one
// alone (Envoy since 1.39, Linkerd, Traefik), and then `x-env: prod` and `x-env: test` both hold.
// An expression counts as overlapping wherever it is not plain that it does not: it is asked for
// one Exact path, and compared by the letters that begin all that it takes.
// Why: docs/adr/0003-headers-do-not-separate.md. Neighbours: rank/order.ts, accept/path.ts,
// accept/literal-prefix.ts.

import type { GrpcMatch, HttpMatch, Match, PathMatch } from '../model/route';
import { finds } from './accept/expression';
import { canBeginAlike, canStandBelow, literalPrefix } from './accept/literal-prefix';
import { callPath, pathKey, pathsOverlap } from './accept/path';

export function canOverlap(left: Match, right: Match): boolean {
  if (left.protocol === 'http' && right.protocol === 'http') return httpOverlap(left, right);
  if (left.protocol === 'grpc' && right.protocol === 'grpc') return grpcOverlap(left, right);
  return left.protocol === 'http' ? crossOverlap(left, right) : crossOverlap(right, left);
}

function httpOverlap(left: HttpMatch, right: HttpMatch): boolean {
  return sameOrOpen(left.method, right.method) && canShare(left.path, right.path);
}

/** Whether some path satisfies both; true where that cannot be told. */
function canShare(left: PathMatch, right: PathMatch): boolean {
  const [one, other] = left.type === 'RegularExpression' ? [left, right] : [right, left];
  if (one.type === 'RegularExpression') {
    const start = literalPrefix(one.value);
    if (other.type === 'RegularExpression') return canBeginAlike(start, literalPrefix(other.value));
    if (other.type === 'PathPrefix') return canStandBelow(start, pathKey(other.value));
  }
  return pathsOverlap(left, right, finds);
}

function grpcOverlap(left: GrpcMatch, right: GrpcMatch): boolean {
  if (left.type === 'RegularExpression' || right.type === 'RegularExpression') return true;
  return sameOrOpen(left.service, right.service) && sameOrOpen(left.method, right.method);
}

/** A gRPC call is a POST to `/service/method`; some implementations route both kinds together. */
function crossOverlap(http: Match, grpc: Match): boolean {
  if (http.protocol !== 'http' || grpc.protocol !== 'grpc') return true;
  if (!sameOrOpen(http.method, 'POST')) return false;
  const path = callPath(grpc);
  return path === undefined || canShare(http.path, path);
}

function sameOrOpen(left: string | undefined, right: string | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}
