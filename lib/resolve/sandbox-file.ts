// Documents of kind Sandbox -> the specs that deriving works on.
//
// Strict: a field that is not known is an error, since a misspelt `env` would otherwise be a
// fork without its change. Neighbours: document-reader.ts, config-file.ts.

import { type Finding, finding } from '../model/finding';
import type { EnvChange, ForkSpec, ForkValue, Patch, WorkloadRef } from '../model/fork';
import { latestTime, timeOf, timeText } from '../model/instant';
import type { FieldPath, Json, JsonObject, Manifest } from '../model/manifest';
import type { SandboxSpec } from '../model/sandbox';
import { DocumentReader } from './document-reader';

export const ownGroup = 'gatefork.dev';
export const ownVersion = 'gatefork.dev/v1alpha1';

const workloadKinds = ['Deployment', 'StatefulSet', 'Rollout'] as const;
const patchTypes = ['strategic', 'merge', 'json'] as const;

/** Fields that the format has and this version does not act on yet: refused, never passed over. */
const later: { readonly [field: string]: string } = {
  virtual: 'virtual endpoints',
  previews: 'preview hostnames',
  extraResources: 'extra resources',
};

export interface SandboxReading {
  readonly sandboxes: readonly SandboxSpec[];
  readonly findings: readonly Finding[];
}

export function readSandboxes(manifests: readonly Manifest[]): SandboxReading {
  const sandboxes: SandboxSpec[] = [];
  const findings: Finding[] = [];
  for (const manifest of manifests) {
    const { kind, apiVersion } = manifest.object;
    if (!apiVersion.startsWith(`${ownGroup}/`) || kind === 'Config') continue;
    const reader = new DocumentReader(manifest, 'sandbox-invalid');
    if (apiVersion !== ownVersion) {
      reader.report(['apiVersion'], `is \`${apiVersion}\``, `use ${ownVersion}`);
    } else if (kind === 'RouteGroup') {
      reader.unsupported([], 'route groups');
    } else if (kind !== 'Sandbox') {
      reader.report(['kind'], `is \`${kind}\``, 'use Sandbox');
    } else {
      const sandbox = readSandbox(manifest, reader);
      if (sandbox !== undefined && reader.findings.length === 0) sandboxes.push(sandbox);
    }
    for (const one of reader.findings) findings.push(one);
  }
  return { sandboxes, findings };
}

function readSandbox(manifest: Manifest, reader: DocumentReader): SandboxSpec | undefined {
  const { metadata, spec: rawSpec } = manifest.object;
  const name = reader.text(metadata?.name, ['metadata', 'name']);
  const spec = reader.object(rawSpec, ['spec']) ?? {};
  const known = ['routingKey', 'expiresAt', 'ttl', 'createdAt', 'forks', ...Object.keys(later)];
  reader.onlyKnown(spec, ['spec'], known);
  for (const [field, words] of Object.entries(later)) {
    if (asksFor(spec[field])) reader.unsupported(['spec', field], words);
  }
  if (name === undefined) return undefined;
  const expiresAt = readExpiry(spec, reader);
  return {
    kind: 'Sandbox',
    name,
    routingKey: reader.optionalText(spec.routingKey, ['spec', 'routingKey']) ?? name,
    labels: { ...metadata?.labels },
    forks: reader
      .list(spec.forks, ['spec', 'forks'])
      .flatMap((fork, index) => readFork(fork, ['spec', 'forks', index], reader)),
    virtual: [],
    previews: [],
    extraResources: [],
    ...(expiresAt === undefined ? {} : { expiresAt }),
    origin: manifest.origin,
  };
}

/** An empty list of what is not supported yet asks for nothing. */
function asksFor(value: Json | undefined): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

const unitMilliseconds: { readonly [unit: string]: number } = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
};

/** `expiresAt`, or `createdAt` plus `ttl`: never the clock. */
function readExpiry(spec: JsonObject, reader: DocumentReader): string | undefined {
  const time = (field: string) => {
    const text = reader.optionalText(spec[field], ['spec', field]);
    if (text === undefined) return undefined;
    const value = timeOf(text);
    if (value === undefined) {
      reader.report(['spec', field], `is \`${text}\``, 'write a time as 2026-12-01T00:00:00Z');
    }
    return value;
  };
  const expires = time('expiresAt');
  const created = time('createdAt');
  const ttl = reader.optionalText(spec.ttl, ['spec', 'ttl']);
  if (ttl === undefined) return expires === undefined ? undefined : timeText(expires);
  // Bounded digits: a long run of them without a unit would be tried from each of its digits.
  const parts = /^(?:\d{1,15}[dhms])+$/.test(ttl) ? [...ttl.matchAll(/(\d+)([dhms])/g)] : [];
  if (parts.length === 0) {
    reader.report(['spec', 'ttl'], `is \`${ttl}\``, 'write a duration as 72h or 1h30m');
  } else if (expires !== undefined || created === undefined) {
    const hint = 'give `ttl` together with `createdAt`, or `expiresAt` alone';
    reader.report(['spec', 'ttl'], expires === undefined ? 'has no start' : 'is too much', hint);
  } else {
    const total = parts.reduce((sum, [, count, unit = 's']) => {
      return sum + Number(count) * (unitMilliseconds[unit] ?? 0);
    }, 0);
    if (created + total <= latestTime) return timeText(created + total);
    reader.report(['spec', 'ttl'], `is \`${ttl}\``, 'write a duration that ends before year 10000');
  }
  return undefined;
}

