// What protects the baseline, carried over to what stands in for it: a fork is never less protected
// than its baseline, or somebody has said that he takes that upon himself.
//
// Policies find what they cover by reference, by label or by host. Those by label go first, since
// others refer to them; each is copied, never changed (docs/architecture.md#protection).
// Neighbours: ../policy/policy-index.ts (built once a run), ../policy-copy/selected-copies.ts,
// ../policy-copy/peer-copies.ts, ../policy-copy/targeted-copies.ts,
// ../policy-copy/service-copies.ts, protection-findings.ts.

import type { PolicyAccount } from '../../model/derivation';
import type { Finding } from '../../model/finding';
import { groupKindOf } from '../../model/inventory';
import { at, type KubeObject, type Manifest, nameOf, placeText } from '../../model/manifest';
import type { Owner } from '../../model/sandbox';
import { labelsOf } from '../../model/selector';
import type { ForkedWorkload } from '../fork/one-fork';
import { podLabelsOf, podTemplateOf } from '../pods/template';
import type { PolicyIndex } from '../policy/policy-index';
import { targetKey } from '../policy/target-key';
import type { Copied } from '../policy-copy/copied';
import { peerCopies } from '../policy-copy/peer-copies';
import { selectedCopies } from '../policy-copy/selected-copies';
import {
  authorizationCopies,
  destinationRuleCopies,
  type ServiceStandIn,
  withForkHosts,
} from '../policy-copy/service-copies';
import { targetedCopies } from '../policy-copy/targeted-copies';
import { contests, outranked } from './contested';
import { labelTargets } from './label-targets';
import { lostPolicies } from './lost-policies';
import { previewChecks } from './preview-checks';
import {
  contestFinding,
  copyNotes,
  gainedFindings,
  labelTargetFinding,
  lostFindings,
  sectionFinding,
  unreadFinding,
} from './protection-findings';
import type { StandIn } from './stand-in';

export interface ProtectionRequest {
  readonly owner: Owner;
  readonly index: PolicyIndex;
  /** Derived routes in the place of their baselines. */
  readonly routes: readonly StandIn[];
  /** The fork Services that the owner writes, and the workloads behind them. */
  readonly services: readonly ServiceStandIn[];
  readonly workloads: readonly ForkedWorkload[];
}

export interface Protection {
  readonly objects: readonly KubeObject[];
  /** The policies that were copied. */
  readonly used: readonly Manifest[];
  readonly accounts: readonly PolicyAccount[];
  readonly findings: readonly Finding[];
}

export function protectionOf(request: ProtectionRequest): Protection {
  const { owner, index, services, workloads } = request;
  const { inventory } = index;
  const lost = lostPolicies(workloads, inventory);
  const selected = lost.flatMap((one) => selectedCopies(one, owner));
  const peers = lost.flatMap((one) => peerCopies(one, owner));
  const named: readonly StandIn[] = [...request.routes, ...services];
  const rivalries = contests(named, index);
  const weaker = outranked(rivalries);
  const targeted = targetedCopies({
    owner,
    index,
    standIns: [...named, ...selected.map(({ policy, object }) => ({ baseline: policy, object }))],
    isOutranked: (reference) => weaker.has(reference),
  });
  const rules = services.map((service) => destinationRuleCopies(service, index, owner));
  const onPods = new Set([...selected, ...targeted].map(({ policy }) => policy));
  const isCopied = (policy: Manifest) => onPods.has(policy);
  const hosts = services.map((one) => authorizationCopies(one, index, { owner, isCopied }));
  const byHost = [...rules, ...hosts].flatMap(({ copies }) => copies);
  const copies = [...withHosts([...selected, ...targeted], request), ...peers, ...byHost];
  return {
    objects: copies.map(({ object }) => object),
    used: [...new Set(copies.map(({ policy }) => policy))],
    accounts: [...copies.map(copyAccount), ...followers(named, index)],
    findings: [
      ...lost.flatMap(lostFindings),
      ...lostPolicies(workloads, inventory, 'gained').flatMap(gainedFindings),
      ...workloads.flatMap((one) => unreadFindings(one, index)),
      ...named.flatMap((one) => labelTargets(one, index).flatMap(labelTargetFinding)),
      ...request.routes.flatMap((one) => sectionFindings(one, index)),
      ...rivalries.flatMap(contestFinding),
      ...[...rules, ...hosts].flatMap(({ findings }) => findings),
      ...copies.flatMap((one) => copyNotes(one, targetOf(one))),
      ...request.routes.flatMap((one) => previewChecks(one, index)),
    ],
  };
}

/** Copies that act on a fork's pods, with the fork's hosts beside the baseline's. */
function withHosts(
  copies: readonly Copied[],
  { services, index }: ProtectionRequest,
): readonly Copied[] {
  const forks = new Map(services.map(({ key, object }) => [key, object.metadata?.name ?? '']));
  return copies.map(({ policy, object }) => ({
    policy,
    object: withForkHosts(object, forks, index),
  }));
}

function copyAccount({ policy, object }: Copied): PolicyAccount {
  return { of: nameOf(policy.object), by: 'copy', name: nameOf(object) };
}

/** Policies that take a stand-in by its labels, as they take its baseline. */
function followers(standIns: readonly StandIn[], index: PolicyIndex): readonly PolicyAccount[] {
  return standIns.flatMap((standIn) =>
    labelTargets(standIn, index)
      .filter(({ fate }) => fate === 'follows')
      .map(({ reference }) => ({
        of: nameOf(reference.policy.object),
        by: 'label' as const,
        name: nameOf(standIn.object),
      })),
  );
}

function unreadFindings(
  { baseline, fork }: ForkedWorkload,
  { unread, inventory }: PolicyIndex,
): readonly Finding[] {
  const before = podLabelsOf(podTemplateOf(baseline.object) ?? {});
  const after = labelsOf(at(fork, ['spec', 'template', 'metadata', 'labels']));
  const changed = Object.keys(before).filter((key) => before[key] !== after[key]);
  const namespace = inventory.namespaceOf(baseline.object);
  return [...unread.speakingOf(namespace, changed)].map((policy) =>
    unreadFinding(policy, baseline.object, fork),
  );
}

/** Kuadrant counts rules without a name by their place; others know no such section. */
const byPlace = /^rule-\d+$/;

function sectionFindings(standIn: StandIn, index: PolicyIndex): readonly Finding[] {
  return index
    .naming(targetKey(standIn.baseline.object, index.inventory))
    .filter(({ policy, ref }) => {
      const { sectionName } = ref;
      const isKuadrant = groupKindOf(policy.object).startsWith('kuadrant.io/');
      return isKuadrant && typeof sectionName === 'string' && byPlace.test(sectionName);
    })
    .filter(({ ref }) => {
      const section = String(ref.sectionName);
      const isNamed = standIn.rules?.has(section) !== false;
      return !isNamed && standIn.twinned?.has(Number(section.slice('rule-'.length)) - 1) !== false;
    })
    .map((reference) => sectionFinding(reference, standIn));
}

/** The Service whose certificate a copy checks, as messages name it. */
function targetOf({ object }: Copied): string | undefined {
  const host = at(object, ['spec', 'host']);
  if (typeof host === 'string') return `host \`${host}\``;
  const name = at(object, ['spec', 'targetRefs', 0, 'name']);
  const { namespace } = object.metadata ?? {};
  return typeof name === 'string' ? `Service ${placeText(namespace, name)}` : undefined;
}
