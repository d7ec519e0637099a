// `env`: variables of the fork that are set or taken out, each once.
//
// Neighbours: fork.ts, env-source.ts (`valueFrom`), workload-ref.ts (the other fork that a value speaks of).

import type { EnvChange, ForkValue } from '../../model/fork';
import type { FieldPath, Json, JsonObject } from '../../model/manifest';
import { present } from '../../model/present';
import type { DocumentReader } from '../document-reader';
import { checkEnvSource } from './env-source';
import { workloadFields, workloadOf } from './workload-ref';

const fields = ['container', 'name', 'value', 'valueFrom', 'operation'] as const;
const operations = ['upsert', 'delete'] as const;

/** All entries; one of them changes a variable of a container. */
export function readEnvs(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): readonly EnvChange[] {
  const seen = new Set<string>();
  return reader.entries(value, path, (entry, place) =>
    readEnv(entry, place, reader).filter(({ container = '', name }) => {
      const variable = `${container}\n${name}`;
      if (seen.has(variable)) {
        reader.report(place, `changes \`${name}\` once more`, 'say all of it in one entry');
      }
      seen.add(variable);
      return true;
    }),
  );
}

function readEnv(value: Json, path: FieldPath, reader: DocumentReader): readonly EnvChange[] {
  const raw = reader.fields(value, path, fields);
  const name = readName(raw.name, [...path, 'name'], reader);
  const container = reader.optionalText(raw.container, [...path, 'container']);
  const operation = reader.oneOf(raw.operation, [...path, 'operation'], operations, 'upsert');
  const text = reader.optionalText(raw.value, [...path, 'value']);
  const source = reader.object(raw.valueFrom, [...path, 'valueFrom']);
  const fork = readForkValue(source, [...path, 'valueFrom'], reader);
  if (isGiven(raw.operation) && raw.operation !== operation) return [];
  if (!isContradiction(raw, operation, path, reader) && source !== undefined && !hasFork(source)) {
    checkEnvSource(source, [...path, 'valueFrom'], reader);
  }
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

/** What the API server takes for a name: ASCII that can be seen, but for `=`. */
const variableName = /^[ -<>-~]+$/;

function readName(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): string | undefined {
  const name = reader.filledText(value, path);
  if (name === undefined || variableName.test(name)) return name;
  const hint = 'use letters, digits and `_`';
  reader.report(path, `is \`${name}\`, which no variable can be called`, hint);
  return undefined;
}

/** Whether fields contradict each other, which is then said. */
function isContradiction(
  raw: JsonObject,
  operation: EnvChange['operation'],
  path: FieldPath,
  reader: DocumentReader,
): boolean {
  const [isText, isSource] = [isGiven(raw.value), isGiven(raw.valueFrom)];
  if (operation === 'upsert' && !isText && !isSource) {
    reader.report(path, 'has neither `value` nor `valueFrom`', 'give one of them');
  } else if (isText && isSource) {
    reader.report(path, 'has both `value` and `valueFrom`', 'keep one of them');
  } else if (operation === 'delete' && (isText || isSource)) {
    reader.report(path, 'deletes a variable and gives it a value', 'keep one of the two');
  } else {
    return false;
  }
  return true;
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
