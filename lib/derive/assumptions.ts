// What is taken for granted of objects that the input does not hold: they may live in another
// repository. Each is named once, and `--context` brings them in.
//
// Neighbours: derive.ts (who says them), mesh/mesh-default.ts, ../model/route-table.ts.

import type { SandboxDerivation } from '../model/derivation';
import { type Finding, finding } from '../model/finding';
import { type KubeObject, placeText } from '../model/manifest';
import { marks, sourceOf } from '../model/marks';
import type { RouteTable } from '../model/route-table';

export function assumptions(
  derived: readonly SandboxDerivation[],
  table: RouteTable,
): readonly Finding[] {
  if (derived.every(({ routes }) => routes.length === 0)) return [];
  return [...missingParents(table), ...routelessServices(derived)];
}

/** Parents that derived routes attach to and the input does not hold. */
function missingParents(table: RouteTable): readonly Finding[] {
  return table.missingParents.map((parent) =>
    finding('gateway-not-in-input', {
      message: `${parent} is not in the input: its listeners are taken to accept every route that names it, and routes of other repositories are taken to be absent`,
      hint: 'name the files that hold it with `--context`',
    }),
  );
}

/** Services that got a route since none is attached to them, all in one finding. */
function routelessServices(derived: readonly SandboxDerivation[]): readonly Finding[] {
  const found = new Set(derived.flatMap(({ objects }) => objects.flatMap(serviceOf)));
  const [first, ...more] = [...found].sort();
  if (first === undefined) return [];
  const names = more.length === 0 ? first : `${first} and ${more.length} more (${more.join(', ')})`;
  return [
    finding('mesh-routes-not-in-input', {
      message: `no route of the input is attached to Service ${names}: none is taken to be attached to it in another repository`,
      hint: 'where there is one, name the files that hold it with `--context`: keyed requests may not reach the fork otherwise',
    }),
  ];
}

/** The Service that a route of its own was written for: it is derived from no other route. */
function serviceOf({ kind, metadata }: KubeObject): readonly string[] {
  const source = sourceOf(metadata?.annotations?.[marks.derivedFrom]);
  if (!kind.endsWith('Route') || source?.kind !== 'Service') return [];
  return [placeText(source.namespace, source.name)];
}
