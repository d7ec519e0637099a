// Which Services a sandbox replaces, read off the baseline: those that select the pods of a
// forked workload. And the output without its shield rules, to see whether the check sees.

import { at, isObject, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import type { SandboxSpec } from '../../lib/model/sandbox';
import type { Forks } from './outcome';

export function forksOf(objects: readonly KubeObject[], sandbox: SandboxSpec): Forks {
  const forks = new Map<string, string>();
  for (const { workload } of sandbox.forks) {
    const namespace = workload.namespace ?? '';
    for (const { kind, metadata, spec } of objects) {
      const isHere = kind === 'Service' && (metadata?.namespace ?? '') === namespace;
      if (!isHere || textOf(at(spec, ['selector', 'app'])) !== workload.name) continue;
      const name = `${namespace}/${metadata?.name ?? ''}`;
      forks.set(name, `${name}-${sandbox.name}`);
    }
  }
  return forks;
}

/** Derived routes without their keyed rules that name no fork. */
export function withoutShields(
  derived: readonly KubeObject[],
  sandbox: SandboxSpec,
  forks: Forks,
): KubeObject[] {
  const forkNames = new Set([...forks.values()].map((name) => name.slice(name.indexOf('/') + 1)));
  return derived.flatMap((object) => {
    if (object.kind !== 'HTTPRoute' && object.kind !== 'GRPCRoute') return [object];
    const rules = listOf(at(object, ['spec', 'rules']));
    const kept = rules.filter(
      (rule) => !isKeyed(rule, sandbox.routingKey) || namesOne(rule, forkNames),
    );
    const { spec } = object;
    if (kept.length === 0 || !isObject(spec)) return [];
    return [{ ...object, spec: { ...spec, rules: kept } }];
  });
}

/** Whether the rule asks for the key: the others are catch-alls of the mesh. */
function isKeyed(rule: Json, key: string): boolean {
  const matches = listOf(at(rule, ['matches']));
  return (
    matches.length > 0 &&
    matches.every((match) =>
      listOf(at(match, ['headers'])).some((header) =>
        (textOf(at(header, ['value'])) ?? '').includes(key),
      ),
    )
  );
}

function namesOne(rule: Json, forkNames: ReadonlySet<string>): boolean {
  const refs = listOf(at(rule, ['backendRefs']));
  const filters = [rule, ...refs].flatMap((holder) => listOf(at(holder, ['filters'])));
  const mirrors = filters.map((filter) => at(filter, ['requestMirror', 'backendRef']));
  return [...refs, ...mirrors].some((ref) => forkNames.has(textOf(at(ref, ['name'])) ?? ''));
}
