// Which rules of derived routes are shields, and the output without them, to see whether the check
// sees.

import { at, isObject, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import type { Forks } from './outcome';
import type { KeyOwner } from './owners';

/** Derived routes without their keyed rules that name no fork. */
export function withoutShields(
  derived: readonly KubeObject[],
  { owner, forks }: KeyOwner,
): KubeObject[] {
  const forkNames = namesOf(forks);
  return derived.flatMap((object) => {
    if (object.kind !== 'HTTPRoute' && object.kind !== 'GRPCRoute') return [object];
    const rules = listOf(at(object, ['spec', 'rules']));
    const kept = rules.filter(
      (rule) => !isKeyed(rule, owner.routingKey) || namesOne(rule, forkNames),
    );
    const { spec } = object;
    if (kept.length === 0 || !isObject(spec)) return [];
    return [{ ...object, spec: { ...spec, rules: kept } }];
  });
}

/** Names of the Services that stand in for others. */
export function namesOf(forks: Forks): ReadonlySet<string> {
  return new Set([...forks.values()].map(({ service }) => service.slice(service.indexOf('/') + 1)));
}

/** Whether the rule asks for the key: the others are catch-alls of the mesh. */
export function isKeyed(rule: Json, key: string): boolean {
  const matches = listOf(at(rule, ['matches']));
  return (
    matches.length > 0 &&
    matches.every((match) =>
      [...listOf(at(match, ['headers'])), ...listOf(at(match, ['queryParams']))].some((asked) =>
        (textOf(at(asked, ['value'])) ?? '').includes(key),
      ),
    )
  );
}

export function namesOne(rule: Json, forkNames: ReadonlySet<string>): boolean {
  const refs = listOf(at(rule, ['backendRefs']));
  const filters = [rule, ...refs].flatMap((holder) => listOf(at(holder, ['filters'])));
  const mirrors = filters.map((filter) => at(filter, ['requestMirror', 'backendRef']));
  return [...refs, ...mirrors].some((ref) => forkNames.has(textOf(at(ref, ['name'])) ?? ''));
}
