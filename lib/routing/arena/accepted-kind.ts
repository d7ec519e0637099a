// The ways in which ages, which the input does not hold, may settle which kind of route a
// listener accepts for a name.
//
// An HTTPRoute and a GRPCRoute whose hosts overlap displace each other, the older the younger
// (../../resolve/kind-contest.ts). All hosts that cover one name overlap, so of the routes that only
// ages decide on those of one kind are accepted, or none where each has lost to a route of hosts
// that do not cover the name. Neighbours: ../lookup/lookup.ts (the matches of each way), gateway-arena.ts.

import type { Match } from '../../model/route';
import { anyHost } from '../hostname';
import type { Law } from '../law';
import type { HostIndex } from '../lookup/host-index';
import type { MatchIndex } from '../lookup/match-index';

/** `told`: what files tell, and whatever hangs on ages stays open. */
export type Way = 'told' | 'http' | 'grpc' | 'neither';

type Protocol = Match['protocol'];

/** One way: no doubt, or nothing that can be said of several. */
export function waysOf(hosts: HostIndex, name: string, law: Law): readonly Way[] {
  const lists = hosts.covering(name);
  const open = lists.filter(({ openKinds }) => openKinds.size > 0);
  // A route of several hosts may be displaced on one of the others.
  if (open.length === 0 || open.some(({ isOpenInPart }) => isOpenInPart)) return ['told'];
  // A wide hostname is never accepted without a narrow one, and only sums rank it before that.
  if (open.length > 1 && law.orders.some(({ isSum }) => isSum === true)) return ['told'];
  return mayBeNeither(hosts, lists, open) ? ['http', 'grpc', 'neither'] : ['http', 'grpc'];
}

function mayBeNeither(
  hosts: HostIndex,
  lists: readonly MatchIndex[],
  open: readonly MatchIndex[],
): boolean {
  /** Whether routes of a kind have hosts below a list's that do not cover the name. */
  const isBeside = (kind: Protocol, wide: MatchIndex | undefined) => {
    if (wide === undefined) return false;
    const narrower = lists.slice(0, lists.indexOf(wide)).filter(({ kinds }) => kinds.has(kind));
    return hosts.countBelow(wide.host, kind) > narrower.length;
  };
  const mayLoseInPart = (kind: Protocol, other: Protocol) => {
    const own = open.filter(({ openKinds }) => openKinds.has(kind));
    return own.length > 1 && isBeside(other, own.at(-1));
  };
  if (mayLoseInPart('http', 'grpc') || mayLoseInPart('grpc', 'http')) return true;
  // What displaces an exact name covers it.
  if (open.some(({ host }) => !host.startsWith(anyHost))) return false;
  const widest = open.at(-1);
  return isBeside('http', widest) && isBeside('grpc', widest);
}
