// A rule that is looked at, and what is said of it on the way to a finding.
//
// Neighbours: rule-findings.ts (who asks all), header-names.ts, backends.ts, filters.ts, expressions.ts.

import { type Finding, type FindingCode, finding } from '../../model/finding';
import {
  at,
  type FieldPath,
  type Json,
  type JsonObject,
  listOf,
  nameOf,
} from '../../model/manifest';
import { type Route, type Rule, ruleText } from '../../model/route';

export interface RuleCase {
  readonly route: Route;
  readonly rule: Rule;
}

/** What a look at one rule says. */
export interface Said {
  readonly code: FindingCode;
  /** What follows the name of the rule: `HTTPRoute shop/cart rule 0` + text. */
  readonly text: string;
  /** An instruction. */
  readonly hint: string;
  /** From the rule. */
  readonly path: FieldPath;
}

export function saidFinding({ route, rule }: RuleCase, { code, text, hint, path }: Said): Finding {
  const { object, origin } = route.manifest;
  const place = ['spec', 'rules', rule.index];
  const field = [...place, ...path];
  return finding(code, {
    message: `${ruleText(route, rule)} ${text}`,
    hint,
    // What is there by default stands nowhere.
    where: { origin, path: at(object, field) === undefined ? place : field },
    object: nameOf(object),
  });
}

export interface PlacedFilter {
  readonly filter: Json;
  /** From the rule. */
  readonly path: FieldPath;
}

/** The filters of a rule, or of one of its backendRefs. */
export function filtersOf(owner: Json | undefined, path: FieldPath = []): readonly PlacedFilter[] {
  return listOf(at(owner, ['filters'])).map((filter, index) => ({
    filter,
    path: [...path, 'filters', index],
  }));
}

export interface PlacedBackend {
  readonly backend: Json;
  readonly path: FieldPath;
}

export function backendsOf(raw: JsonObject): readonly PlacedBackend[] {
  return listOf(at(raw, ['backendRefs'])).map((backend, index) => ({
    backend,
    path: ['backendRefs', index],
  }));
}

/** The filters of a rule, then those of its backendRefs. */
export function allFilters(raw: JsonObject): readonly PlacedFilter[] {
  return [
    ...filtersOf(raw),
    ...backendsOf(raw).flatMap(({ backend, path }) => filtersOf(backend, path)),
  ];
}
