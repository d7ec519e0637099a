// The fork's copy of a baseline Service: the same ports under a name of its own, reachable
// inside the cluster alone.
//
// Addresses, node ports and load balancers belong to the baseline and are not copied.
// A headless Service stays headless: its callers resolve pods and dial the target port, and
// gRPC clients balance over what they resolve; with a cluster address the fork would answer
// on other ports than its baseline does.
// Neighbours: one-fork.ts (who asks), sharing.ts, ../pods/ports.ts.

import { type Finding, finding, type Where } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
} from '../../model/manifest';
import { marks, sourceName } from '../../model/marks';
import { withoutKeys, withoutOwnership } from '../../model/ownership';
import type { SandboxSpec } from '../../model/sandbox';
import { type Labels, labelsOf } from '../../model/selector';
import { escapeCapture } from '../capture/escape';
import { forkName } from '../names/fork-name';
import { withoutNulls } from '../patch/patch-values';
import { portNamed, portNames } from '../pods/ports';
import type { SelectorIndex } from '../selectors/selector-index';
import type { SelectorUse } from '../selectors/selectors';
import { ownerLabels } from '../write/owner-meta';

export interface ServiceRequest {
  readonly service: Manifest;
  readonly sandbox: SandboxSpec;
  readonly inventory: Inventory;
  readonly selectors: SelectorIndex;
  /** The fork's pod template as it is written, and as it was before repeated ports went. */
  readonly template: JsonObject;
  readonly fullTemplate: JsonObject;
  /** The fork's own pod selector. */
  readonly selector: Labels;
  /** Whether a StatefulSet's pods are named by it: they find one another before they are ready. */
  readonly isGoverning?: boolean;
  readonly where: Where;
}

export interface ServiceResult {
  readonly fork: KubeObject;
  readonly findings: readonly Finding[];
  /** Selectors over Services that decided about the labels. */
  readonly uses: readonly SelectorUse[];
}

/**
 * What a fork takes over from a Service's spec. Not: publishNotReadyAddresses, which sends
 * requests to a fork that still starts (a StatefulSet's governing Service has it, or pods that
 * look for one another would never be ready), and internalTrafficPolicy Local, which loses the
 * requests of every node but the one of the fork's single replica.
 */
const keptFields: ReadonlySet<string> = new Set([
  'internalTrafficPolicy',
  'ipFamilies',
  'ipFamilyPolicy',
  'sessionAffinity',
  'sessionAffinityConfig',
  'trafficDistribution',
]);

const keptPortFields: ReadonlySet<string> = new Set([
  'appProtocol',
  'name',
  'port',
  'protocol',
  'targetPort',
]);

/** Annotations that publish a Service, order a load balancer or a certificate for it, all below. */
const publishingMarks: readonly string[] = [
  'external-dns.alpha.kubernetes.io/',
  'external-dns.kubernetes.io/',
  'service.alpha.kubernetes.io/',
  'service.beta.kubernetes.io/',
  'service.alpha.openshift.io/',
  'service.beta.openshift.io/',
  'alb.ingress.kubernetes.io/',
  'beta.cloud.google.com/',
  'cloud.google.com/',
  'networking.gke.io/',
  'oci.oraclecloud.com/',
  'oci-network-load-balancer.oraclecloud.com/',
  'load-balancer.hetzner.cloud/',
  'kubernetes.digitalocean.com/',
  'loadbalancer.openstack.org/',
  'metallb.universe.tf/',
  'metallb.io/',
  'lbipam.cilium.io/',
  'kube-vip.io/',
  'tailscale.com/',
  'getambassador.io/',
];

function isPublishingMark(key: string): boolean {
  return publishingMarks.includes(key.slice(0, key.indexOf('/') + 1));
}

export function forkService(request: ServiceRequest): ServiceResult {
  const { service, sandbox, inventory, selectors, selector } = request;
  const { metadata = {}, apiVersion, kind } = service.object;
  const { labels, annotations, ...kept } = withoutOwnership(metadata);
  const freed = escapeCapture({
    over: 'services',
    namespace: inventory.namespaceKey(metadata.namespace),
    labels: labelsOf(labels),
    marks: ownerLabels(sandbox),
    sandbox: sandbox.name,
    selectors,
  });
  const { ports, findings } = forkPorts(request);
  const spec = isObject(service.object.spec) ? service.object.spec : {};
  const isLocal = spec.internalTrafficPolicy === 'Local';
  const fork: KubeObject = {
    apiVersion,
    kind,
    metadata: {
      ...kept,
      name: forkName(metadata.name ?? '', sandbox.name),
      labels: freed.labels,
      annotations: {
        ...withoutKeys(annotations, isPublishingMark),
        [marks.forkOf]: sourceName(service.object),
      },
    },
    spec: {
      ...withoutKeys(
        spec,
        (key) => !keptFields.has(key) || (isLocal && key === 'internalTrafficPolicy'),
      ),
      type: 'ClusterIP',
      ...(spec.clusterIP === 'None' ? { clusterIP: 'None' } : {}),
      ...(request.isGoverning === true && spec.publishNotReadyAddresses === true
        ? { publishNotReadyAddresses: true }
        : {}),
      selector,
      ...(ports.length === 0 ? {} : { ports }),
    },
  };
  return { fork: withoutNulls(fork), findings, uses: freed.before };
}

interface Ports {
  readonly ports: readonly JsonObject[];
  readonly findings: readonly Finding[];
}

function forkPorts(request: ServiceRequest): Ports {
  const spec = request.service.object.spec;
  const ports: JsonObject[] = [];
  const findings: Finding[] = [];
  for (const port of listOf(isObject(spec) ? spec.ports : undefined)) {
    if (!isObject(port)) continue;
    const kept: { readonly [key: string]: Json } =
      withoutKeys(port, (key) => !keptPortFields.has(key)) ?? {};
    const target = targetOf(port, request);
    ports.push(target === undefined ? kept : { ...kept, targetPort: target });
    if (target === undefined && typeof port.targetPort === 'string') {
      findings.push(portNotFound(port.targetPort, request));
    }
  }
  return { ports, findings };
}

/** A named target must be a port of the fork's pods; one that only repeats lost is its number. */
function targetOf(port: JsonObject, { template, fullTemplate }: ServiceRequest): Json | undefined {
  const { targetPort, protocol } = port;
  if (typeof targetPort !== 'string') return targetPort ?? undefined;
  const kind = typeof protocol === 'string' ? protocol : 'TCP';
  if (portNamed(template, targetPort, kind) !== undefined) return targetPort;
  return portNamed(fullTemplate, targetPort, kind);
}

function portNotFound(
  name: string,
  { service, template, where, sandbox }: ServiceRequest,
): Finding {
  const names = portNames(template).map((known) => `\`${known}\``);
  const known = names.length === 0 ? 'they name none' : `they name ${names.join(', ')}`;
  return finding('port-not-found', {
    message: `${nameOf(service.object)} sends to port \`${name}\`, which the fork's containers do not name`,
    hint: `name the port in the workload's containers (${known}), or let the Service's \`targetPort\` be a number`,
    where,
    sandbox: sandbox.name,
  });
}
