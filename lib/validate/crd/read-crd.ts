// A CustomResourceDefinition -> the kind that it defines, version by version, or what is wrong with it.
//
// Schemas are left as they are until an object of the kind is met: crd-schema.ts. Neighbours:
// custom-kinds.ts (who asks), ../../model/finding.ts (`crd-invalid`).

import { type Finding, finding } from '../../model/finding';
import {
  at,
  type FieldPath,
  fieldName,
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  nameOf,
  textOf,
} from '../../model/manifest';

export interface CrdVersion {
  readonly name: string;
  readonly isServed: boolean;
  readonly schema: JsonObject;
  /** Where the schema stands in the CustomResourceDefinition. */
  readonly path: FieldPath;
}

export interface CustomKind {
  readonly crd: Manifest;
  readonly group: string;
  readonly kind: string;
  readonly isClusterScoped: boolean;
  readonly versions: readonly CrdVersion[];
}

export interface ReadCrd {
  /** Undefined where the definition cannot be used. */
  readonly kind?: CustomKind;
  readonly findings: readonly Finding[];
}

const crdGroup = 'apiextensions.k8s.io';

export function isCrd({ object }: Manifest): boolean {
  return object.kind === 'CustomResourceDefinition' && groupOf(object.apiVersion) === crdGroup;
}

export function readCrd(crd: Manifest): ReadCrd {
  const { object } = crd;
  const findings: Finding[] = [];
  const tell: Tell = (path, text, hint) => findings.push(crdFinding(crd, path, text, hint));
  if (object.apiVersion !== `${crdGroup}/v1`) {
    tell(
      ['apiVersion'],
      `is \`${object.apiVersion}\`, which no API server serves since Kubernetes 1.22`,
      `write it as \`${crdGroup}/v1\`, or take it from the cluster with \`kubectl get crd -o yaml\``,
    );
    return { findings };
  }
  const group = requiredText(object, ['spec', 'group'], tell);
  const kind = requiredText(object, ['spec', 'names', 'kind'], tell);
  const scope = requiredText(object, ['spec', 'scope'], tell);
  if (scope !== undefined && scope !== 'Namespaced' && scope !== 'Cluster') {
    tell(['spec', 'scope'], `is \`${scope}\``, 'write `Namespaced` or `Cluster`');
  }
  const versions = versionsOf(object, tell);
  if (findings.length > 0 || group === undefined || kind === undefined) return { findings };
  return {
    kind: { crd, group, kind, isClusterScoped: scope === 'Cluster', versions },
    findings,
  };
}

export function crdFinding(
  crd: Manifest,
  path: FieldPath,
  text: string,
  hint = 'mend it, or take it from the cluster with `kubectl get crd -o yaml`',
): Finding {
  return finding('crd-invalid', {
    message: `\`${fieldName(path)}\` of ${nameOf(crd.object)} ${text}`,
    hint,
    where: { origin: crd.origin, path },
    object: nameOf(crd.object),
  });
}

type Tell = (path: FieldPath, text: string, hint?: string) => void;

function requiredText(object: JsonObject, path: FieldPath, tell: Tell): string | undefined {
  const value = at(object, path);
  const text = textOf(value);
  if (text === undefined || text === '') {
    tell(path, value === undefined ? 'is not there, and is required' : 'is no text, or is empty');
    return undefined;
  }
  return text;
}

function versionsOf(object: JsonObject, tell: Tell): readonly CrdVersion[] {
  const path = ['spec', 'versions'];
  const versions = at(object, path);
  if (!Array.isArray(versions) || versions.length === 0) {
    tell(path, 'is not there or empty, and is required');
    return [];
  }
  return (versions as readonly Json[]).flatMap((version, index) => {
    const read = versionOf(version, [...path, index], tell);
    return read === undefined ? [] : [read];
  });
}

function versionOf(version: Json, path: FieldPath, tell: Tell): CrdVersion | undefined {
  const name = textOf(at(version, ['name']));
  if (name === undefined) {
    tell([...path, 'name'], 'is not there, and is required');
    return undefined;
  }
  const place = [...path, 'schema', 'openAPIV3Schema'];
  const schema = at(version, ['schema', 'openAPIV3Schema']);
  if (!isObject(schema)) {
    tell(place, schema === undefined ? 'is not there, and is required' : 'is no object');
    return undefined;
  }
  return { name, isServed: at(version, ['served']) === true, schema, path: place };
}
