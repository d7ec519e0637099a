// What implementations of the Gateway API are known to forward to beside core Services.
//
// The law is `BackendRef`: support for other kinds is each implementation's own, and a kind that
// it does not know is `InvalidKind`. Each entry says where its objects come from, since a file can
// only miss what files hold. The same list is in docs/command.md. Neighbours: reference.ts.

import type { GroupKind } from '../../model/inventory';

/** Who makes the objects: people, in files; a controller of the cluster; or nobody, it is a name. */
export type ObjectsFrom = 'files' | 'cluster' | 'nowhere';

export interface BackendKind {
  readonly kind: GroupKind;
  readonly objects: ObjectsFrom;
  readonly source: string;
}

export const backendKinds: readonly BackendKind[] = [
  {
    kind: 'multicluster.x-k8s.io/ServiceImport',
    objects: 'cluster',
    source: 'GEP-1748: made in each cluster from the exports of others',
  },
  {
    kind: 'net.gke.io/ServiceImport',
    objects: 'cluster',
    source: 'GKE, "Deploying multi-cluster Gateways": made from ServiceExports',
  },
  {
    kind: 'application-networking.k8s.aws/ServiceImport',
    objects: 'files',
    source: 'AWS Gateway API Controller for VPC Lattice, "ServiceImport"',
  },
  {
    kind: 'kuma.io/MeshService',
    objects: 'cluster',
    source: 'Kuma, decision record on MeshServices in routes: made from Services',
  },
  {
    kind: 'networking.istio.io/Hostname',
    objects: 'nowhere',
    source: 'Istio, pilot/pkg/config/kube/gateway/conversion.go: a host of its registry',
  },
  {
    kind: '/TargetGroupName',
    objects: 'nowhere',
    source: 'AWS Load Balancer Controller, "Gateway API": a target group in AWS',
  },
  {
    kind: 'gateway.networking.x-k8s.io/XBackend',
    objects: 'files',
    source: 'Gateway API, experimental channel',
  },
  {
    kind: 'inference.networking.k8s.io/InferencePool',
    objects: 'files',
    source: 'Gateway API Inference Extension, v1',
  },
  {
    kind: 'inference.networking.x-k8s.io/InferencePool',
    objects: 'files',
    source: 'Gateway API Inference Extension, v1alpha2',
  },
  {
    kind: 'gateway.envoyproxy.io/Backend',
    objects: 'files',
    source: 'Envoy Gateway, "Backend Routing"',
  },
  {
    kind: 'gateway.kgateway.dev/Backend',
    objects: 'files',
    source: 'kgateway, "Backends"',
  },
  {
    kind: 'agentgateway.dev/AgentgatewayBackend',
    objects: 'files',
    source: 'agentgateway, "Backends"',
  },
  {
    kind: 'gloo.solo.io/Upstream',
    objects: 'files',
    source: 'Gloo Gateway, "Upstreams"',
  },
  {
    kind: 'traefik.io/TraefikService',
    objects: 'files',
    source: 'Traefik, "Kubernetes with Gateway API"',
  },
  {
    kind: 'consul.hashicorp.com/MeshService',
    objects: 'files',
    source: 'Consul, "MeshService resource configuration reference"',
  },
  {
    kind: 'stunner.l7mp.io/StaticService',
    objects: 'files',
    source: 'STUNner, "StaticService"',
  },
  {
    kind: 'dp.wso2.com/Backend',
    objects: 'files',
    source: 'WSO2 Kubernetes Gateway (APK), "Backend"',
  },
];

const byKind: ReadonlyMap<GroupKind, ObjectsFrom> = new Map(
  backendKinds.map(({ kind, objects }) => [kind, objects]),
);

/** Where such a backend comes from; undefined where no implementation is known to take the kind. */
export function objectsFrom(kind: GroupKind, name: string): ObjectsFrom | undefined {
  // `api@internal`: Traefik's own services, and those of its other providers.
  if (kind === 'traefik.io/TraefikService' && name.includes('@')) return 'nowhere';
  return byKind.get(kind);
}
