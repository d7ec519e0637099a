// Routes with `useDefaultGateways: All` -> the parents that they have besides their parentRefs:
// every Gateway with `defaultScope: All`, by namespace and name.
//
// Where the input holds none, one of no name stands for them all: routes that ask for default
// Gateways meet there. Both fields are experimental. Neighbours: route-reader.ts, listeners.ts.

import type { Inventory } from '../model/inventory';
import { at, gatewayGroup, type JsonObject } from '../model/manifest';
import type { ParentRef } from '../model/route';
import { byText } from '../model/text-order';

const kind = 'Gateway';

export function defaultGateways(spec: JsonObject, inventory: Inventory): readonly ParentRef[] {
  if (spec.useDefaultGateways !== 'All') return [];
  const found = inventory
    .ofKind(`${gatewayGroup}/${kind}`)
    .filter(({ object }) => at(object, ['spec', 'defaultScope']) === 'All')
    .map(({ object }): ParentRef => {
      const { namespace = inventory.currentNamespace, name = '' } = object.metadata ?? {};
      return {
        group: gatewayGroup,
        kind,
        namespace: inventory.namespaceKey(namespace),
        name,
        isDefault: true,
        raw: {
          group: gatewayGroup,
          kind,
          name,
          ...(namespace === undefined ? {} : { namespace }),
        },
      };
    })
    .sort(byText(({ namespace, name }) => `${namespace}\n${name}`));
  return found.length > 0 ? found : [unknown];
}

/** No object is called that, so it is one of the parents that the input does not hold. */
const name = '(default)';

const unknown: ParentRef = {
  group: gatewayGroup,
  kind,
  namespace: '',
  name,
  isDefault: true,
  raw: { group: gatewayGroup, kind, name },
};
