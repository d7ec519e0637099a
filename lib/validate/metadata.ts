// What the API server asks of every object's metadata: names, labels, annotations.
//
// The law is `ValidateObjectMeta` of Kubernetes; which names a kind may have is the kind's own
// (custom resources and most others: a DNS subdomain). Neighbours: object-faults.ts (who asks).

import {
  type FieldPath,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
} from '../model/manifest';
import { nearest } from '../model/spelling';
import type { Report } from './fault';
import type { Naming } from './kind-check';
import { shown, shownWithType } from './schema/shown';

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const serviceName = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const keyName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** All annotations of an object together, in bytes. */
const mostAnnotations = 256 * 1024;

/** The fields of `ObjectMeta`. */
const metaFields: ReadonlySet<string> = new Set([
  ...['name', 'generateName', 'namespace', 'labels', 'annotations', 'finalizers'],
  ...['ownerReferences', 'uid', 'resourceVersion', 'generation', 'creationTimestamp'],
  ...['deletionTimestamp', 'deletionGracePeriodSeconds', 'managedFields', 'selfLink'],
]);

export function metadataFaults(
  { kind, metadata }: KubeObject,
  report: Report,
  naming: Naming = kind === 'Service' ? 'service' : 'subdomain',
): void {
  const at = 'metadata';
  if (!isObject(metadata)) {
    const text = metadata === undefined ? 'is not there, and is required' : 'is no object';
    report({ code: 'metadata-invalid', path: [at], text, hint: 'add `metadata` with a `name`' });
    return;
  }
  for (const key of Object.keys(metadata)) {
    if (metaFields.has(key) || metadata[key] === undefined) continue;
    const close = nearest(key, [...metaFields]);
    const hint = close === undefined ? 'leave it out' : `write ${shown(close)}`;
    report({ code: 'field-unknown', path: [at, key], text: 'is not a known field', hint });
  }
  nameFault(kind, metadata as JsonObject, laws[naming], report);
  const { namespace, labels, annotations } = metadata as JsonObject;
  if (namespace !== undefined && namespace !== null && !isLabel(namespace)) {
    const text = `is ${shown(namespace)}, which is no name of a namespace`;
    report({ code: 'metadata-invalid', path: [at, 'namespace'], text, hint: labelLaw });
  }
  mapFaults('labels', labels, report);
  mapFaults('annotations', annotations, report);
}

/** An object within an object says what it is; a name it needs not. @param path where it stands */
export function embeddedFaults(object: JsonObject, path: FieldPath, report: Report): void {
  for (const field of ['apiVersion', 'kind']) {
    const value = object[field];
    if (value !== undefined && value !== '') continue;
    const text = value === '' ? 'is empty' : 'is not there, and is required';
    report({ code: 'field-required', path: [...path, field], text, hint: `add \`${field}\`` });
  }
  const { metadata } = object;
  if (metadata === undefined) return;
  const named = isObject(metadata) && !metadata.name ? { ...metadata, name: 'a' } : metadata;
  const own = { ...object, metadata: named } as KubeObject;
  const told: Report = (fault) => report({ ...fault, path: [...path, ...fault.path] });
  metadataFaults(own, told, 'segment');
}

/** The API server takes the namespace away without a word. */
export function scopeFaults({ kind, metadata }: KubeObject, report: Report): void {
  const { namespace } = metadata ?? {};
  if (typeof namespace !== 'string' || namespace === '') return;
  report({
    code: 'scope-mismatch',
    path: ['metadata', 'namespace'],
    text: `is ${shown(namespace)}, though a ${kind} is in no namespace: the API server drops it`,
    hint: 'leave it out',
  });
}

const labelLaw = 'write at most 63 of `a-z`, `0-9` and `-`, with a letter or digit at both ends';
const subdomainLaw =
  'write at most 253 of `a-z`, `0-9`, `-` and `.`, with a letter or digit at both ends of each part';

function isLabel(value: Json): boolean {
  return typeof value === 'string' && value.length <= 63 && label.test(value);
}

function isSubdomain(value: string): boolean {
  return value.length <= 253 && value.split('.').every((part) => label.test(part));
}

interface NameLaw {
  readonly fits: (name: string) => boolean;
  readonly hint: string;
}

const laws: { readonly [naming in Naming]: NameLaw } = {
  subdomain: { fits: isSubdomain, hint: subdomainLaw },
  label: { fits: isLabel, hint: labelLaw },
  service: {
    fits: (name) => name.length <= 63 && serviceName.test(name),
    hint: `${labelLaw}, and a letter first`,
  },
  segment: {
    fits: (name) => name !== '.' && name !== '..' && !/[/%]/.test(name),
    hint: 'write it without `/` and `%`',
  },
};

function nameFault(
  kind: string,
  { name, generateName }: JsonObject,
  law: NameLaw,
  report: Report,
): void {
  const path = ['metadata', 'name'];
  if (name === undefined || name === null || name === '') {
    if (typeof generateName === 'string' && generateName !== '') return;
    const text = 'is not there, and is required';
    report({ code: 'metadata-invalid', path, text, hint: 'add a name' });
    return;
  }
  if (typeof name === 'string' && law.fits(name)) return;
  const text = `is ${shown(name)}, which no ${kind} can be called`;
  const { hint } = law;
  report({ code: 'metadata-invalid', path, text, hint });
}

function mapFaults(field: 'labels' | 'annotations', map: Json | undefined, report: Report): void {
  const path = ['metadata', field];
  if (map === undefined || map === null) return;
  if (!isObject(map)) {
    report({ code: 'type-invalid', path, text: 'is no object' });
    return;
  }
  let size = 0;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    size += key.length + (typeof value === 'string' ? value.length : 0);
    const told = (text: string, hint: string) =>
      report({ code: 'metadata-invalid', path: [...path, key], text, hint });
    if (!isQualified(key)) told('has a key that the API server does not take', keyLaw);
    if (typeof value !== 'string') {
      const hint = `write it in quotes`;
      report({
        code: 'type-invalid',
        path: [...path, key],
        text: `is ${shownWithType(value)}, and must be a string`,
        hint,
      });
    } else if (field === 'labels' && !isLabelValue(value)) {
      told(`is ${shown(value)}, which is no value of a label`, valueLaw);
    }
  }
  // Characters are counted first, since most objects are far from the limit.
  if (field === 'annotations' && size > mostAnnotations / 4) sizeFault(map, report);
}

const keyLaw =
  'write at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, behind a DNS name and `/` if any';
const valueLaw =
  'write at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends';

function isQualified(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2 || name.length > 63 || !keyName.test(name)) return false;
  const [prefix] = parts;
  // The API server lowers annotation keys before it looks at their prefix.
  return parts.length === 1 || (prefix !== undefined && isSubdomain(prefix.toLowerCase()));
}

function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && keyName.test(value));
}

function sizeFault(map: JsonObject, report: Report): void {
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const [key, value] of Object.entries(map)) {
    bytes += encoder.encode(key).length;
    if (typeof value === 'string') bytes += encoder.encode(value).length;
  }
  if (bytes <= mostAnnotations) return;
  const text = `have ${bytes} bytes, of which ${mostAnnotations} are the most`;
  report({ code: 'metadata-invalid', path: ['metadata', 'annotations'], text });
}
