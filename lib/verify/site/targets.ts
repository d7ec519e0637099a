// The Services that a rule leads to.

import { isService, type Rule, serviceKey } from '../../model/route';

/** Services that a rule sends or mirrors to, by their keys. */
export function targetsOf({ backends, filterRefs }: Rule): readonly string[] {
  return [...backends, ...filterRefs]
    .filter(isService)
    .map(({ namespace, name }) => serviceKey(namespace, name));
}
