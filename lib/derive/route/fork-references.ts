// Which references of a route a fork stands in for: those that the baseline resolves.
//
// A reference into another namespace without a grant, or to a port that the Service does not
// have, answers 500 in the baseline, and so must its twin: the outcome holds no forked Service
// there, and a grant for the fork would open what the baseline keeps shut. Mesh parents need no
// grant (GEP-1294), so a route with both kinds of parents may read in two ways.

import type { Inventory } from '../../model/inventory';
import type { KubeObject, Manifest } from '../../model/manifest';
import {
  type BackendRef,
  isService,
  type ParentRef,
  type Route,
  type Rule,
  serviceKey,
} from '../../model/route';
import { type Resolution, resolveReference } from '../../routing/reference/reference';
import type { Replacement, Substitution } from './substitution';

/** A baseline Service with its fork. */
export interface ForkedService {
  readonly baseline: Manifest;
  /** The fork Service as it is written; forks that share it share the object. */
  readonly object: KubeObject;
  /** Its name; its namespace is the baseline's. */
  readonly fork: string;
  /** The forked workload, as messages name it. */
  readonly workload: string;
  /** The one that other forks' environment names: always written. */
  readonly isFirst: boolean;
}

/** Parents of a route through which its references resolve alike, and what stands in for them. */
export interface ParentGroup {
  readonly parents: readonly ParentRef[];
  readonly substitution: Substitution;
}

export class ForkReferences {
  readonly #forks = new Map<string, ForkedService>();
  readonly #replacements = new Map<string, Replacement>();

  constructor(
    readonly services: readonly ForkedService[],
    readonly inventory: Inventory,
  ) {
    for (const service of services) {
      const key = this.keyOf(service);
      const isFirst = service.isFirst || this.#forks.get(key)?.isFirst === true;
      this.#forks.set(key, { ...service, isFirst });
      this.#replacements.set(key, { name: service.fork });
    }
  }

  /** The baseline Service's key. */
  keyOf({ baseline }: ForkedService): string {
    const { namespace, name = '' } = baseline.object.metadata ?? {};
    return serviceKey(this.inventory.namespaceKey(namespace), name);
  }

  /** The forked Services, one that several forks share once. */
  get distinct(): Iterable<ForkedService> {
    return this.#forks.values();
  }

  get keys(): Iterable<string> {
    return this.#forks.keys();
  }

  /** The parents of a route in one group, or in two where only the mesh resolves a reference. */
  groupsOf(route: Route, parents: readonly ParentRef[]): readonly ParentGroup[] {
    const mesh = { parents: parents.filter(isService), substitution: this.#through(route, true) };
    const gateway = {
      parents: parents.filter((parent) => !isService(parent)),
      substitution: this.#through(route, false),
    };
    if (mesh.parents.length === 0) return [gateway];
    if (gateway.parents.length === 0) return [mesh];
    const isAlike = route.rules.every((rule) =>
      referencesOf(rule).every((ref) => mesh.substitution(ref) === gateway.substitution(ref)),
    );
    return isAlike ? [{ ...mesh, parents }] : [gateway, mesh];
  }

  /** Why no fork stands in for references of a route to forked Services, each reference once. */
  unresolved(route: Route, parents: readonly ParentRef[]): readonly UnresolvedReference[] {
    const isMesh = parents.length > 0 && parents.every(isService);
    return route.rules.flatMap((rule) =>
      referencesOf(rule).flatMap((ref) => {
        const why = this.#problem(route, ref, isMesh);
        return why === undefined ? [] : [{ rule, ref, why }];
      }),
    );
  }

  #through(route: Route, isMesh: boolean): Substitution {
    return (ref) => {
      const forked = this.#forkedBy(ref);
      if (forked === undefined || this.#problem(route, ref, isMesh)) return undefined;
      return this.#replacements.get(this.keyOf(forked));
    };
  }

  #forkedBy(ref: BackendRef): ForkedService | undefined {
    return isService(ref) ? this.#forks.get(serviceKey(ref.namespace, ref.name)) : undefined;
  }

  #problem(route: Route, ref: BackendRef, isMesh: boolean): Unresolved | undefined {
    if (this.#forkedBy(ref) === undefined) return undefined;
    const via = isMesh ? 'mesh' : 'gateway';
    const resolution = resolveReference(ref, route, via, this.inventory);
    return resolution.resolved ? undefined : resolution;
  }
}

/** Why a reference to a forked Service, which the input holds, does not resolve. */
export type Unresolved = Extract<Resolution, { readonly resolved: false }>;

export interface UnresolvedReference {
  readonly rule: Rule;
  readonly ref: BackendRef;
  readonly why: Unresolved;
}

/** Everything that a rule refers to, in its filters too. */
export function referencesOf(rule: Rule): readonly BackendRef[] {
  return [...rule.backends, ...rule.filterRefs];
}
