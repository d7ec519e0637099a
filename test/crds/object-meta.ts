// What the API server asks of every object's metadata, whether it has a CRD or not: names, labels
// and annotations. Neighbour: structural-schema.ts (all else).

import { isObject, type JsonObject, type KubeObject } from '../../lib/model/manifest';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const serviceName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const keyName = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** All annotations of an object together, in bytes. */
const mostAnnotations = 256 * 1024;

/** Fields that the server or a controller sets, and that a manifest must not. */
const serverFields = [
  ...['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp'],
  ...['managedFields', 'ownerReferences', 'selfLink'],
];

/** What an object that is written holds and the server would overwrite. */
export function serverFaults({ metadata, status }: KubeObject): string[] {
  const fields = serverFields.filter((field) => Object.hasOwn(metadata ?? {}, field));
  return [
    ...fields.map((field) => `metadata.${field}: is the server's to set`),
    ...(status === undefined ? [] : ["status: is the server's to set"]),
  ];
}

export function objectMetaFaults({ kind, metadata }: KubeObject): string[] {
  if (!isObject(metadata)) return ['metadata: is not there'];
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const [law, longest] = kind === 'Service' ? [serviceName, 63] : [subdomain, 253];
  const isNamed = typeof name === 'string' && law.test(name) && name.length <= longest;
  const isPlaced =
    namespace === undefined ||
    (typeof namespace === 'string' && label.test(namespace) && namespace.length <= 63);
  const size = new TextEncoder().encode(JSON.stringify(annotations)).length;
  return [
    ...(isNamed ? [] : [`metadata.name: ${JSON.stringify(name)} is no name of a ${kind}`]),
    ...(isPlaced ? [] : [`metadata.namespace: ${JSON.stringify(namespace)} is no namespace`]),
    ...mapFaults(labels, 'metadata.labels', (value) => labelValue.test(value)),
    ...mapFaults(annotations, 'metadata.annotations', () => true),
    ...(size > mostAnnotations ? ['metadata.annotations: are too large'] : []),
  ];
}

function mapFaults(map: JsonObject, path: string, isValue: (value: string) => boolean): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const parts = key.split('/');
    const [prefix, name = ''] = parts.length === 1 ? [undefined, key] : parts;
    const isKey =
      parts.length <= 2 &&
      keyName.test(name) &&
      (prefix === undefined || (subdomain.test(prefix) && prefix.length <= 253));
    return [
      ...(isKey ? [] : [`${path}: ${key} is no key`]),
      ...(typeof value === 'string' && isValue(value) ? [] : [`${path}.${key}: is no value`]),
    ];
  });
}
