// Can two matches receive one and the same request?
//
// Exact for paths and methods. Header and query matches never keep two matches apart: a header
// line or a parameter may be repeated, several data planes look at each one alone (Envoy since
// 1.39, Linkerd, Traefik), and then `x-env: prod` and `x-env: test` both hold. An expression
// counts as overlapping wherever it is not plain that it does not.
// Why: docs/adr/0003-headers-do-not-separate.md. Neighbours: rank/order.ts, accept/path.ts.

import type { GrpcMatch, HttpMatch, Match } from '../model/route';
import { finds } from './accept/expression';
import { callPath, pathsOverlap } from './accept/path';

export function canOverlap(left: Match, right: Match): boolean {
  if (left.protocol === 'http' && right.protocol === 'http') return httpOverlap(left, right);
  if (left.protocol === 'grpc' && right.protocol === 'grpc') return grpcOverlap(left, right);
  return left.protocol === 'http' ? crossOverlap(left, right) : crossOverlap(right, left);
}

function httpOverlap(left: HttpMatch, right: HttpMatch): boolean {
  return sameOrOpen(left.method, right.method) && pathsOverlap(left.path, right.path, finds);
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
  return path === undefined || pathsOverlap(http.path, path, finds);
}

function sameOrOpen(left: string | undefined, right: string | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}
