// What a rule needs before it can answer: the Services it sends requests to, their pods, the
// grants that open them. Only what the full set brings is looked for; the rest is there all along.
//
// Neighbours: keyed-failures.ts (who compares with the order), ../pods/workload-pods.ts,
// ../../routing/reference/reference.ts (what resolves in the end).

import { gatewayGroup, type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import { type BackendRef, isService, type Route, type Rule } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { isPermitted } from '../../routing/reference/grant';
import { routeGrants } from '../../routing/reference/reference';
import { type PodIndex, podsIn } from '../pods/workload-pods';
import { idOfRef } from './mentions';
import type { Step } from './order';

export interface Need {
  readonly step: Step;
  /** `pods`: it must be ready, not only there. */
  readonly as: 'backend' | 'pods' | 'grant';
  /** The backend that it is needed for, as messages name it. */
  readonly backend: string;
}

export class Needs {
  readonly #steps: ReadonlyMap<Manifest, Step>;
  readonly #pods: PodIndex;

  constructor(
    readonly baseline: RouteTable,
    readonly applied: RouteTable,
    steps: readonly Step[],
  ) {
    // What the baseline has in another form answers requests meanwhile.
    const fresh = steps.filter(({ before }) => before === undefined);
    this.#steps = new Map(fresh.map((step) => [step.manifest, step]));
    this.#pods = podsIn(applied.inventory);
  }

  of(route: Route, { backends }: Rule): readonly Need[] {
    return backends
      .filter(({ weight }) => weight > 0)
      .flatMap((ref) => this.#ofBackend(route, ref));
  }

  #ofBackend(route: Route, ref: BackendRef): readonly Need[] {
    const { inventory } = this.applied;
    const manifest = inventory.withId(idOfRef(ref));
    const step = manifest === undefined ? undefined : this.#steps.get(manifest);
    const backend = manifest === undefined ? `${ref.kind} ${ref.name}` : nameOf(manifest.object);
    const needs: Need[] = this.#grant(route, ref).map((one) => ({
      step: one,
      as: 'grant',
      backend,
    }));
    if (step === undefined) return needs;
    const pods = isService(ref) ? this.#podsOf(step.manifest.object) : [];
    return [
      ...needs,
      { step, as: 'backend', backend },
      ...pods.map((one): Need => ({ step: one, as: 'pods', backend })),
    ];
  }

  /** The first of the grants that open the backend, where the baseline does not. */
  #grant(route: Route, ref: BackendRef): readonly Step[] {
    const { kind, namespace } = route;
    if (ref.namespace === namespace || route.parents.every(isService)) return [];
    const from = { group: gatewayGroup, kind, namespace };
    const to = isService(ref) ? { ...ref, group: '' } : ref;
    if (isPermitted(from, to, this.baseline.inventory)) return [];
    const grants = routeGrants(route, ref, this.applied.inventory).flatMap((grant) => {
      const step = this.#steps.get(grant);
      return step === undefined ? [] : [step];
    });
    return grants.sort((left, right) => left.place - right.place).slice(0, 1);
  }

  /** The workloads behind a Service; one of several that is ready is enough, and the last is told. */
  #podsOf(service: KubeObject): readonly Step[] {
    const workloads = (this.#pods.takenBy(service) ?? []).flatMap(({ workload }) => {
      const step = this.#steps.get(workload);
      return step === undefined ? [] : [step];
    });
    return workloads.sort((left, right) => left.place - right.place).slice(0, 1);
  }
}
