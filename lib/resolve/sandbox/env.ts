// One entry of `env`: a variable of the fork that is set or taken out.
//
// Neighbours: fork.ts, workload-ref.ts (the other fork that a value speaks of).

import type { EnvChange, ForkValue } from '../../model/fork';
import type { FieldPath, Json, JsonObject } from '../../model/manifest';
import { present } from '../../model/present';
import type { DocumentReader } from '../document-reader';
import { workloadFields, workloadOf } from './workload-ref';

const fields = ['container', 'name', 'value', 'valueFrom', 'operation'] as const;
const operations = ['upsert', 'delete'] as const;

export function readEnv(
  value: Json,
  path: FieldPath,
  reader: DocumentReader,
): readonly EnvChange[] {
  const raw = reader.fields(value, path, fields);
  const name = reader.filledText(raw.name, [...path, 'name']);
  const container = reader.optionalText(raw.container, [...path, 'container']);
  const operation = reader.oneOf(raw.operation, [...path, 'operation'], operations, 'upsert');
  const text = reader.optionalText(raw.value, [...path, 'value']);
  const source = reader.object(raw.valueFrom, [...path, 'valueFrom']);
  const fork = readForkValue(source, [...path, 'valueFrom'], reader);
  reportContradiction(raw, operation, path, reader);
  if (name === undefined) return [];
  return [
    present<EnvChange>({
      container: container || undefined,
      name,
      operation,
      value: text,
      valueFrom: hasFork(source) ? undefined : source,
      fork,
    }),
  ];
}

function reportContradiction(
  raw: JsonObject,
  operation: EnvChange['operation'],
  path: FieldPath,
  reader: DocumentReader,
): void {
  const [isText, isSource] = [isGiven(raw.value), isGiven(raw.valueFrom)];
  if (operation === 'upsert' && !isText && !isSource) {
    reader.report(path, 'has neither `value` nor `valueFrom`', 'give one of them');
  } else if (isText && isSource) {
    reader.report(path, 'has both `value` and `valueFrom`', 'keep one of them');
  } else if (operation === 'delete' && (isText || isSource)) {
    reader.report(path, 'deletes a variable and gives it a value', 'keep one of the two');
  }
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

function hasFork(source: JsonObject | undefined): boolean {
  return isGiven(source?.fork);
}

/** A value that speaks of another fork; Kubernetes' own sources pass through as they are. */
function readForkValue(
  source: JsonObject | undefined,
  path: FieldPath,
  reader: DocumentReader,
): ForkValue | undefined {
  if (source === undefined || !hasFork(source)) return undefined;
  reader.onlyKnown(source, path, ['fork']);
  const place = [...path, 'fork'];
  const raw = reader.fields(source.fork, place, [...workloadFields, 'expression']);
  const workload = workloadOf(raw, place, reader);
  const expression = reader.text(raw.expression, [...place, 'expression']);
  return workload === undefined || expression === undefined ? undefined : { workload, expression };
}
