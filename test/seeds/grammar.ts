// Which field may stand in which: read from the API's own CRDs, since documents lose their
// indentation on the way into a text file.
//
// Neighbour: quoted.ts, which puts lines back to where they belong.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { at, isObject, type Json, listOf } from '../../lib/model/manifest';
import { readManifests } from '../../lib/yaml/read';

const crds = resolve(__dirname, '../../../shared/crds/gateway-api/standard');

/** What may stand at a place: fields of an object, any names (`free`), items of a list, a text. */
export interface Place {
  readonly fields?: ReadonlyMap<string, Place>;
  readonly isFree?: boolean;
  readonly items?: Place;
}

const text: Place = {};
const names: Place = { isFree: true };

const metadata: Place = {
  fields: new Map([
    ['name', text],
    ['namespace', text],
    ['labels', names],
    ['annotations', names],
  ]),
};

function placeOf(schema: Json | undefined): Place {
  const items = at(schema, ['items']);
  if (items !== undefined) return { items: placeOf(items) };
  const properties = at(schema, ['properties']);
  if (isObject(properties)) {
    return {
      fields: new Map(Object.entries(properties).map(([name, inner]) => [name, placeOf(inner)])),
    };
  }
  return isObject(at(schema, ['additionalProperties'])) ? names : text;
}

const schemas = new Map<string, Json | undefined>();

/** The schema of one of the Gateway API's kinds, in version v1. */
export function schemaOf(kind: string): Json | undefined {
  if (schemas.has(kind)) return schemas.get(kind);
  const plural = kind.endsWith('s') ? `${kind}es` : `${kind.replace(/cy$/, 'cie')}s`;
  const file = `gateway.networking.k8s.io_${plural.toLowerCase()}.yaml`;
  const [crd] = readManifests(readFileSync(join(crds, file), 'utf8'), file).manifests;
  const version = listOf(at(crd?.object, ['spec', 'versions'])).find(
    (one) => at(one, ['name']) === 'v1',
  );
  const schema = at(version, ['schema', 'openAPIV3Schema']);
  schemas.set(kind, schema);
  return schema;
}

/** A whole object of one of the Gateway API's kinds. */
export function grammarOf(kind: string): Place {
  const { fields = new Map<string, Place>() } = placeOf(schemaOf(kind));
  return { fields: new Map([...fields, ['metadata', metadata]]) };
}
