// One object asked of two validators: lib/validate, and the CRD itself as it is written, read by code
// that shares nothing with it. What they say is brought into one form.
//
// Neighbours: validate-differential.test.ts, ../crds/structural-schema.ts and ../crds/cel-rules.ts
// (the second opinion), ../validate/rules/named-rules.ts (what the rules are called here).

import { fieldName, type JsonObject, type KubeObject } from '../../lib/model/manifest';
import { gatewayApiKinds } from '../../lib/validate/gateway-api';
import type { KindCheck } from '../../lib/validate/kind-check';
import { objectFaults } from '../../lib/validate/object-faults';
import { type RuleVerdict, ruleVerdicts } from '../crds/cel-rules';
import type { Channel } from '../crds/crds';
import { schemaFaults, storedAs, withoutNulls } from '../crds/structural-schema';
import { namesOf } from '../validate/rules/named-rules';

export interface Opinion {
  readonly schema: readonly string[];
  readonly rules: readonly RuleVerdict[];
}

/** What the CRD says. */
export function opinionOf(schema: JsonObject, object: KubeObject, old?: KubeObject): Opinion {
  const faults = schemaFaults(schema, withoutNulls(schema, object));
  const before = old === undefined ? undefined : storedAs(schema, old);
  return { schema: faults, rules: ruleVerdicts(schema, storedAs(schema, object), before) };
}

const lookups = {
  standard: gatewayApiKinds('standard'),
  experimental: gatewayApiKinds('experimental'),
};

export function checkOf({ apiVersion, kind }: KubeObject, channel: Channel): KindCheck {
  const found = lookups[channel](apiVersion, kind);
  if (found === undefined || 'notServed' in found) throw new Error(`${apiVersion} ${kind}`);
  return found;
}

/** How the two differ; empty where they agree on the verdict, and on each rule where the schema fits. */
export function differences(
  opinion: Opinion,
  object: KubeObject,
  check: KindCheck,
  old?: KubeObject,
): readonly string[] {
  const faults = objectFaults(object, check, old);
  const ofSchema = faults.filter(({ rule }) => rule === undefined);
  const broken = opinion.rules.filter(({ isBroken }) => isBroken);
  if (opinion.schema.length > 0) {
    return ofSchema.length > 0 ? [] : [`the schema refuses: ${opinion.schema.join('; ')}`];
  }
  const told = faults.map(({ rule, code, path }) => ({
    ids: [rule ?? '', `code:${code}`],
    field: fieldName(path),
  }));
  const unsaid = broken.filter(({ message, path }) => {
    const names = namesOf(message) ?? [];
    return !told.some(
      ({ ids, field }) => isBelow(field, path) && ids.some((id) => names.includes(id)),
    );
  });
  const allowed = new Set(broken.flatMap(({ message }) => namesOf(message) ?? []));
  const invented = told.filter(({ ids }) => !ids.some((id) => allowed.has(id)));
  return [
    ...unsaid.map(({ message, path }) => `not said of ${path}: ${message}`),
    ...invented.map(({ ids, field }) => `invented of ${field}: ${ids.join()}`),
  ];
}

function isBelow(field: string, path: string): boolean {
  return field.startsWith(path);
}
