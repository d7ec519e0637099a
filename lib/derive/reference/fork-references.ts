// Which references of a route something stands in for, a fork or what a virtual endpoint names:
// those that the baseline resolves.
//
// A reference into another namespace without a grant, or to a port that the Service does not
// have, answers 500 in the baseline, and so must its twin: the outcome holds no forked Service
// there, and a grant for the fork would open what the baseline keeps shut. Mesh parents need no
// grant (GEP-1294), so a route with both kinds of parents may read in two ways.
// Neighbours: substitution.ts (how a rule reads then), grants.ts, ../virtual/endpoints.ts.

import type { Inventory, NamespaceKey } from '../../model/inventory';
import type { KubeObject, Manifest } from '../../model/manifest';
import {
  type BackendRef,
  isService,
  type ParentRef,
  type Route,
  type Rule,
  serviceKey,
  serviceKeyOf,
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
  /** A StatefulSet's pods are named by it: always written. */
  readonly isGoverning: boolean;
}

/** A Service by its namespace's key, and a port where it is not the one that was asked for. */
export interface Target {
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly port?: number;
}

/** A baseline Service whose keyed requests go elsewhere, without a fork of a workload. */
export interface VirtualEndpoint {
  readonly baseline: Manifest;
  readonly target: Target;
}

/** A baseline Service and what stands in for it. */
export interface Replaced {
  readonly baseline: Manifest;
  /** The baseline Service's key. */
  readonly key: string;
  readonly target: Target;
}

/** Parents of a route through which its references resolve alike, and what stands in for them. */
export interface ParentGroup {
  readonly parents: readonly ParentRef[];
  readonly substitution: Substitution;
}

export interface Replacements {
  readonly services: readonly ForkedService[];
  readonly virtual: readonly VirtualEndpoint[];
}

export class ForkReferences {
  readonly services: readonly ForkedService[];
  readonly #forks = new Map<string, ForkedService>();
  readonly #replaced = new Map<string, Replaced>();
  readonly #forkTargets = new Set<Target>();
  readonly #written = new Map<string, Replacement>();

  constructor(
    { services, virtual }: Replacements,
    readonly inventory: Inventory,
  ) {
    this.services = services;
    for (const service of services) {
      const key = this.keyOf(service);
      const isFirst = service.isFirst || this.#forks.get(key)?.isFirst === true;
      this.#forks.set(key, { ...service, isFirst });
      const { baseline } = service;
      const namespace = inventory.namespaceOf(baseline.object);
      const target = { namespace, name: service.fork };
      this.#forkTargets.add(target);
      this.#replaced.set(key, { baseline, key, target });
    }
    for (const { baseline, target } of virtual) {
      const key = this.keyOf({ baseline });
      this.#replaced.set(key, { baseline, key, target });
    }
  }

  /** The baseline Service's key. */
  keyOf({ baseline }: Pick<ForkedService, 'baseline'>): string {
    return serviceKeyOf(baseline.object, this.inventory);
  }

  /** The forked Services, one that several forks share once. */
  get distinct(): Iterable<ForkedService> {
    return this.#forks.values();
  }

  /** Every Service that something stands in for, once. */
  get replaced(): Iterable<Replaced> {
    return this.#replaced.values();
  }

  get keys(): Iterable<string> {
    return this.#replaced.keys();
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

  /** Whether a target is a fork's Service. */
  isFork(target: Target): boolean {
    return this.#forkTargets.has(target);
  }

  /** What a reference is sent to instead, as an object of the cluster. */
  targetOf(ref: BackendRef): Target | undefined {
    return this.#replacing(ref)?.target;
  }

  /** Why nothing stands in for references of a route to replaced Services, each reference once. */
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
      const replaced = this.#replacing(ref);
      if (replaced === undefined || this.#problem(route, ref, isMesh)) return undefined;
      return this.#replacement(replaced, route, ref);
    };
  }

  /** One value for one thing that is written, so that two substitutions can be compared. */
  #replacement({ key, target }: Replaced, route: Route, ref: BackendRef): Replacement {
    const namespace = writtenNamespace(target, route, ref, this.inventory);
    const id = `${key}\n${namespace ?? '-'}`;
    const known = this.#written.get(id);
    if (known !== undefined) return known;
    const { name, port } = target;
    const replacement = {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(port === undefined ? {} : { port }),
    };
    this.#written.set(id, replacement);
    return replacement;
  }

  #replacing(ref: BackendRef): Replaced | undefined {
    return isService(ref) ? this.#replaced.get(serviceKey(ref.namespace, ref.name)) : undefined;
  }

  #problem(route: Route, ref: BackendRef, isMesh: boolean): Unresolved | undefined {
    if (this.#replacing(ref) === undefined) return undefined;
    const via = isMesh ? 'mesh' : 'gateway';
    const resolution = resolveReference(ref, route, via, this.inventory);
    return resolution.resolved ? undefined : resolution;
  }
}

/** The namespace that a reference to a target has to say, where it is not the one it says now. */
function writtenNamespace(
  { namespace }: Target,
  route: Route,
  ref: BackendRef,
  { currentNamespace = '' }: Inventory,
): string | undefined {
  if (namespace === ref.namespace) return undefined;
  if (namespace === route.namespace) return '';
  return namespace === '' ? currentNamespace : namespace;
}

/** Why a reference to a replaced Service, which the input holds, does not resolve. */
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
