// Every rule of the CRDs that projects around the Gateway API ship can be evaluated, or is listed here.
// Skipped where the folder beside the repository is absent.

import { describe, expect, test } from 'vitest';
import { at, isObject, type Json, listOf } from '../../../lib/model/manifest';
import { Budget } from '../../../lib/validate/cel/budget';
import { compiledRule } from '../../../lib/validate/cel/compiled-rule';
import { customKinds } from '../../../lib/validate/crd/custom-kinds';
import { isCrd } from '../../../lib/validate/crd/read-crd';
import type { Schema, StatedRule } from '../../../lib/validate/schema/schema';
import { hasSharedCrds, sharedCrds } from './shared-crds';

const present = hasSharedCrds ? describe : describe.skip;

function rulesBelow(schema: Schema): readonly StatedRule[] {
  if (!schema.hasRules) return [];
  const { rules = [], fields, items, others, allOf } = schema;
  const below = [...fields.values(), ...allOf, ...[items, others].flatMap((one) => one ?? [])];
  return [...rules, ...below.flatMap(rulesBelow)];
}

function statedIn(value: Json | undefined): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + statedIn(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    const own = key === 'x-kubernetes-validations' ? listOf(inner).length : 0;
    return sum + own + statedIn(inner);
  }, 0);
}

const projects = [
  ...['gateway-api/standard', 'gateway-api/experimental', 'envoy-gateway', 'istio'],
  ...['flux', 'flux-operator', 'argo-cd', 'argo-rollouts', 'linkerd'],
];

present('rules of CRDs (needs ../shared)', () => {
  test('all of them can be evaluated', () => {
    const table: {
      project: string;
      kinds: number;
      rules: number;
      distinct: number;
      known: number;
    }[] = [];
    const unknown: string[] = [];
    for (const project of projects) {
      const crds = sharedCrds(project).filter(isCrd);
      const { look, findings } = customKinds(crds);
      const rules: StatedRule[] = [];
      let stated = 0;
      for (const { object } of crds) {
        const kind = String(at(object, ['spec', 'names', 'kind']));
        for (const version of listOf(at(object, ['spec', 'versions']))) {
          if (at(version, ['served']) !== true) continue;
          stated += statedIn(at(version, ['schema']));
          const group = String(at(object, ['spec', 'group']));
          const check = look(`${group}/${String(at(version, ['name']))}`, kind);
          if (check === undefined || 'notServed' in check) throw new Error(`${kind} is not there`);
          rules.push(...rulesBelow(check.schema));
        }
      }
      expect(findings()).toEqual([]);
      expect(rules).toHaveLength(stated);
      const distinct = new Map(
        rules.map((rule) => [`${rule.rule} ${rule.messageExpression}`, rule]),
      );
      const bad = [...distinct.values()].filter((rule) => {
        const said = compiledRule(rule).verdict({}, undefined, new Budget());
        return said.is === 'unknown';
      });
      unknown.push(...bad.map(({ rule }) => `${project}: ${rule}`));
      table.push({
        project,
        kinds: crds.length,
        rules: rules.length,
        distinct: distinct.size,
        known: distinct.size - bad.length,
      });
    }
    console.table(table);
    expect(unknown).toEqual([]);
    expect(table.reduce((sum, { distinct }) => sum + distinct, 0)).toBeGreaterThan(300);
  });
});
