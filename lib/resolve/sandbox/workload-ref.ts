// A baseline workload by kind, namespace and name, in `forkOf` and in values of other forks.

import type { WorkloadRef } from '../../model/fork';
import type { FieldPath, Json, JsonObject } from '../../model/manifest';
import type { DocumentReader } from '../document-reader';

const workloadKinds = ['Deployment', 'StatefulSet', 'Rollout'] as const;

export const workloadFields = ['apiVersion', 'kind', 'namespace', 'name'] as const;

export function readWorkload(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): WorkloadRef | undefined {
  return workloadOf(reader.fields(value, path, workloadFields), path, reader);
}

/** The workload that the fields of an object name, whatever other fields it has. */
export function workloadOf(
  raw: JsonObject,
  path: FieldPath,
  reader: DocumentReader,
): WorkloadRef | undefined {
  const name = reader.filledText(raw.name, [...path, 'name']);
  const namespace = reader.optionalText(raw.namespace, [...path, 'namespace']);
  const kind = reader.oneOf(raw.kind, [...path, 'kind'], workloadKinds, 'Deployment');
  // Whichever version it is written in, a kind is the same workload.
  reader.optionalText(raw.apiVersion, [...path, 'apiVersion']);
  if (name === undefined) return undefined;
  return { kind, ...(namespace ? { namespace } : {}), name };
}
