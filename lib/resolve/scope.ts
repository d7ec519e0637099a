// The matches of one scope, found by the key under which they can meet.

import { collect } from '../model/groups';
import type { Match } from '../model/route';
import type { Candidate, Scope } from '../model/route-table';
import { meetingKey } from '../routing/rank/order';

/** A scope while it is being filled; a plain `Scope` to everyone else. */
export class ScopeIndex implements Scope {
  readonly #byKey = new Map<string, Candidate[]>();
  /** Matches without a key: expressions can meet every path. */
  readonly #open: Candidate[] = [];
  readonly #all: Candidate[] = [];
  readonly #protocols = new Set<Match['protocol']>();

  constructor(readonly name: string) {}

  add(candidate: Candidate): void {
    this.#all.push(candidate);
    this.#protocols.add(candidate.match.protocol);
    const key = meetingKey(candidate.match);
    if (key === undefined) this.#open.push(candidate);
    else collect(this.#byKey, key, candidate);
  }

  meeting(match: Match): readonly Candidate[] {
    // HTTPRoute and GRPCRoute on one host have no common order, so keys tell nothing.
    if (this.#protocols.size > 1) return this.#all;
    const key = meetingKey(match);
    if (key === undefined) return this.#all;
    const same = this.#byKey.get(key) ?? [];
    return this.#open.length === 0 ? same : [...same, ...this.#open];
  }

  /** Whether an HTTPRoute and a GRPCRoute meet here: the specification accepts one of them. */
  get isMixed(): boolean {
    return this.#protocols.size > 1;
  }
}
