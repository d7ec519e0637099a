// Does a request's path satisfy a path match?
//
// The law is `HTTPPathMatch`: Exact is equality, PathPrefix works element by element. How an
// expression must fit, and whether the path is normalised first, is the implementation's.
// Neighbours: path.ts (prefixes), expression.ts, readings.ts, accepts.ts.

import type { PathMatch } from '../../model/route';
import type { Law } from '../law';
import { expressionError, fits, readingsMatter } from './expression';
import { coversPath } from './path';
import type { PreparedRequest } from './prepared-request';
import { type PathReading, pathReadings } from './readings';
import { agreed, type Truth } from './truth';

export function acceptsPath(match: PathMatch, request: PreparedRequest, law: Law): Truth {
  const isExpression = match.type === 'RegularExpression';
  if (!isExpression && request.paths.length === 1) return holdsFor(match, pathOf(request));
  const isOpen = isExpression && readingsMatter(match.value, law.pathExpressions);
  return agreed(pathReadings(law, isOpen, request.paths.length > 1), holds, match, request);
}

/** The path under one reading. */
export function pathOf(request: PreparedRequest, reading: PathReading['path'] = 'as sent'): string {
  const [sent = '', normalised = sent] = request.paths;
  return reading === 'as sent' ? sent : normalised;
}

function holds(reading: PathReading, match: PathMatch, request: PreparedRequest): Truth {
  const path = pathOf(request, reading.path);
  if (match.type !== 'RegularExpression') return holdsFor(match, path);
  if (reading.expression === 'anything') return 'yes';
  if (expressionError(match.value) !== undefined) return 'maybe';
  return fits(match.value, path, reading.expression) ? 'yes' : 'no';
}

function holdsFor({ type, value }: PathMatch, path: string): Truth {
  return (type === 'Exact' ? value === path : coversPath(value, path)) ? 'yes' : 'no';
}
