// One application behind several Gateways, such as one for the internet and one for the company:
// the rules that all of them share, and what each of them has of its own.

import { Construct } from 'constructs';
import type { HTTPRouteFilter } from '../../../imports/gateway-api';
import type { HttpFilter } from '../http-filter';
import { HttpRoute, type HttpRouteProps, type HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { plainRules, type RuleOrPattern } from '../rule-pattern';
import { namedEntries } from './named-entries';

export interface Entrance extends Omit<HttpRouteProps, 'metadata' | 'rules'> {
  /**
   * Rules that only this entrance has, before those that all share.
   * @default - none
   */
  readonly rules?: readonly RuleOrPattern<HttpRuleProps>[];
  /**
   * Filters for all rules of this entrance, before their own.
   * @default - none
   */
  readonly filters?: readonly (HttpFilter | HTTPRouteFilter)[];
}

export interface EntrancesProps {
  /** The entrances, by names of yours: `{ internet: { parents: [edge] }, company: { parents: [inner] } }`. */
  readonly entrances: { readonly [name: string]: Entrance };
  /**
   * The rules that every entrance has.
   * @default - none
   */
  readonly rules?: readonly RuleOrPattern<HttpRuleProps>[];
}

export class Entrances extends Construct {
  readonly #routes = new Map<string, HttpRoute>();

  constructor(scope: Construct, id: string, { entrances, rules: shared = [] }: EntrancesProps) {
    super(scope, id);
    const named = namedEntries(this, 'entrances', entrances);
    if (named.length === 0) {
      throw misuse(this, {
        message: 'there is no entrance',
        hint: 'write entrances: { internet: { parents: [gateway] } }',
      });
    }
    for (const [name, { rules: own = [], filters = [], ...rest }] of named) {
      const route = new HttpRoute(this, name, rest);
      const rules = plainRules(route, [...own, ...shared]);
      route.addRule(...rules.map((rule) => withFilters(rule, filters)));
      this.#routes.set(name, route);
    }
  }

  /** The route of an entrance, to add what only it needs. */
  route(name: string): HttpRoute {
    const route = this.#routes.get(name);
    if (route !== undefined) return route;
    throw misuse(this, {
      message: `there is no entrance called \`${name}\``,
      hint: `there are ${[...this.#routes.keys()].join(', ')}`,
    });
  }
}

function withFilters(
  rule: HttpRuleProps,
  filters: NonNullable<Entrance['filters']>,
): HttpRuleProps {
  if (filters.length === 0) return rule;
  return { ...rule, filters: [...filters, ...(rule.filters ?? [])] };
}
