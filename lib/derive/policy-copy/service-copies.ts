// Istio's policies that know a Service by its host: DestinationRules, and AuthorizationPolicies
// whose rules name hosts.
//
// A DestinationRule for the Service is copied for the fork's host, so that callers speak TLS to it
// as they do to its baseline, and give up on it as soon. A rule of an AuthorizationPolicy about the
// Service's host is said again of the fork's: requests reach a fork under its baseline's name, and
// from other forks under its own. Neighbours: ../policy/service-hosts.ts, ../protect/protection.ts.

import { type Finding, finding } from '../../model/finding';
import {
  at,
  type FieldPath,
  isObject,
  type Json,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
} from '../../model/manifest';
import type { Owner } from '../../model/sandbox';
import { labelsOf, selectorOfLabels, selects } from '../../model/selector';
import type { PolicyIndex } from '../policy/policy-index';
import { type NamedHost, namedHosts, withService } from '../policy/service-hosts';
import type { StandIn } from '../protect/stand-in';
import type { Copied } from './copied';
import { policyCopy, withAt } from './policy-copy';

/** A written fork Service, and the workloads behind it. */
export interface ServiceStandIn extends StandIn {
  /** The key of the baseline's Service. */
  readonly key: string;
  readonly workloads: readonly KubeObject[];
}

interface Carried {
  readonly copies: readonly Copied[];
  readonly findings: readonly Finding[];
}

export function destinationRuleCopies(
  service: ServiceStandIn,
  index: PolicyIndex,
  owner: Owner,
): Carried {
  const findings: Finding[] = [];
  const copies = index.destinationRules(service.key).map((policy): Copied => {
    const { object } = policy;
    const host = withService(String(at(object, ['spec', 'host'])), nameIn(service.object));
    let from = withAt(object, ['spec', 'host'], host);
    const subsets = at(object, ['spec', 'subsets']);
    if (Array.isArray(subsets)) {
      const kept = listOf(subsets).filter((subset) => isInSubset(subset, service));
      const dropped = listOf(subsets).filter((subset) => !kept.includes(subset));
      findings.push(...dropped.map((subset) => subsetDropped(policy, subset, service)));
      from = withAt(from, ['spec', 'subsets'], kept.length === 0 ? null : kept);
    }
    return { policy, object: policyCopy({ policy, owner, from }) };
  });
  return { copies, findings };
}

function isInSubset(subset: Json, { workloads }: ServiceStandIn): boolean {
  const labels = at(subset, ['labels']);
  const selector = labels === undefined ? [] : selectorOfLabels(labels);
  return workloads.some(({ spec }) =>
    selects(selector ?? [], labelsOf(at(spec, ['template', 'metadata', 'labels']))),
  );
}

function subsetDropped(policy: Manifest, subset: Json, service: ServiceStandIn): Finding {
  const name = at(subset, ['name']);
  const pods = service.workloads.map(nameOf).join(', ');
  return finding('policy-subset-dropped', {
    message: `${nameOf(policy.object)}: subset \`${typeof name === 'string' ? name : ''}\` selects no pod of ${pods}, and is not in the copy for ${nameOf(service.object)}`,
    where: { origin: policy.origin, path: ['spec', 'subsets'] },
    object: nameOf(policy.object),
  });
}

/**
 * The rules about the Service's host, said of the fork's in a policy beside.
 *
 * @param isCopied policies of which the sandbox has a copy for the fork's pods, which says both
 */
export function authorizationCopies(
  service: ServiceStandIn,
  index: PolicyIndex,
  { owner, isCopied }: { readonly owner: Owner; readonly isCopied: (policy: Manifest) => boolean },
): Carried {
  const copies: Copied[] = [];
  const findings: Finding[] = [];
  for (const policy of index.authorizations(service.key)) {
    if (isCopied(policy)) continue;
    const { object } = policy;
    const own = namedHosts(object, index.inventory).filter((one) => one.service === service.key);
    const named = own.filter(({ field }) => field === 'hosts');
    const isExcluded = own.length > named.length;
    if (isExcluded) findings.push(hostExcluded(policy, service));
    if (named.length === 0) continue;
    const from = withRulesOf(withHostsInstead(object, named, service), named);
    const suffix = `--${nameIn(service.object)}`;
    copies.push({ policy, object: policyCopy({ policy, owner, from, suffix }) });
  }
  return { copies, findings };
}

function withHostsInstead(
  object: KubeObject,
  named: readonly NamedHost[],
  service: ServiceStandIn,
): KubeObject {
  const name = nameIn(service.object);
  const lists = new Map<string, { readonly path: FieldPath; readonly hosts: string[] }>();
  for (const { path, host } of named) {
    const list = lists.get(path.join()) ?? { path, hosts: [] };
    lists.set(path.join(), list);
    list.hosts.push(withService(host, name));
  }
  let full = object;
  for (const { path, hosts } of lists.values()) full = withAt(full, path, hosts);
  return full;
}

/** The policy with the rules and operations alone that name the hosts. */
function withRulesOf(object: KubeObject, named: readonly NamedHost[]): KubeObject {
  const operations = new Map<number, Set<number>>();
  for (const { rule, path } of named) {
    operations.set(rule, (operations.get(rule) ?? new Set()).add(Number(path[4])));
  }
  const rules = listOf(at(object, ['spec', 'rules'])).flatMap((rule, index) => {
    const kept = operations.get(index);
    if (kept === undefined || !isObject(rule)) return [];
    return [{ ...rule, to: listOf(rule.to).filter((_, entry) => kept.has(entry)) }];
  });
  return withAt(object, ['spec', 'rules'], rules);
}

/** The policy as it is, its hosts and those of the forks: for a copy on the fork's own pods. */
export function withForkHosts(
  object: KubeObject,
  forks: ReadonlyMap<string, string>,
  { inventory }: PolicyIndex,
): KubeObject {
  let full = object;
  for (const { path, host, service } of namedHosts(object, inventory)) {
    const fork = forks.get(service);
    if (fork === undefined) continue;
    full = withAt(full, path, [...listOf(at(full, path)), withService(host, fork)]);
  }
  return full;
}

/** `notHosts` says nothing of the fork's host: what it lets in, or keeps out, is another thing. */
function hostExcluded(policy: Manifest, service: ServiceStandIn): Finding {
  const { object, origin } = policy;
  const isAllowing = (at(object, ['spec', 'action']) ?? 'ALLOW') === 'ALLOW';
  return finding(isAllowing ? 'policy-left-behind' : 'policy-narrowed', {
    message: `${nameOf(object)} makes an exception by \`notHosts\` of ${nameOf(service.baseline.object)}, and none of ${nameOf(service.object)}`,
    hint: 'let the exception be one of both hosts, such as `cart*`, or give the policy a rule by `paths` or `ports`',
    where: { origin, path: ['spec', 'rules'] },
    object: nameOf(object),
  });
}

function nameIn({ metadata }: KubeObject): string {
  return metadata?.name ?? '';
}
