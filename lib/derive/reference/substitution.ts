// What a sandbox puts in the place of baseline Services, and how a rule reads with it.
//
// The law is `fork_k` of the promises (docs/architecture.md#promises): each forked Service is
// replaced by its fork, each virtual one by what the sandbox names. With `weights: fork-only` a
// rule that holds a forked Service of positive weight reaches its forks alone, shares rescaled; a
// forked Service of weight 0 does not count.
// Neighbours: fork-references.ts (what stands in for what), ../route/derived-route.ts (who writes
// it).

import type { Config } from '../../model/config';
import { isObject, type Json, type JsonObject, listOf } from '../../model/manifest';
import { type BackendRef, type Rule, referringFilters } from '../../model/route';

/** The Service that stands in for a reference; what it leaves out stays as the reference has it. */
export interface Replacement {
  readonly name: string;
  /** As it is written; empty: the reference names none, since the route's own is meant. */
  readonly namespace?: string;
  readonly port?: number;
}

/** What stands in for a reference; undefined where nothing does. */
export type Substitution = (ref: BackendRef) => Replacement | undefined;

/** Whether keyed requests of the rule go anywhere else than the baseline's. */
export function isForked(rule: Rule, substitution: Substitution): boolean {
  return (
    rule.backends.some((ref) => ref.weight > 0 && substitution(ref) !== undefined) ||
    rule.filterRefs.some((ref) => substitution(ref) !== undefined)
  );
}

/** The rule's JSON with forks in place of what they fork; matches are left as they are. */
export function substitute(
  rule: Rule,
  substitution: Substitution,
  weights: Config['weights'],
): JsonObject {
  const queue = new FilterRefQueue(rule, substitution);
  const filters = queue.replaceIn(rule.raw.filters);
  const backends = listOf(rule.raw.backendRefs).map((value, index): Backend => {
    const raw = isObject(value) ? value : {};
    const own = raw.filters === undefined ? raw : { ...raw, filters: queue.replaceIn(raw.filters) };
    const ref = rule.backends[index];
    return { own, fork: ref && substitution(ref), weight: ref?.weight ?? 1 };
  });
  return {
    ...rule.raw,
    ...(rule.raw.filters === undefined ? {} : { filters }),
    ...(rule.raw.backendRefs === undefined ? {} : { backendRefs: chosen(backends, weights) }),
  };
}

interface Backend {
  readonly own: JsonObject;
  readonly fork: Replacement | undefined;
  readonly weight: number;
}

function chosen(backends: readonly Backend[], weights: Config['weights']): readonly JsonObject[] {
  const withFork = ({ own, fork }: Backend) => (fork === undefined ? own : replaced(own, fork));
  if (weights === 'keep') return backends.map(withFork);
  const forks = backends.filter(({ fork, weight }) => fork !== undefined && weight > 0);
  return forks.length > 0 ? forks.map(withFork) : backends.map(({ own }) => own);
}

function replaced(own: JsonObject, { namespace, ...rest }: Replacement): JsonObject {
  if (namespace === undefined) return { ...own, ...rest };
  const { namespace: _, ...homeless } = own;
  return { ...homeless, ...rest, ...(namespace === '' ? {} : { namespace }) };
}

/** Walks the references of a rule's filters in the order in which the reader met them. */
class FilterRefQueue {
  #next = 0;

  constructor(
    readonly rule: Rule,
    readonly substitution: Substitution,
  ) {}

  replaceIn(filters: Json | undefined): Json {
    return listOf(filters).map((filter) =>
      isObject(filter)
        ? referringFilters.reduce((all, one) => this.#replace(all, one), filter)
        : filter,
    );
  }

  #replace(filter: JsonObject, block: (typeof referringFilters)[number]): JsonObject {
    const held = filter[block];
    if (!isObject(held) || !isObject(held.backendRef)) return filter;
    const ref = this.rule.filterRefs[this.#next++];
    const fork = ref && this.substitution(ref);
    if (fork === undefined) return filter;
    return { ...filter, [block]: { ...held, backendRef: replaced(held.backendRef, fork) } };
  }
}
