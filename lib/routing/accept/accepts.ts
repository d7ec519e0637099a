// Does a match accept a request?
//
// Under a law of which every question has one answer: yes or no. `maybe` says that answers
// which the law holds possible differ, that RE2 does not take an expression, or that a match
// names `Host`. The parts of a match share no open question, so they are asked one by one; what
// entries of one part share is asked for all at once (truth.ts).
// Neighbours: ../law.ts, prepared-request.ts, ../rank/precedence.ts (which of several matches decides).

import type { Match } from '../../model/route';
import type { Law } from '../law';
import { reasonOf } from './acceptance-reason';
import { acceptsCall } from './grpc-accepts';
import { acceptsHeaders } from './header-accepts';
import { acceptsPath } from './path-accepts';
import type { PreparedRequest } from './prepared-request';
import { acceptsQuery } from './query-accepts';
import { both, type Truth } from './truth';

export type { Truth } from './truth';

export interface Acceptance {
  readonly truth: Truth;
  /** Without full stop: `header x-env is \`prod\`, not \`test\``. */
  readonly because: string;
}

export function accepts(match: Match, request: PreparedRequest, law: Law): Truth {
  if (match.protocol === 'grpc') {
    const call = acceptsCall(match, request, law);
    return call === 'no' ? 'no' : both(call, acceptsHeaders(match.headers, request, law));
  }
  if (match.method !== undefined && match.method !== request.method && !law.ignoresMethods) {
    return 'no';
  }
  const path = acceptsPath(match.path, request, law);
  if (path === 'no') return 'no';
  const headers = both(path, acceptsHeaders(match.headers, request, law));
  if (headers === 'no' || law.ignoresQueries) return headers;
  return both(headers, acceptsQuery(match.query, request, law));
}

/** As `accepts`, with the first part that fails, or else the first that is open. */
export function explainAcceptance(match: Match, request: PreparedRequest, law: Law): Acceptance {
  const truth = accepts(match, request, law);
  return { truth, because: reasonOf(match, request, law) };
}

/** Whether a header's name holds `_`: some proxies refuse such requests whatever the match. */
export function hasUnderscoreHeader({ headers }: PreparedRequest): boolean {
  for (const name of headers.keys()) if (name.includes('_')) return true;
  return false;
}
