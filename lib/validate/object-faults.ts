// What the API server would refuse of one object: unknown fields, metadata, schema, rules.
//
// Neighbours: kind-check.ts (what is known of kinds), metadata.ts, schema/walk.ts.

import type { FindingCode } from '../model/finding';
import type { KubeObject } from '../model/manifest';
import type { Fault, Report } from './fault';
import type { KindCheck } from './kind-check';
import { metadataFaults, scopeFaults } from './metadata';
import { filled } from './schema/filled';
import { anything, type Schema } from './schema/schema';
import { walkUnknown, walkValue } from './schema/walk';

/** After these a rule could only say what is said already, or stumble over it. */
const blocking: ReadonlySet<FindingCode> = new Set([
  'type-invalid',
  'field-required',
  'size-out-of-range',
]);

export function objectFaults(
  object: KubeObject,
  { schema, rules, isClusterScoped, naming, asksAlways }: KindCheck,
  old?: KubeObject,
): readonly Fault[] {
  const faults: Fault[] = [];
  const report: Report = (fault) => faults.push(fault);
  const rooted = rootedOf(schema);
  walkUnknown(rooted, object, [], report);
  metadataFaults(object, report, naming);
  if (isClusterScoped) scopeFaults(object, report);
  const stored = filled(rooted, object) as KubeObject;
  walkValue(rooted, stored, [], report);
  if (rules === undefined) return faults;
  if (asksAlways !== true && faults.some(({ code }) => blocking.has(code))) return faults;
  rules(stored, report, old === undefined ? undefined : (filled(rooted, old) as KubeObject));
  return faults;
}

const rooteds = new WeakMap<Schema, Schema>();

/** The schema with what every object has; metadata.ts looks at the metadata. */
function rootedOf(schema: Schema): Schema {
  const known = rooteds.get(schema);
  if (known !== undefined) return known;
  const text: Schema = { ...anything, types: ['string'], isNullable: false };
  const fields = new Map(schema.fields);
  fields.set('apiVersion', text).set('kind', text).set('metadata', anything);
  const rooted = { ...schema, fields };
  rooteds.set(schema, rooted);
  return rooted;
}
