// Sandboxes found in manifests -> how each stands: its key, forks, age, expiry, fresh or stale.
//
// A sandbox is known by its document, by the objects that were written for it, or by both. With
// both, what is there is held against what would be written now: the digest of the baseline tells
// why they differ. The present is an argument. Neighbours: expiry.ts, ../model/sandbox-state.ts.

import type { SandboxDerivation } from '../model/derivation';
import { canonical } from '../model/digest';
import { workloadText } from '../model/fork';
import { collect } from '../model/groups';
import { timeOf } from '../model/instant';
import { type KubeObject, type Manifest, placeText } from '../model/manifest';
import { isOurs, marks, sourceOf } from '../model/marks';
import type { Owner, RouteGroupSpec, SandboxSpec } from '../model/sandbox';
import type { Freshness, SandboxState } from '../model/sandbox-state';
import { byText } from '../model/text-order';
import { isExpired } from './expiry';

export interface StatesRequest {
  /** All objects of the input, those that Gatefork wrote among them. */
  readonly manifests: readonly Manifest[];
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
  /** What each owner's objects would be now, by its name, or why that cannot be told. */
  readonly wouldBe:
    | { readonly owners: ReadonlyMap<string, Pick<SandboxDerivation, 'objects' | 'members'>> }
    | { readonly problem: string };
  /** Milliseconds from 1970. */
  readonly now: number;
}

export function sandboxStates(request: StatesRequest): readonly SandboxState[] {
  const written = writtenObjects(request.manifests);
  const documents = new Map<string, SandboxSpec | RouteGroupSpec>();
  for (const one of [...request.sandboxes, ...request.groups]) {
    documents.set(`${one.kind}\n${one.name}`, one);
  }
  const ids = [...new Set([...written.keys(), ...documents.keys()])];
  return ids
    .map((id) => stateOf(id, written.get(id) ?? [], documents.get(id), request))
    .sort(byText(({ kind, name }) => `${name}\n${kind}`));
}

/** Objects that Gatefork wrote, by the kind and name of their owner. */
function writtenObjects(manifests: readonly Manifest[]): ReadonlyMap<string, KubeObject[]> {
  const found = new Map<string, KubeObject[]>();
  for (const { object } of manifests) {
    if (!isOurs(object)) continue;
    const { labels = {} } = object.metadata ?? {};
    const sandbox = labels[marks.sandbox];
    const id =
      sandbox === undefined ? `RouteGroup\n${labels[marks.routeGroup]}` : `Sandbox\n${sandbox}`;
    collect(found, id, object);
  }
  return found;
}

function stateOf(
  id: string,
  written: readonly KubeObject[],
  document: SandboxSpec | RouteGroupSpec | undefined,
  request: StatesRequest,
): SandboxState {
  const [kind, name = ''] = id.split('\n');
  const [first] = written;
  const expiresAt = document?.expiresAt ?? first?.metadata?.annotations?.[marks.expiresAt];
  const createdAt = document?.kind === 'Sandbox' ? document.createdAt : undefined;
  const age = createdAt === undefined ? undefined : ageOf(createdAt, request.now);
  return {
    kind: kind === 'RouteGroup' ? 'RouteGroup' : 'Sandbox',
    name,
    routingKey: document?.routingKey ?? first?.metadata?.labels?.[marks.routingKey] ?? '',
    forks: forksOf(written, document),
    members: 'owners' in request.wouldBe ? (request.wouldBe.owners.get(name)?.members ?? []) : [],
    objects: written.length,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    isExpired: isExpired(expiresAt, request.now),
    ...(age === undefined ? {} : { age }),
    ...freshnessOf(written, document, request.wouldBe),
  };
}

function ageOf(createdAt: string, now: number): number | undefined {
  const created = timeOf(createdAt);
  return created === undefined ? undefined : Math.floor((now - created) / 1000);
}

/** By the document, else by the marks of the workloads. */
function forksOf(
  written: readonly KubeObject[],
  document: SandboxSpec | RouteGroupSpec | undefined,
): readonly string[] {
  const named =
    document?.kind === 'Sandbox'
      ? document.forks.map(({ workload }) => workloadText(workload))
      : written.flatMap(({ kind, metadata }) => {
          const source = sourceOf(metadata?.annotations?.[marks.forkOf]);
          if (kind === 'Service' || source === undefined) return [];
          return `${source.kind} ${placeText(source.namespace, source.name)}`;
        });
  return [...new Set(named)].sort();
}

type Judged = { readonly freshness: Freshness; readonly because?: string };

function freshnessOf(
  written: readonly KubeObject[],
  document: Owner | undefined,
  wouldBe: StatesRequest['wouldBe'],
): Judged {
  if (written.length === 0) return { freshness: 'unwritten' };
  if (document === undefined) {
    return { freshness: 'unknown', because: 'its document is not in the input' };
  }
  if ('problem' in wouldBe) return { freshness: 'unknown', because: wouldBe.problem };
  const fresh = wouldBe.owners.get(document.name)?.objects ?? [];
  const difference = differenceOf(written, fresh);
  return difference === undefined
    ? { freshness: 'fresh' }
    : { freshness: 'stale', because: difference };
}

/** Why what is there is not what would be written; undefined where it is. */
function differenceOf(
  written: readonly KubeObject[],
  fresh: readonly KubeObject[],
): string | undefined {
  const digests = [written, fresh].map(digestIn);
  if (digests[0] !== digests[1]) return 'the baseline or the settings have changed';
  const now = new Set(fresh.map(canonical));
  return written.length === fresh.length && written.every((object) => now.has(canonical(object)))
    ? undefined
    : 'its document, its objects or Gatefork itself have changed';
}

function digestIn(objects: readonly KubeObject[]): string {
  const found = new Set(
    objects.map(({ metadata }) => metadata?.annotations?.[marks.baselineDigest]),
  );
  return [...found].sort().join();
}
