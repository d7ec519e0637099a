// The backends of a rule that shares requests out: weights come from the pattern alone.

import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Backend, type BackendTarget } from '../backend';
import { misuse } from '../misuse';
import type { AnyFilter } from '../route-filter';

export interface BackendShare {
  readonly target: BackendTarget;
  readonly weight: number;
  /** Filters beside the backend's own. @default - none */
  readonly filters?: readonly AnyFilter[];
}

/** The backend with its weight; refuses one that brings a weight of its own. */
export function sharedBackend(
  route: ApiObject,
  { target, weight, filters: more = [] }: BackendShare,
): BackendTarget {
  if (Construct.isConstruct(target)) return withFilters(Backend.of(target, { weight }), more);
  // What is no backend at all is refused where the reference is written.
  if (typeof target !== 'object' || target === null) return target;
  const own = target instanceof Backend ? target.options.weight : target.weight;
  if (own !== undefined) {
    throw misuse(route, {
      message: `a backend has weight \`${own}\`, and the pattern that it is in says how many requests it gets`,
      hint: 'leave its `weight` out, or write the rule without the pattern',
    });
  }
  if (target instanceof Backend) {
    return withFilters(Backend.of(target.target, { ...target.options, weight }), more);
  }
  const filters = [...(target.filters ?? []), ...more];
  return { ...target, weight, ...(filters.length === 0 ? {} : { filters }) };
}

function withFilters({ target, options }: Backend, more: readonly AnyFilter[]): Backend {
  if (more.length === 0) return Backend.of(target, options);
  return Backend.of(target, { ...options, filters: [...(options.filters ?? []), ...more] });
}
