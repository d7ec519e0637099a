// Backends of a rule that are named twice, that weigh nothing against nothing, or that get each
// request a second time.
//
// The law is `HTTPRouteRule.BackendRefs` (a share is a weight over the sum of all) and
// `HTTPRequestMirrorFilter`. Neighbours: rule-findings.ts, ../../resolve/rule-findings.ts (weights of 0).

import { at, type Json, listOf, textOf } from '../../model/manifest';
import type { Route } from '../../model/route';
import { isSameJson } from '../../model/same-json';
import { allFilters, backendsOf, type PlacedBackend, type RuleCase, type Said } from './rule-case';

/** A reference as a text: equal texts are one and the same port of one object. */
function targetText(ref: Json | undefined, { namespace }: Route): string | undefined {
  const name = textOf(at(ref, ['name']));
  if (name === undefined) return undefined;
  const group = textOf(at(ref, ['group'])) ?? '';
  const kind = textOf(at(ref, ['kind'])) ?? 'Service';
  const home = textOf(at(ref, ['namespace'])) ?? namespace;
  return JSON.stringify([group, kind, home, name, at(ref, ['port']) ?? null]);
}

function shownName(ref: Json | undefined): string {
  const port = at(ref, ['port']);
  const kind = textOf(at(ref, ['kind'])) ?? 'Service';
  return `${kind} \`${textOf(at(ref, ['name'])) ?? ''}\`${port === undefined ? '' : ` port ${String(port)}`}`;
}

/** Entries with filters of their own are different things. */
export function backendsTwice({ route, rule }: RuleCase): readonly Said[] {
  const seen = new Map<string, PlacedBackend[]>();
  return backendsOf(rule.raw).flatMap((entry) => {
    const target = targetText(entry.backend, route);
    if (target === undefined) return [];
    const before = seen.get(target) ?? [];
    seen.set(target, [...before, entry]);
    const own = listOf(at(entry.backend, ['filters']));
    const isAgain = before.some(({ backend }) => isSameJson(listOf(at(backend, ['filters'])), own));
    if (!isAgain) return [];
    return {
      code: 'backend-named-twice',
      text: `names ${shownName(entry.backend)} twice, so that its weights add up`,
      hint: 'keep one entry with the sum of the weights, or correct the name of the other',
      path: entry.path,
    };
  });
}

export function weightAlone({ rule }: RuleCase): readonly Said[] {
  const [only, second] = backendsOf(rule.raw);
  const weight = at(only?.backend, ['weight']);
  if (only === undefined || second !== undefined) return [];
  if (typeof weight !== 'number' || weight === 0 || weight === 1) return [];
  return [
    {
      code: 'weight-without-effect',
      text: `gives its only backend the weight ${weight}, and it gets all requests whatever its weight`,
      hint: 'leave the weight out, or name the backend that gets the rest',
      path: [...only.path, 'weight'],
    },
  ];
}

export function mirrorsToItself({ route, rule }: RuleCase): readonly Said[] {
  const backends = new Set(
    backendsOf(rule.raw).flatMap(({ backend }) =>
      at(backend, ['weight']) === 0 ? [] : (targetText(backend, route) ?? []),
    ),
  );
  return allFilters(rule.raw).flatMap(({ filter, path }) => {
    const ref = at(filter, ['requestMirror', 'backendRef']);
    const target = targetText(ref, route);
    if (target === undefined || !backends.has(target)) return [];
    return {
      code: 'mirror-to-backend',
      text: `mirrors requests to ${shownName(ref)}, which it forwards to as well, so that they come there twice`,
      hint: 'mirror to another Service, or remove the filter',
      path: [...path, 'requestMirror', 'backendRef'],
    };
  });
}
