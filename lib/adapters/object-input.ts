// The objects that a command works on: those of `-f`, and the context beside them.
//
// Neighbours: input.ts (files), derive-input.ts, verify-input.ts, cli-route.ts.

import { type Finding, isError } from '../model/finding';
import { groupKindOf } from '../model/inventory';
import type { Manifest } from '../model/manifest';
import type { Input, InputReader } from './input';

export interface ObjectOptions {
  readonly file: readonly string[];
  readonly context?: readonly string[];
  readonly namespace?: string;
}

/** @param empty says so where the input holds nothing to work on */
export function readObjects(
  { file, context = [], namespace }: ObjectOptions,
  reader: InputReader,
  empty: (paths: readonly string[], manifests: readonly Manifest[]) => readonly Finding[],
): Input {
  const input = reader.read(file);
  const around = reader.read(context);
  // An empty input says nothing where its files could not be read.
  const nothing = input.findings.some(isError) ? [] : empty(file, input.manifests);
  return {
    manifests: [...input.manifests, ...beside(input.manifests, around.manifests, namespace)],
    findings: [...input.findings, ...around.findings, ...nothing],
  };
}

/** Objects of the context that the input does not hold: a cluster's dump has them all. */
export function beside(
  input: readonly Manifest[],
  context: readonly Manifest[],
  currentNamespace: string | undefined,
): readonly Manifest[] {
  const idOf = ({ object }: Manifest) => {
    const { namespace, name = '' } = object.metadata ?? {};
    const home = namespace === currentNamespace ? '' : (namespace ?? '');
    return `${groupKindOf(object)}\n${home}\n${name}`;
  };
  const known = new Set(input.map(idOf));
  return context.filter((manifest) => !known.has(idOf(manifest)));
}