function readFork(value: Json, path: FieldPath, reader: DocumentReader): ForkSpec[] {
  const raw = reader.object(value, path) ?? {};
  reader.onlyKnown(raw, path, ['forkOf', 'customizations', 'forkService']);
  const workload = readWorkload(raw.forkOf, [...path, 'forkOf'], reader);
  if (raw.forkService !== undefined) {
    reader.report(
      [...path, 'forkService'],
      'names a fork that somebody else wrote',
      'take it out: deriving writes the fork Service itself',
    );
  }
  const place = [...path, 'customizations'];
  const custom = reader.object(raw.customizations, place) ?? {};
  reader.onlyKnown(custom, place, ['replicas', 'images', 'env', 'config', 'patch', 'storage']);
  for (const [field, words] of [
    ['config', 'changed copies of ConfigMaps'],
    ['storage', 'storage of forks'],
  ] as const) {
    if (asksFor(custom[field])) reader.unsupported([...place, field], words);
  }
  const replicas = reader.optionalNumber(custom.replicas, [...place, 'replicas']);
  if (replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 0)) {
    reader.report([...place, 'replicas'], `is ${replicas}`, 'use a whole number from 0');
  }
  if (workload === undefined) return [];
  return [
    {
      workload,
      ...(replicas === undefined ? {} : { replicas }),
      images: reader
        .list(custom.images, [...place, 'images'])
        .flatMap((image, index) => readImage(image, [...place, 'images', index], reader)),
      env: reader
        .list(custom.env, [...place, 'env'])
        .flatMap((env, index) => readEnv(env, [...place, 'env', index], reader)),
      patches: readPatches(custom.patch, [...place, 'patch'], reader),
      path,
    },
  ];
}

function readWorkload(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): WorkloadRef | undefined {
  const raw = reader.object(value, path) ?? {};
  reader.onlyKnown(raw, path, ['apiVersion', 'kind', 'namespace', 'name']);
  const name = reader.text(raw.name, [...path, 'name']);
  const namespace = reader.optionalText(raw.namespace, [...path, 'namespace']);
  const kind = reader.oneOf(raw.kind, [...path, 'kind'], workloadKinds, 'Deployment');
  if (name === undefined) return undefined;
  return { kind, ...(namespace ? { namespace } : {}), name };
}

function readImage(value: Json, path: FieldPath, reader: DocumentReader): ForkSpec['images'] {
  const raw = reader.object(value, path) ?? {};
  reader.onlyKnown(raw, path, ['container', 'image']);
  const container = reader.optionalText(raw.container, [...path, 'container']);
  const image = reader.text(raw.image, [...path, 'image']);
  return image === undefined ? [] : [{ ...(container ? { container } : {}), image }];
}

function readEnv(value: Json, path: FieldPath, reader: DocumentReader): EnvChange[] {
  const raw = reader.object(value, path) ?? {};
  reader.onlyKnown(raw, path, ['container', 'name', 'value', 'valueFrom', 'operation']);
  const name = reader.text(raw.name, [...path, 'name']);
  const container = reader.optionalText(raw.container, [...path, 'container']);
  const text = reader.optionalText(raw.value, [...path, 'value']);
  const operations = ['upsert', 'delete'] as const;
  const operation = reader.oneOf(raw.operation, [...path, 'operation'], operations, 'upsert');
  const source = reader.object(raw.valueFrom, [...path, 'valueFrom']);
  const fork = source?.fork === undefined ? undefined : readForkValue(source.fork, path, reader);
  if (source?.fork !== undefined) reader.onlyKnown(source, [...path, 'valueFrom'], ['fork']);
  if (operation === 'upsert' && raw.value === undefined && raw.valueFrom === undefined) {
    reader.report(path, 'has neither `value` nor `valueFrom`', 'give one of them');
  } else if (text !== undefined && source !== undefined) {
    reader.report(path, 'has both `value` and `valueFrom`', 'keep one of them');
  } else if (operation === 'delete' && (text !== undefined || source !== undefined)) {
    reader.report(path, 'deletes a variable and gives it a value', 'keep one of the two');
  }
  if (name === undefined) return [];
  return [
    {
      ...(container ? { container } : {}),
      name,
      operation,
      ...(text === undefined ? {} : { value: text }),
      ...(source === undefined || fork !== undefined ? {} : { valueFrom: source }),
      ...(fork === undefined ? {} : { fork }),
    },
  ];
}

function readForkValue(
  value: Json,
  path: FieldPath,
  reader: DocumentReader,
): ForkValue | undefined {
  const place = [...path, 'valueFrom', 'fork'];
  const raw = reader.object(value, place) ?? {};
  reader.onlyKnown(raw, place, ['apiVersion', 'kind', 'namespace', 'name', 'expression']);
  const { expression, ...ref } = raw;
  const workload = readWorkload(ref, place, reader);
  const text = reader.text(expression, [...place, 'expression']);
  return workload === undefined || text === undefined ? undefined : { workload, expression: text };
}

function readPatches(value: Json | undefined, path: FieldPath, reader: DocumentReader): Patch[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.flatMap((entry, index) => {
    const place = Array.isArray(value) ? [...path, index] : path;
    const raw = reader.object(entry, place) ?? {};
    reader.onlyKnown(raw, place, ['type', 'value']);
    const type = reader.oneOf(raw.type, [...place, 'type'], patchTypes, 'strategic');
    if (raw.value === undefined) {
      reader.report([...place, 'value'], 'is missing', 'give the patch a value');
      return [];
    }
    return [{ type, value: raw.value }];
  });
}

/** No sandbox in the sandbox files: nothing to do is more often a mistake than a wish. */
export function withoutSandboxes(files: readonly string[]): Finding {
  return finding('sandbox-missing', {
    message: `no Sandbox in ${files.join(', ')}`,
    hint: `add a document with apiVersion ${ownVersion} and kind Sandbox`,
  });
}
