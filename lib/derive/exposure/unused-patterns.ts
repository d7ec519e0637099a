// Patterns of the settings that name nothing in the input: a slip in one of them would leave a
// Gateway exposed, or a route forked, without a word. A note and no error, since one file of
// settings may serve several repositories.
//
// Neighbours: ../route/exclusion.ts (what the patterns do), ../../model/glob.ts.

import type { Config } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import { gatewayGroup } from '../../model/manifest';
import type { RouteTable } from '../../model/route-table';
import type { Exclusion, Place } from '../route/exclusion';

export function unusedPatterns(
  { exclude, exposure }: Pick<Config, 'exclude' | 'exposure'>,
  exclusion: Exclusion,
  table: RouteTable,
): readonly Finding[] {
  const isSaid = exclude.routes.length + exclude.gateways.length + exposure.length > 0;
  if (!isSaid) return [];
  const gateways = gatewaysOf(exclusion, table);
  const asked: readonly (readonly [string, readonly string[], readonly Place[]])[] = [
    ['exclude.routes', exclude.routes, table.routes],
    ['exclude.gateways', exclude.gateways, gateways],
    ['exposure', exposure.map(({ gateway }) => gateway), gateways],
  ];
  return asked.flatMap(([field, patterns, places]) =>
    [...new Set(patterns)]
      .filter((pattern) => !places.some((place) => exclusion.isNamed(place, [pattern])))
      .map((pattern) => unused(field, pattern)),
  );
}

/** Gateways of the input, and those that routes name. */
function gatewaysOf(exclusion: Exclusion, { inventory, routes }: RouteTable): readonly Place[] {
  const named = routes.flatMap(({ parents }) =>
    parents.flatMap((parent) => exclusion.gatewayOf(parent) ?? []),
  );
  const own = inventory.ofKind(`${gatewayGroup}/Gateway`).map(({ object }) => ({
    namespace: inventory.namespaceOf(object),
    name: object.metadata?.name ?? '',
  }));
  const places = new Map<string, Place>();
  for (const place of [...own, ...named]) places.set(`${place.namespace}/${place.name}`, place);
  return [...places.values()];
}

function unused(field: string, pattern: string): Finding {
  const what = field === 'exclude.routes' ? 'route' : 'Gateway';
  return finding('pattern-unused', {
    message: `the settings name \`${pattern}\` under \`${field}\`, and no ${what} of the input is called so`,
    hint: `compare it with the ${what}s' namespaces and names, written \`namespace/name\``,
  });
}
