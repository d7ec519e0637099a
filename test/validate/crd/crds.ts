// CustomResourceDefinitions for tests, small ones.

import type { JsonObject, KubeObject } from '../../../lib/model/manifest';

interface CrdOptions {
  readonly scope?: string;
  readonly apiVersion?: string;
  readonly spec?: JsonObject;
  readonly name?: string;
}

/** A definition of `Limit` of `example.com`, with one version `v1`. @param schema that of `spec` */
export function limitCrd(schema: JsonObject, options: CrdOptions = {}): KubeObject {
  const { scope = 'Namespaced', apiVersion = 'apiextensions.k8s.io/v1', spec = {} } = options;
  const openAPIV3Schema: JsonObject = { type: 'object', properties: { spec: schema } };
  return {
    apiVersion,
    kind: 'CustomResourceDefinition',
    metadata: { name: options.name ?? 'limits.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Limit', plural: 'limits' },
      scope,
      versions: [
        { name: 'v1alpha1', served: false, storage: false, schema: { openAPIV3Schema } },
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } },
      ],
      ...spec,
    },
  };
}

export function limit(spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'example.com/v1',
    kind: 'Limit',
    metadata: { name: 'a', namespace: 'shop', ...metadata },
    spec,
  };
}
