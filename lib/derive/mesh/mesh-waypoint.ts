// Whether Istio in ambient mode has a waypoint that follows the HTTPRoutes of a Service.
//
// Without one, ztunnel forwards connections and sees no request. The labels are Istio's: on the
// Service, else on its namespace. A namespace that the input does not hold says nothing.
// Neighbours: mesh-check.ts (who tells), mesh-membership.ts.

import type { Inventory } from '../../model/inventory';
import { at, gatewayGroup, type Manifest, nameOf, textOf } from '../../model/manifest';

export interface WaypointFault {
  /** Behind the Service's name. */
  readonly words: string;
  readonly hint: string;
  readonly also?: Manifest;
}

/** What the label `istio.io/waypoint-for` must hold for requests to a Service to be routed. */
const forServices = new Set(['service', 'all']);

export function waypointFault(service: Manifest, inventory: Inventory): WaypointFault | undefined {
  const home = inventory.namespaceOf(service.object);
  const namespace = inventory.namespaceObject(home);
  if (labelOf(namespace, 'istio.io/dataplane-mode') !== 'ambient') return undefined;
  const [name, holder] = useOf(service) ?? useOf(namespace) ?? [];
  if (name === undefined || name === 'none' || holder === undefined) {
    return {
      words:
        'is in an ambient mesh without the label `istio.io/use-waypoint` on it or its namespace',
      hint: 'name a waypoint in the label `istio.io/use-waypoint` of the Service or its namespace',
      ...(namespace === undefined ? {} : { also: namespace }),
    };
  }
  const written = labelOf(holder, 'istio.io/use-waypoint-namespace');
  const place = written === undefined ? home : inventory.namespaceKey(written);
  const waypoint = inventory.find(`${gatewayGroup}/Gateway`, place, name);
  if (waypoint === undefined) return undefined;
  const purpose = labelOf(waypoint, 'istio.io/waypoint-for') ?? 'service';
  if (forServices.has(purpose)) return undefined;
  return {
    words: `uses ${nameOf(waypoint.object)}, a waypoint for \`${purpose}\` alone`,
    hint: 'label the waypoint `istio.io/waypoint-for: service`, or use another one',
    also: waypoint,
  };
}

function useOf(holder: Manifest | undefined): readonly [string, Manifest] | undefined {
  const name = labelOf(holder, 'istio.io/use-waypoint');
  return name === undefined || holder === undefined ? undefined : [name, holder];
}

function labelOf(manifest: Manifest | undefined, label: string): string | undefined {
  return textOf(at(manifest?.object, ['metadata', 'labels', label]));
}
