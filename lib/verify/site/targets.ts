// The Services that a rule leads to.

import { remembered } from '../../model/memo';
import { isService, type Rule, serviceKey } from '../../model/route';

/** Services that a rule sends or mirrors to, by their keys. */
export const targetsOf = remembered(({ backends, filterRefs }: Rule): readonly string[] =>
  [...backends, ...filterRefs]
    .filter(isService)
    .map(({ namespace, name }) => serviceKey(namespace, name)),
);
