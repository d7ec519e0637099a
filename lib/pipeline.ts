// The whole journey on one page: manifests in, what the sandboxes add out. Passes meet here and
// nowhere else; doors (constructs/, adapters/) come in through here.

import { derive as derivePass } from './derive/derive';
import { type Config, defaultConfig } from './model/config';
import type { SandboxDerivation } from './model/derivation';
import { type Finding, isError, type Where } from './model/finding';
import { inventoryOf } from './model/inventory';
import type { Manifest } from './model/manifest';
import { isOurs } from './model/marks';
import type { SandboxSpec } from './model/sandbox';
import { duplicates } from './resolve/duplicates';
import { resolve } from './resolve/route-table';
import { ownGroup } from './resolve/sandbox-file';
import { positionOf } from './yaml/position';

export { worthReading } from './report/finding-list';
export { printFindings } from './report/finding-text';
export { summarize } from './report/summary';
export { profileProblem, readConfig, readSettings } from './resolve/config-file';
export { readSandboxes, withoutSandboxes } from './resolve/sandbox-file';
export { type ReadManifests, readManifests } from './yaml/read';
export { writeManifests } from './yaml/write';
export { writeJson } from './yaml/write-json';

export interface DeriveInput {
  /** Objects of the baseline; what Gatefork wrote before is left out by its labels. */
  readonly baseline: readonly Manifest[];
  readonly sandboxes: readonly SandboxSpec[];
  readonly config?: Partial<Config>;
  /** What the namespace of objects without one is called. */
  readonly currentNamespace?: string;
}

export interface DerivedSandbox extends SandboxDerivation {
  readonly name: string;
  readonly manifests: readonly Manifest[];
}

export interface Derived {
  /** By name; empty where a finding is an error. */
  readonly sandboxes: readonly DerivedSandbox[];
  readonly findings: readonly Finding[];
}

/**
 * Derives what each sandbox adds to the baseline. Pure: the same input gives the same objects, in
 * whatever order it comes. Where a finding is an error no sandbox is returned.
 */
export function derive(input: DeriveInput): Derived {
  const config: Config = { ...defaultConfig, ...input.config };
  const baseline = input.baseline.filter(({ object }) => isBaseline(object));
  const inventory = inventoryOf(baseline, input.currentNamespace);
  const twice = duplicates(inventory);
  if (twice.length > 0) return { sandboxes: [], findings: twice };
  const { table, findings: read } = resolve(inventory);
  if (read.some(isError)) return { sandboxes: [], findings: read };
  const derivation = derivePass({ table, sandboxes: input.sandboxes, config });
  const findings = [...read, ...derivation.findings];
  if (findings.some(isError)) return { sandboxes: [], findings };
  const sandboxes = derivation.sandboxes.map((one) => ({
    ...one,
    name: one.sandbox.name,
    manifests: one.objects.map((object) => ({ object, origin: one.sandbox.origin })),
  }));
  return { sandboxes, findings };
}

/** Whether an object is what sandboxes are derived from: not ours, and none of our documents. */
export function isBaseline(object: Manifest['object']): boolean {
  return !isOurs(object) && !object.apiVersion.startsWith(`${ownGroup}/`);
}

/** The findings with the line and column of their field, where the text of its file is at hand. */
export function locate(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): readonly Finding[] {
  const placed = (where: Where): Where => {
    if (where.origin.from !== 'file' || where.position !== undefined) return where;
    const text = textOf(where.origin.file);
    const position =
      text === undefined ? undefined : positionOf(text, where.origin, where.path ?? []);
    return position === undefined ? where : { ...where, position };
  };
  return findings.map((one) => ({
    ...one,
    ...(one.where === undefined ? {} : { where: placed(one.where) }),
    ...(one.also === undefined ? {} : { also: one.also.map(placed) }),
  }));
}
