// Documents of sandboxes and route groups -> what they claim: for manifests that somebody else
// wrote, or to hold ours against what was asked for.
//
// A fork stands in for the Services whose selectors take the pods of its workload. Which Service it
// has there is said by `forkService`, else by a mark, else by the name that deriving gives it. Where
// no selector is known to take the pods (a controller adds labels), the marks are asked alone.
// Neighbours: marked.ts (marks), document-findings.ts, ../pods/workload-pods.ts (selectors).

import type { ClaimedPreview, Replacement } from '../../model/claim';
import type { Finding } from '../../model/finding';
import type { ForkSpec } from '../../model/fork';
import { membersOf, namedMembers } from '../../model/group-match';
import { collect } from '../../model/groups';
import { groupKindOf, type Inventory } from '../../model/inventory';
import { at, type Manifest, textOf } from '../../model/manifest';
import { marks, sourceOf } from '../../model/marks';
import { serviceKey, serviceKeyOf } from '../../model/route';
import type { RouteGroupSpec, SandboxSpec } from '../../model/sandbox';
import { podIndex } from '../pods/workload-pods';
import {
  forkServiceMissing,
  memberMissing,
  serviceMissing,
  withoutService,
  workloadMissing,
} from './document-findings';
import { ownedObjects } from './marked';
import { type OwnClaim, ownerId, virtualReplacement } from './own-claim';

export interface DocumentsRequest {
  readonly baseline: Inventory;
  readonly applied: Inventory;
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
}

export interface DocumentedClaims {
  readonly claims: readonly OwnClaim[];
  readonly findings: readonly Finding[];
}

export function documentedClaims(request: DocumentsRequest): DocumentedClaims {
  const { sandboxes, groups } = request;
  if (sandboxes.length + groups.length === 0) return { claims: [], findings: [] };
  const reading = new Reading(request);
  return {
    claims: [
      ...sandboxes.map((sandbox) => sandboxClaim(sandbox, reading)),
      ...groups.map((group) => groupClaim(group, reading)),
    ],
    findings: reading.findings,
  };
}

const workloadKinds: { readonly [kind in ForkSpec['workload']['kind']]: readonly string[] } = {
  Deployment: ['apps/Deployment', 'extensions/Deployment'],
  StatefulSet: ['apps/StatefulSet'],
  Rollout: ['argoproj.io/Rollout'],
};

/** What is looked up once for all documents. */
class Reading {
  readonly findings: Finding[] = [];
  readonly owned: ReadonlyMap<string, readonly Manifest[]>;
  readonly #services = new Map<Manifest, Manifest[]>();

