// A baseline that asks for a carrier's header itself, as one that another tool made would: some
// value, the very value of a sandbox, an expression. Neighbour: baseline.ts.

import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../lib/model/manifest';
import type { Owner } from '../../lib/model/sandbox';
import type { Settings } from './settings';

interface Carried extends Pick<Settings, 'carriers' | 'keyName'> {
  readonly owners: readonly Owner[];
}

/** The routes with one match more specific than it was. */
export function askingForCarrier(
  routes: readonly KubeObject[],
  carried: Carried,
  roll: number,
): KubeObject[] {
  const place = roll % Math.max(routes.length, 1);
  return routes.map((route, index) => {
    const { spec } = route;
    if (index !== place || !isObject(spec) || route.kind !== 'HTTPRoute') return route;
    const rules = listOf(spec.rules);
    const chosen = (roll >> 4) % Math.max(rules.length, 1);
    return {
      ...route,
      spec: {
        ...spec,
        rules: rules.map((rule, at) =>
          at === chosen ? withEntry(rule, carried, roll >> 8) : rule,
        ),
      },
    };
  });
}

function withEntry(rule: Json, carried: Carried, roll: number): Json {
  if (!isObject(rule)) return rule;
  const [first = {}, ...others] = listOf(rule.matches);
  const entry = entryOf(carried, roll);
  if (entry === undefined || !isObject(first)) return rule;
  const place = entry.name === 'sd-key' ? 'queryParams' : 'headers';
  const entries = [...listOf(at(first, [place])), entry];
  return { ...rule, matches: [{ ...first, [place]: entries }, ...others] };
}

function entryOf({ carriers, keyName, owners }: Carried, roll: number): JsonObject | undefined {
  const carrier = carriers[roll % carriers.length];
  const key = owners[0]?.routingKey ?? '';
  if (carrier?.type === 'header' || carrier?.type === 'query') {
    const values = [{ value: 'other' }, { value: key }, { type: 'RegularExpression', value: '.*' }];
    return { name: carrier.name, ...values[(roll >> 4) % values.length] };
  }
  if (carrier?.type !== 'baggage' && carrier?.type !== 'tracestate') return undefined;
  const values = [
    { value: 'u=1' },
    { value: 'u=1' },
    { value: `${keyName}=${key}` },
    { type: 'RegularExpression', value: '.*' },
  ];
  return { name: carrier.type, ...values[(roll >> 4) % values.length] };
}
