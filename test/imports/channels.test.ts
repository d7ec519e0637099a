// The facts are complete: either channel's schemas can be rebuilt from them, word for word,
// but for descriptions and CEL rules. Skipped where the CRDs are absent.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Channel, kindFacts, type Shape } from '../../imports/gateway-api-facts';

const crds = path.resolve(__dirname, '../../../shared/crds/gateway-api');
const rename: Readonly<Record<string, string>> = {
  listType: 'x-kubernetes-list-type',
  listMapKeys: 'x-kubernetes-list-map-keys',
  mapType: 'x-kubernetes-map-type',
};

function rebuilt(shape: Shape, channel: Channel): Record<string, unknown> {
  const { experimental, inExperimental, properties, items, additionalProperties, ...keywords } =
    shape;
  const schema: Record<string, unknown> = {};
  const limits = channel === 'experimental' ? { ...keywords, ...inExperimental } : keywords;
  for (const [key, value] of Object.entries(limits)) schema[rename[key] ?? key] = value;
  if (items) schema.items = rebuilt(items, channel);
  if (additionalProperties) {
    schema.additionalProperties = rebuilt(additionalProperties, channel);
  }
  if (properties) {
    const fields = Object.entries(properties).filter(
      ([, field]) => channel === 'experimental' || !field.experimental,
    );
    schema.properties = Object.fromEntries(fields.map(([name, f]) => [name, rebuilt(f, channel)]));
  }
  return schema;
}

function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) =>
      key !== 'x-kubernetes-validations' && !(key === 'description' && typeof inner === 'string'),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutProse(inner)]));
}

interface Crd {
  readonly kind: string;
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: unknown };
    }[];
  };
}

function crdsOf(channel: Channel): readonly Crd[] {
  return readdirSync(path.join(crds, channel))
    .map((file) => readFileSync(path.join(crds, channel, file), 'utf8'))
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS() as Crd | null)
    .filter((document) => document?.kind === 'CustomResourceDefinition')
    .filter((document) => document !== null);
}

test.skipIf(!existsSync(crds)).each<Channel>(['standard', 'experimental'])(
  'the %s channel can be rebuilt from the facts',
  (channel) => {
    const known = kindFacts.filter(
      ({ experimental }) => channel === 'experimental' || !experimental,
    );
    const channelCrds = crdsOf(channel);
    expect(channelCrds.map(({ spec }) => spec.names.kind).sort()).toEqual(
      known.map(({ kind }) => kind).sort(),
    );
    for (const { spec } of channelCrds) {
      const versions = known.find(({ kind }) => kind === spec.names.kind)?.versions ?? {};
      expect(Object.keys(versions).sort()).toEqual(spec.versions.map(({ name }) => name).sort());
      for (const { name, served, schema } of spec.versions) {
        const facts = versions[name];
        expect(facts?.served.includes(channel), `${spec.names.kind} ${name}`).toBe(served);
        expect(facts && rebuilt(facts.shape, channel)).toEqual(
          withoutProse(schema.openAPIV3Schema),
        );
      }
    }
  },
);