  constructor(readonly request: DocumentsRequest) {
    const { baseline, applied, sandboxes } = request;
    this.owned = ownedObjects(applied);
    const forked = new Set(
      sandboxes.flatMap(({ forks }) => forks.map((fork) => this.workloadOf(fork))),
    );
    const pods = podIndex(baseline, (workload) => forked.has(workload));
    for (const service of baseline.ofKind('/Service')) {
      const taken = pods.takenBy(service.object) ?? [];
      for (const workload of new Set(taken.map((one) => one.workload))) {
        collect(this.#services, workload, service);
      }
    }
  }

  workloadOf({ workload: { kind, namespace, name } }: ForkSpec): Manifest | undefined {
    const { baseline } = this.request;
    const home = baseline.namespaceKey(namespace);
    const found = workloadKinds[kind].map((one) => baseline.find(one, home, name));
    return found.find((one) => one !== undefined);
  }

  /** Baseline Services whose selectors take the pods of a workload. */
  servicesOf(workload: Manifest): readonly Manifest[] {
    return this.#services.get(workload) ?? [];
  }

  /** Services that are marked as a sandbox's forks, by the key of what they are forks of. */
  markedForks({ kind, name }: SandboxSpec): ReadonlyMap<string, string> {
    const objects = this.owned.get(ownerId({ kind, name })) ?? [];
    const marked = objects.flatMap(({ object }): [string, string][] => {
      const source = sourceOf(textOf(at(object, ['metadata', 'annotations', marks.forkOf])));
      if (groupKindOf(object) !== '/Service' || source?.kind !== 'Service') return [];
      const namespace = this.request.baseline.namespaceKey(source.namespace);
      return [[serviceKey(namespace, source.name), object.metadata?.name ?? '']];
    });
    return new Map(marked);
  }
}

function sandboxClaim(sandbox: SandboxSpec, reading: Reading): OwnClaim {
  const { kind, name, routingKey, origin } = sandbox;
  const replaced = new Map([
    ...forkReplacements(sandbox, reading),
    ...virtualReplacements(sandbox, reading),
  ]);
  const previews = previewsOf(sandbox, reading.request.baseline);
  return { owner: { kind, name, routingKey }, origin, replaced, previews, members: [] };
}

function forkReplacements(sandbox: SandboxSpec, reading: Reading) {
  const marked = reading.markedForks(sandbox);
  const replaced = new Map<string, Replacement>();
  const unplaced: ForkSpec[] = [];
  for (const fork of sandbox.forks) {
    const workload = reading.workloadOf(fork);
    if (workload === undefined) {
      reading.findings.push(workloadMissing(sandbox, fork));
      continue;
    }
    const services = reading.servicesOf(workload);
    if (services.length === 0) unplaced.push(fork);
    for (const service of services) {
      const [key, target] = forkOf(service, fork, { sandbox, marked, reading });
      replaced.set(key, target);
    }
  }
  if (unplaced.length === 0) return replaced;
  const others = [...marked].filter(([key]) => !replaced.has(key));
  for (const fork of others.length === 0 ? unplaced.filter(isAnswering) : []) {
    reading.findings.push(withoutService(sandbox, fork));
  }
  for (const [key, name] of others) {
    const [namespace = ''] = key.split('/');
    replaced.set(key, { namespace, name });
  }
  return replaced;
}

/** A fork that takes messages, or works by a clock, may have no Service. */
function isAnswering({ effects, forkService }: ForkSpec): boolean {
  const work = [effects?.consumers, effects?.schedulers];
  return forkService !== undefined || work.every((choice) => choice === undefined);
}

interface ForkPlace {
  readonly sandbox: SandboxSpec;
  readonly marked: ReadonlyMap<string, string>;
  readonly reading: Reading;
}

/** A baseline Service's key, and the Service of its fork, which lies beside it. */
function forkOf(
  { object }: Manifest,
  fork: ForkSpec,
  { sandbox, marked, reading }: ForkPlace,
): readonly [string, Replacement] {
  const { baseline, applied } = reading.request;
  const key = serviceKeyOf(object, baseline);
  const namespace = baseline.namespaceOf(object);
  const { forkService } = fork;
  if (forkService !== undefined && !applied.find('/Service', namespace, forkService)) {
    reading.findings.push(forkServiceMissing(sandbox, fork, object));
  }
  const derived = `${object.metadata?.name ?? ''}-${sandbox.name}`;
  return [key, { namespace, name: forkService ?? marked.get(key) ?? derived }];
}

function virtualReplacements(sandbox: SandboxSpec, reading: Reading) {
  const { baseline, applied } = reading.request;
  return sandbox.virtual.map((endpoint): [string, Replacement] => {
    const { service, to } = endpoint;
    const home = baseline.namespaceKey(service.namespace);
    if (baseline.find('/Service', home, service.name) === undefined) {
      reading.findings.push(serviceMissing(sandbox, endpoint));
    }
    const target = { ...to, namespace: applied.namespaceKey(to.namespace) };
    return [serviceKey(home, service.name), virtualReplacement(target, applied)];
  });
}

function previewsOf({ previews }: SandboxSpec, baseline: Inventory): readonly ClaimedPreview[] {
  return previews.map(({ hostname, route: { kind, namespace, name } }) => {
    const home = baseline.namespaceKey(namespace);
    return { hostname: hostname.toLowerCase(), kind, namespace: home, name };
  });
}

/** A group reaches sandboxes by their documents, and by name those that only marks tell of. */
function groupClaim(group: RouteGroupSpec, reading: Reading): OwnClaim {
  const { kind, name, routingKey, origin, match } = group;
  const { sandboxes } = reading.request;
  const members = membersOf(group, sandboxes).map((one) => one.name);
  const known = new Set(sandboxes.map((one) => one.name));
  for (const one of namedMembers(match).filter((each) => !known.has(each))) {
    const isMarked = reading.owned.has(ownerId({ kind: 'Sandbox', name: one }));
    if (isMarked && membersOf(group, [{ name: one, labels: {} }]).length > 0) members.push(one);
    else if (!isMarked) reading.findings.push(memberMissing(group, one));
  }
  const owner = { kind, name, routingKey };
  return { owner, origin, replaced: new Map(), previews: [], members };
}
