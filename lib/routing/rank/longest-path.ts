// The matches of the path that is picked before anything else of a request is looked at.
//
// So NGINX works: an Exact location, else the longest prefix, and never another once one is picked.
// The law knows no such step (`Law.pathFallback`). Neighbours: contest.ts, ../decide.ts.

import type { Match } from '../../model/route';
import { acceptsCall } from '../accept/grpc-accepts';
import { callPath, pathKey } from '../accept/path';
import { acceptsPath } from '../accept/path-accepts';
import type { PreparedRequest } from '../accept/prepared-request';
import type { Law } from '../law';
import type { MatchIndex } from '../lookup/match-index';
import type { Standing } from './contest';

/**
 * Keeps the matches of the longest path that covers the request, whether or not anything else
 * about them matches.
 *
 * @returns undefined where an expression, or the age of routes, leaves open which path is picked
 */
export function onLongestPath(
  lists: readonly MatchIndex[],
  request: PreparedRequest,
  law: Law,
  standings: readonly Standing[],
): readonly Standing[] | undefined {
  let longest: string | undefined;
  let host: string | undefined;
  let isOpen = request.paths.length > 1;
  for (const list of lists) {
    // Rules of a wider hostname are not looked at once one of this has the path.
    if (longest !== undefined && list.host !== host) break;
    host = list.host;
    list.alongPath(request, ({ candidate: { match }, certainty }) => {
      if (!isOnPath(match, request, law)) return;
      if (certainty === 'open') isOpen = true;
      const place = placeOf(match);
      if (place === undefined) isOpen = true;
      else if (longest === undefined || isLonger(place, longest)) longest = place;
    });
  }
  if (isOpen) return undefined;
  return standings.filter(
    ({ entrant }) => entrant.host === host && placeOf(entrant.candidate.match) === longest,
  );
}

function isOnPath(match: Match, request: PreparedRequest, law: Law): boolean {
  const truth =
    match.protocol === 'http'
      ? acceptsPath(match.path, request, law)
      : acceptsCall(match, request, law);
  return truth !== 'no';
}

/** `=` before an Exact path, since it goes before every prefix; undefined for an expression. */
function placeOf(match: Match): string | undefined {
  const location = match.protocol === 'http' ? match.path : callPath(match);
  switch (location?.type) {
    case undefined:
    case 'RegularExpression':
      return undefined;
    case 'Exact':
      return `=${location.value}`;
    case 'PathPrefix':
      return pathKey(location.value);
  }
}

function isLonger(left: string, right: string): boolean {
  const lead = Number(left.startsWith('=')) - Number(right.startsWith('='));
  return lead === 0 ? left.length > right.length : lead > 0;
}
