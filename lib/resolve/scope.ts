// The matches of one scope, found by the paths on which they can meet.
//
// Matches of one path key meet, and an expression meets what may begin as it does: its literal
// beginning is filed, so that many expressions of one host are not all compared with each other.
// As with any index: too many may be handed out, too few not (../routing/overlap.ts has the last
// word). Neighbours: ../routing/lookup/text-index.ts, ../routing/accept/literal-prefix.ts.

import type { Match } from '../model/route';
import type { Candidate, Scope } from '../model/route-table';
import { literalPrefix } from '../routing/accept/literal-prefix';
import { TextIndex } from '../routing/lookup/text-index';
import { meetingKey } from '../routing/rank/order';

/** A scope while it is being filled; a plain `Scope` to everyone else. */
export class ScopeIndex implements Scope {
  readonly #byKey = new TextIndex<Candidate>();
  /** HTTP matches without a key, by what their expressions begin with. */
  readonly #expressions = new TextIndex<Candidate>();
  /** Matches without a key of any kind: expressions of gRPC methods. */
  readonly #open: Candidate[] = [];
  readonly #all: Candidate[] = [];
  readonly #protocols = new Set<Match['protocol']>();

  constructor(readonly name: string) {}

  add(candidate: Candidate): void {
    this.#all.push(candidate);
    const { match } = candidate;
    this.#protocols.add(match.protocol);
    const key = meetingKey(match);
    if (key !== undefined) this.#byKey.add(key, candidate);
    else if (match.protocol === 'http') {
      this.#expressions.add(literalPrefix(match.path.value), candidate);
    } else this.#open.push(candidate);
  }

  meeting(match: Match): readonly Candidate[] {
    // HTTPRoute and GRPCRoute on one host have no common order, so keys tell nothing.
    if (this.isMixed) return this.#all;
    const key = meetingKey(match);
    if (key !== undefined) return this.#onPath(match, key);
    return match.protocol === 'http' ? this.#onExpression(match.path.value) : this.#all;
  }

  /** Whether an HTTPRoute and a GRPCRoute meet here: the specification accepts one of them. */
  get isMixed(): boolean {
    return this.#protocols.size > 1;
  }

  #onPath(match: Match, key: string): readonly Candidate[] {
    const same = this.#byKey.at(key);
    if (match.protocol === 'grpc') return this.#open.length === 0 ? same : [...same, ...this.#open];
    if (this.#expressions.isEmpty) return same;
    const starts = new Set([
      ...this.#expressions.beginning(key),
      ...this.#expressions.beginningWith(`${key}/`),
    ]);
    return [...same, ...[...starts].flatMap((start) => this.#expressions.at(start))];
  }

  #onExpression(expression: string): readonly Candidate[] {
    const start = literalPrefix(expression);
    if (start === '') return this.#all;
    const keys = new Set([
      ...this.#byKey.beginning(start).filter((key) => start[key.length] === '/'),
      ...this.#byKey.beginningWith(start),
    ]);
    const starts = new Set([
      ...this.#expressions.beginning(start),
      ...this.#expressions.beginningWith(start),
    ]);
    return [
      ...[...keys].flatMap((key) => this.#byKey.at(key)),
      ...[...starts].flatMap((one) => this.#expressions.at(one)),
    ];
  }
}
