// The protection of one owner's objects, from what its steps made: derived routes, fork Services,
// fork workloads.
//
// Neighbours: protection.ts (what is carried over), ../owner-derivation.ts (who asks).

import { at, type KubeObject } from '../../model/manifest';
import { type Route, serviceKey } from '../../model/route';
import type { Owner } from '../../model/sandbox';
import { labelsOf, selectorOfLabels, selects } from '../../model/selector';
import type { ForkedWorkload } from '../fork/one-fork';
import type { PolicyIndex } from '../policy/policy-index';
import type { ServiceStandIn } from '../policy-copy/service-copies';
import type { ForkedService } from '../reference/fork-references';
import { type Protection, protectionOf } from './protection';
import { routeStandIn, type StandIn } from './stand-in';

/** A route of the baseline and what stands beside it. */
interface StandingRoute {
  readonly twins: {
    readonly route: Route;
    /** Of a derived route: the matches that have twins; a preview has all of them. */
    readonly carriers?: readonly {
      readonly twins: readonly { readonly rule: { readonly index: number } }[];
    }[];
  };
  readonly objects: readonly KubeObject[];
}

export interface OwnerProtectionRequest {
  readonly owner: Owner;
  readonly policies: PolicyIndex;
  readonly routes: readonly StandingRoute[];
  /** Fork Services and workloads that the owner writes: none for a route group. */
  readonly services: readonly ForkedService[];
  readonly workloads: readonly ForkedWorkload[];
}

export function ownerProtection(request: OwnerProtectionRequest): Protection {
  const { owner, policies, workloads } = request;
  return protectionOf({
    owner,
    index: policies,
    routes: request.routes.flatMap(routeStandIns),
    services: request.services.map((service) => serviceStandIn(service, request)),
    workloads,
  });
}

function routeStandIns({ twins, objects }: StandingRoute): readonly StandIn[] {
  const { route, carriers } = twins;
  const twinned =
    carriers && new Set(carriers.flatMap((carrier) => carrier.twins.map(({ rule }) => rule.index)));
  return objects.map((object) => routeStandIn(route.manifest, object, twinned));
}

function serviceStandIn(
  { baseline, object }: ForkedService,
  { policies: { inventory }, workloads }: OwnerProtectionRequest,
): ServiceStandIn {
  const { name = '', namespace } = baseline.object.metadata ?? {};
  const home = inventory.namespaceKey(namespace);
  const selector = selectorOfLabels(at(object, ['spec', 'selector'])) ?? [];
  const behind = workloads.filter(({ fork, baseline: own }) => {
    const labels = labelsOf(at(fork, ['spec', 'template', 'metadata', 'labels']));
    const isHere = inventory.namespaceOf(own.object) === home;
    return isHere && selects(selector, labels);
  });
  return {
    key: serviceKey(home, name),
    baseline,
    object,
    workloads: behind.map(({ fork }) => fork),
  };
}
