// A place where requests compete: a listener's host, or a Service as clients of a namespace see it.
//
// A place is asked about with one request that stands for all that come to it: the law says which
// lists of matches they meet (../../routing/arena/). Neighbours: gateway-places.ts, mesh-places.ts.

import type { HttpRequest } from '../../model/request';
import type { RouteTable } from '../../model/route-table';
import { prepare } from '../../routing/accept/prepared-request';
import type { Arena, Lists } from '../../routing/arena/arena';
import { gatewayArenas } from '../../routing/arena/gateway-arena';
import { meshArenas } from '../../routing/arena/mesh-arena';
import type { Law } from '../../routing/law';
import { lookupOf } from '../../routing/lookup/lookup';
import type { MatchIndex } from '../../routing/lookup/match-index';
import type { Meeting, Meetings } from './meeting';

export interface Place {
  /** Where it comes to, its host and scheme; path, method and headers stand for any. */
  readonly request: HttpRequest;
  /** The key of the Service that is asked for, in a mesh. */
  readonly service?: string;
  /** A mesh does not read its port as HTTP, or no route is asked: a key means nothing there. */
  readonly isOpaque?: boolean;
}

/** The ways in which it may be; more than one where only ages settle it. */
export function meetingsAt({ request }: Place, table: RouteTable, law: Law): Meetings {
  const prepared = prepare(request, law);
  const { target } = request;
  const { arenas } =
    target.to === 'gateway'
      ? gatewayArenas(prepared, target, law, lookupOf(table))
      : meshArenas(prepared, target, law, lookupOf(table));
  const ways = arenas.flatMap((arena): readonly Meeting[] => {
    if ('answer' in arena) return [arena];
    // All that files tell: which kind of it is accepted is asked apart.
    if ('oneOf' in arena) {
      return arena.oneOf.flatMap((one) => narrowed({ ...one, lists: arena.told }, law)).slice(0, 1);
    }
    return narrowed(arena, law);
  });
  return { ways, isContested: arenas.some(isContested) };
}

function isContested(arena: Arena): boolean {
  if ('answer' in arena) return false;
  return 'oneOf' in arena || arena.lists.some(({ openKinds }) => openKinds.size > 0);
}

/** Where rules of a wider hostname are not tried, those of the most specific one alone. */
function narrowed(lists: Lists, { hostnameFallback }: Law): readonly Lists[] {
  if (hostnameFallback === 'yes' || lists.lists.length < 2) return [lists];
  const found: Lists[] = [];
  for (const host of new Set(lists.lists.map((list) => list.host))) {
    const own: readonly MatchIndex[] = lists.lists.filter((list) => list.host === host);
    found.push({ ...lists, lists: own });
    if (own.some(({ hasSure }) => hasSure)) break;
  }
  return found;
}
