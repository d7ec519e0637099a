// What all routes have in common: parents that grow, rules that are read at synthesis.
//
// Neighbours: host-route-object.ts (routes that answer for hosts), connection-rule.ts (routes
// whose one rule matches nothing).

import type { Construct } from 'constructs';
import type { GatewayDefaultScope, HTTPBackendRef, ParentRef } from '../../imports/gateway-api';
import { present } from '../model/present';
import { type BackendTarget, backendRefOf, grantTarget } from './backend';
import type { Site } from './backend-object';
import { type ApiType, GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
import { listIn, type Problems, refuseProblems } from './misuse';
import { type ParentTarget, parentRefOf } from './parent';
import { isPlain, type Part, specOf } from './part';
import { type RouteSpec, routeProblems } from './route-check';
import { type AnyFilter, filterSpec, grantFilters } from './route-filter';
import { plainRules, type RuleOrPattern } from './rule-pattern';
import { Section } from './section';
import { structureProblems } from './structure';

export interface AnyRouteProps extends GatewayApiObjectProps {
  /**
   * What the route attaches to: Gateways, ListenerSets, single listeners, or Services of a mesh.
   * @default - none yet
   */
  readonly parents?: readonly ParentTarget[];
  /**
   * Whether the route attaches to Gateways that are marked as default.
   * @default - it does not
   * @experimental
   */
  readonly useDefaultGateways?: GatewayDefaultScope;
  /**
   * More parents, as the API writes them.
   * @default - none
   */
  readonly parentRefs?: readonly ParentRef[];
}

/** A rule as props give it: its own fields and the parts that our factories can give. */
export interface RulePropsOf<M extends object, F> {
  readonly matches?: readonly Part<M>[];
  readonly filters?: readonly F[];
  readonly backends?: readonly BackendTarget[];
  readonly backendRefs?: readonly HTTPBackendRef[];
  readonly name?: string;
}

/** What a route is made of before its kind has a say. */
interface Grown<R> extends AnyRouteProps {
  readonly hostnames?: readonly string[];
  readonly rules?: readonly RuleOrPattern<R>[];
}

export abstract class RouteObject<
  R extends RulePropsOf<object, AnyFilter>,
> extends GatewayApiObject {
  readonly #type: ApiType;
  #parents: readonly ParentTarget[] | undefined;
  readonly #rest: object;
  #hostnames: readonly string[] | undefined;
  #rules: readonly R[] | undefined;

  protected constructor(scope: Construct, id: string, type: ApiType, props: Grown<R>) {
    super(scope, id, type, props);
    const { metadata: _, parents, parentRefs, hostnames, rules, ...rest } = props;
    this.#type = type;
    const refs = listIn(this, 'parentRefs', parentRefs);
    const all = listIn(this, 'parents', parents);
    this.#parents = (all ?? refs) && [...(all ?? []), ...(refs ?? [])];
    this.#hostnames = hostnames;
    const given = listIn(this, 'rules', rules);
    this.#rules = given && plainRules(this, given);
    this.#rest = rest;
    this.#check({ isFinal: false });
    for (const rule of this.#rules ?? []) this.#grant(rule);
  }

  /** Attaches the route to one more Gateway, listener or Service. */
  addParent(...parents: readonly ParentTarget[]): this {
    this.#parents = [...(this.#parents ?? []), ...parents];
    return this.#check({ isFinal: false });
  }

  /** Adds a rule after those that are there. */
  addRule(...rules: readonly RuleOrPattern<R>[]): this {
    const added = plainRules(this, rules);
    this.#rules = [...(this.#rules ?? []), ...added];
    this.#check({ isFinal: false });
    for (const rule of added) this.#grant(rule);
    return this;
  }

  /**
   * One rule by its name, for policies that apply to it alone: `targets: [route.rule('checkout')]`.
   */
  rule(name: string): Section {
    return Section.of(this, name);
  }

  /** The names of the rules so far, of those that have one. */
  get ruleNames(): readonly string[] {
    return (this.#rules ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
  }

  protected growHostnames(hostnames: readonly string[]): this {
    this.#hostnames = [...(this.#hostnames ?? []), ...hostnames];
    return this.#check({ isFinal: false });
  }

  /** What the kind of route forbids beyond what holds for all. */
  protected abstract kindProblems(spec: RouteSpec): Problems;

  protected specAt(options: Pick<Site, 'isFinal'>): RouteSpec {
    const site: Site = { route: this, ...options };
    const parentRefs = this.#parents?.map((parent) => parentRefOf(site, parent));
    const rules = this.#rules?.map((rule) => ruleSpec(site, rule));
    const grown = present<RouteSpec>({ parentRefs, hostnames: this.#hostnames, rules });
    return { ...this.#rest, ...grown };
  }

  protected checkedSpec(options: Pick<Site, 'isFinal'>): RouteSpec {
    const spec = this.specAt(options);
    if (!isPlain(spec)) return spec;
    refuseProblems(this, structureProblems(this.#type, spec, options));
    refuseProblems(this, routeProblems(spec, options));
    refuseProblems(this, this.kindProblems(spec));
    return spec;
  }

  #check(options: Pick<Site, 'isFinal'>): this {
    this.checkedSpec(options);
    return this;
  }

  #grant({ filters, backends }: R): void {
    grantFilters(this, filters);
    for (const backend of backends ?? []) grantTarget(this, backend);
  }
}

/** A rule as the API writes it; fields that we do not know pass through. */
function ruleSpec(site: Site, props: RulePropsOf<object, AnyFilter>): object {
  const { matches, filters, backends, backendRefs, ...rest } = props;
  const { route } = site;
  const refs = listIn(route, 'backends', backends)?.map((one) => backendRefOf(site, one));
  const plain = listIn(route, 'backendRefs', backendRefs);
  const parts = present<RulePropsOf<object, AnyFilter>>({
    matches: listIn(route, 'matches', matches)?.map((match) => specOf(match)),
    filters: listIn(route, 'filters', filters)?.map((filter) => filterSpec(site, filter)),
    backendRefs: (refs ?? plain) && [...(refs ?? []), ...(plain ?? [])],
  });
  return { ...rest, ...parts };
}
