// The environment variables of a container as its process will see them: those of `envFrom` first,
// those of `env` over them.
//
// Kubernetes takes the last of several sources for one name, and an entry of `env` before all of
// `envFrom`. What comes from ConfigMaps is known where these are in the input; what comes from
// Secrets, fields or the node is not. Neighbours: config-data.ts, ../effects/effect-signs.ts,
// ../tracing/tracing.ts.

import { canonical } from '../../model/digest';
import {
  at,
  type Json,
  type JsonObject,
  listOf,
  type Manifest,
  textOf,
} from '../../model/manifest';
import type { ConfigData } from './config-data';

export interface Variable {
  readonly name: string;
  /** The text, where it is known. */
  readonly value?: string;
  /** `literal`: stands in the container itself, so that a change of it stands there too. */
  readonly source: 'literal' | 'elsewhere';
  /** Comes with `envFrom`: no entry of its own that could be changed or taken out. */
  readonly isImported: boolean;
  /** What tells two variables apart: the text, else where it is read from. */
  readonly identity: string;
  /** Where it is read from, for messages: `ConfigMap cart-config`. */
  readonly from?: string;
}

export interface Variables {
  get(name: string): Variable | undefined;
  readonly all: readonly Variable[];
  /** ConfigMaps whose variables nobody here knows, by name. */
  readonly unknown: readonly string[];
  /** ConfigMaps of the baseline that come in whole, and all that any variable is read from. */
  readonly imports: readonly Manifest[];
  readonly sources: readonly Manifest[];
}

export function variablesOf(container: Json, config: ConfigData): Variables {
  const byName = new Map<string, Variable>();
  const unknown: string[] = [];
  const imports: Manifest[] = [];
  const keyed: Manifest[] = [];
  const add = (variable: Variable): void => {
    byName.delete(variable.name);
    byName.set(variable.name, variable);
  };
  for (const entry of listOf(at(container, ['envFrom']))) {
    const name = textOf(at(entry, ['configMapRef', 'name']));
    if (name === undefined) continue;
    const data = config.dataOf(name);
    if (data === undefined) unknown.push(name);
    imports.push(...sourcesOf(name, config));
    for (const variable of imported(data ?? {}, name, textOf(at(entry, ['prefix'])) ?? ''))
      add(variable);
  }
  for (const entry of listOf(at(container, ['env']))) {
    const variable = variableOf(entry, config);
    if (variable !== undefined) add(variable);
    keyed.push(...sourcesOf(at(entry, ['valueFrom', 'configMapKeyRef', 'name']), config));
  }
  const sources = [...imports, ...keyed];
  const all = [...byName.values()];
  return { get: (name) => byName.get(name), all, unknown, imports, sources };
}

function sourcesOf(name: Json | undefined, config: ConfigData): readonly Manifest[] {
  const source = typeof name === 'string' ? config.sourceOf(name) : undefined;
  return source === undefined ? [] : [source];
}

function imported(data: JsonObject, name: string, prefix: string): readonly Variable[] {
  return Object.entries(data).flatMap(([key, value]) => {
    if (typeof value !== 'string') return [];
    return {
      name: `${prefix}${key}`,
      value,
      source: 'elsewhere' as const,
      isImported: true,
      identity: `=${value}`,
      from: `ConfigMap ${name}`,
    };
  });
}

/** Sources of a variable's value, and how a message names each. */
const sources: readonly { readonly field: string; readonly noun: string }[] = [
  { field: 'configMapKeyRef', noun: 'ConfigMap' },
  { field: 'secretKeyRef', noun: 'Secret' },
];

function variableOf(entry: Json, config: ConfigData): Variable | undefined {
  const name = textOf(at(entry, ['name']));
  if (name === undefined) return undefined;
  const source = at(entry, ['valueFrom']);
  if (source === undefined || source === null) {
    const value = textOf(at(entry, ['value'])) ?? '';
    return { name, value, source: 'literal', isImported: false, identity: `=${value}` };
  }
  const from = sources.flatMap(({ field, noun }) => {
    const object = textOf(at(source, [field, 'name']));
    return object === undefined ? [] : `${noun} ${object}`;
  })[0];
  const value = configValue(at(source, ['configMapKeyRef']), config);
  return {
    name,
    source: 'elsewhere',
    isImported: false,
    ...(from === undefined ? {} : { from }),
    ...(value === undefined ? { identity: canonical(source) } : { value, identity: `=${value}` }),
  };
}

function configValue(ref: Json | undefined, config: ConfigData): string | undefined {
  const name = textOf(at(ref, ['name']));
  const key = textOf(at(ref, ['key']));
  if (name === undefined || key === undefined) return undefined;
  return textOf(at(config.dataOf(name), [key]));
}
