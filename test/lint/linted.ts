// Objects in few words, and what lint says of them as lines.

import { lint } from '../../lib/lint/lint';
import type { Finding } from '../../lib/model/finding';
import { inventoryOf } from '../../lib/model/inventory';
import type { KubeObject } from '../../lib/model/manifest';
import { resolve } from '../../lib/resolve/route-table';
import { manifests } from '../routes';

export function linting(
  objects: readonly KubeObject[],
  { profiles = [], isWhole = true }: { profiles?: readonly string[]; isWhole?: boolean } = {},
): readonly Finding[] {
  const { table } = resolve(inventoryOf(manifests(...objects)));
  return lint({ table, profiles, isWhole });
}

/** `rule-shadowed HTTPRoute shop/a rule 1 never takes …`, of some codes alone. */
export function lines(objects: readonly KubeObject[], ...codes: readonly string[]): string[] {
  return linting(objects)
    .filter(({ code }) => codes.length === 0 || codes.includes(code))
    .map(({ code, message }) => `${code} ${message}`);
}

/** The codes alone. */
export function codesOf(objects: readonly KubeObject[]): string[] {
  return linting(objects).map(({ code }) => code);
}
