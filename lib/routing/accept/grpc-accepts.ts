// Does a request's path name the service and method that a GRPCRoute's match asks for?
//
// The law is `GRPCMethodMatch`: a call is a POST to `/service/method`, and both parts compare in
// their very case; a leading dot of a service is no part of its name. How expressions must fit,
// and whether requests that are no gRPC calls are taken too, is the implementation's: those that
// take them turn the match into one on the path, as Envoy Gateway does.
// Neighbours: prepared-request.ts, path-accepts.ts, readings.ts, accepts.ts.

import type { GrpcMatch } from '../../model/route';
import type { ExpressionReading, Law } from '../law';
import { expressionError, fits } from './expression';
import { coversPath, withoutDot } from './path';
import { pathOf } from './path-accepts';
import { grpcCall, type PreparedRequest } from './prepared-request';
import { type PathReading, pathReadings } from './readings';
import { agreed, both, type Truth } from './truth';

export function acceptsCall(match: GrpcMatch, request: PreparedRequest, law: Law): Truth {
  if (request.isGrpc) return acceptsPath(match, request, law);
  switch (law.grpcRoutesTakeHttp) {
    case 'no':
      return 'no';
    case 'yes':
      return acceptsPath(match, request, law);
    case 'open':
      return both('maybe', acceptsPath(match, request, law));
  }
}

function acceptsPath(match: GrpcMatch, request: PreparedRequest, law: Law): Truth {
  if (match.service === undefined && match.method === undefined) return 'yes';
  const isExpression = match.type === 'RegularExpression';
  return agreed(pathReadings(law, isExpression, request.paths.length > 1), holds, match, request);
}

function holds(reading: PathReading, match: GrpcMatch, request: PreparedRequest): Truth {
  const path = pathOf(request, reading.path);
  if (match.type === 'RegularExpression') return expressionsHold(match, path, reading.expression);
  const { method } = match;
  const service = match.service && withoutDot(match.service);
  if (service === undefined) return path.endsWith(`/${method ?? ''}`) ? 'yes' : 'no';
  if (method !== undefined) return path === `/${service}/${method}` ? 'yes' : 'no';
  const covers = request.isGrpc ? path.startsWith(`/${service}/`) : coversPath(`/${service}`, path);
  return covers ? 'yes' : 'no';
}

function expressionsHold(match: GrpcMatch, path: string, reading: ExpressionReading): Truth {
  if (reading === 'anything') return 'yes';
  const call = grpcCall(path);
  if (call === undefined) return 'no';
  return both(
    expressionHolds(match.service, call.service, reading),
    expressionHolds(match.method, call.method, reading),
  );
}

function expressionHolds(
  expression: string | undefined,
  text: string,
  reading: ExpressionReading,
): Truth {
  if (expression === undefined) return 'yes';
  if (expressionError(expression) !== undefined) return 'maybe';
  return fits(expression, text, reading) ? 'yes' : 'no';
}
