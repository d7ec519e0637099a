// A second opinion on who may speak to whom: NetworkPolicies and Istio's AuthorizationPolicies,
// evaluated over pods as the specifications of both read, without a line of what deriving uses.

import type { KubeObject } from '../../../lib/model/manifest';

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
  readonly account: string;
}

export interface World {
  readonly policies: readonly KubeObject[];
  /** Labels by namespace. */
  readonly namespaces: { readonly [name: string]: { readonly [key: string]: string } };
}

interface LabelSelector {
  readonly matchLabels?: { readonly [key: string]: string };
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
}

interface NetworkRule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number }[];
}

interface NetworkSpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly NetworkRule[];
  readonly egress?: readonly NetworkRule[];
}

interface AuthorizationSpec {
  readonly selector?: LabelSelector;
  readonly action?: string;
  readonly rules?: readonly {
    readonly from?: readonly {
      readonly source: {
        readonly principals?: readonly string[];
        readonly namespaces?: readonly string[];
      };
    }[];
    readonly to?: readonly { readonly operation: { readonly ports?: readonly string[] } }[];
  }[];
}

function matches(selector: LabelSelector, labels: { readonly [key: string]: string }): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.entries(matchLabels).some(([key, value]) => labels[key] !== value)) return false;
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    const isIn = value !== undefined && values.includes(value);
    return operator === 'In' ? isIn : !isIn;
  });
}

function isPeer(peer: Peer, pod: Pod, home: string, world: World): boolean {
  const isThere =
    peer.namespaceSelector === undefined
      ? pod.namespace === home
      : matches(peer.namespaceSelector, world.namespaces[pod.namespace] ?? {});
  return isThere && (peer.podSelector === undefined || matches(peer.podSelector, pod.labels));
}

/** Whether one side's NetworkPolicies let a connection through. */
function sideAllows(
  side: 'Ingress' | 'Egress',
  { pod, other, port }: { readonly pod: Pod; readonly other: Pod; readonly port: number },
  world: World,
): boolean {
  let isIsolated = false;
  let isAllowed = false;
  for (const { kind, metadata, spec } of world.policies) {
    if (kind !== 'NetworkPolicy' || metadata?.namespace !== pod.namespace) continue;
    const { podSelector, policyTypes, ingress = [], egress = [] } = spec as unknown as NetworkSpec;
    const types = policyTypes ?? ['Ingress', ...(egress.length > 0 ? ['Egress'] : [])];
    if (!types.includes(side) || !matches(podSelector, pod.labels)) continue;
    isIsolated = true;
    for (const { from, to, ports } of side === 'Ingress' ? ingress : egress) {
      const peers = side === 'Ingress' ? from : to;
      const isNamed =
        peers === undefined || peers.some((one) => isPeer(one, other, pod.namespace, world));
      if (isNamed && (ports === undefined || ports.some((one) => one.port === port))) {
        isAllowed = true;
      }
    }
  }
  return !isIsolated || isAllowed;
}

/** Whether AuthorizationPolicies on the receiving pod let it through. */
function authorizes(from: Pod, to: Pod, port: number, world: World): boolean {
  const principal = `cluster.local/ns/${from.namespace}/sa/${from.account}`;
  const all = world.policies
    .filter(({ kind, metadata }) => {
      const isHere = [to.namespace, 'istio-system'].includes(metadata?.namespace ?? '');
      return kind === 'AuthorizationPolicy' && isHere;
    })
    .map(({ spec }) => spec as unknown as AuthorizationSpec)
    .filter(({ selector }) => selector === undefined || matches(selector, to.labels));
  const fits = ({ rules = [] }: AuthorizationSpec) =>
    rules.some(
      (rule) =>
        (rule.from === undefined ||
          rule.from.some(
            ({ source: { principals, namespaces } }) =>
              (principals === undefined || principals.includes(principal)) &&
              (namespaces === undefined || namespaces.includes(from.namespace)),
          )) &&
        (rule.to === undefined ||
          rule.to.some(({ operation: { ports } }) => ports?.includes(String(port)) ?? true)),
    );
  const denying = all.filter(({ action }) => action === 'DENY');
  const allowing = all.filter(({ action = 'ALLOW' }) => action === 'ALLOW');
  if (denying.some(fits)) return false;
  return allowing.length === 0 || allowing.some(fits);
}

/** Whether one pod may open a connection to another's port. */
export function mayConnect(from: Pod, to: Pod, port: number, world: World): boolean {
  return (
    sideAllows('Egress', { pod: from, other: to, port }, world) &&
    sideAllows('Ingress', { pod: to, other: from, port }, world) &&
    authorizes(from, to, port, world)
  );
}
