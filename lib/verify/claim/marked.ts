// Labels and annotations of objects -> what each sandbox and route group among them claims.
//
// A fork's Service says what it is a fork of; what goes elsewhere without a fork, the sandboxes of a
// group and the hostnames of previews are said by annotations of their own (../../model/marks.ts).
// Whatever carries a mark is read, whoever is said to manage it: Helm puts its own name there. A mark
// that cannot be read is told of, since a claim that is passed over would not be held against
// anything. Neighbours: documented.ts (documents), mark-findings.ts, claims.ts.

import type { ClaimedPreview, Replacement } from '../../model/claim';
import type { Finding } from '../../model/finding';
import { collect } from '../../model/groups';
import { groupKindOf, type Inventory } from '../../model/inventory';
import { at, gatewayGroup, type Manifest, textOf } from '../../model/manifest';
import { markedListOf, marks, sourceOf } from '../../model/marks';
import { replacesOf } from '../../model/replaces-mark';
import { serviceKey } from '../../model/route';
import { isSandboxName } from '../../model/sandbox';
import {
  forkedTwice,
  keyDiffers,
  keyInvalid,
  keyMissing,
  markDiffers,
  markUnread,
  membersUnsaid,
  ofTwoOwners,
  sourceMissing,
} from './mark-findings';
import { type OwnClaim, ownerId, virtualReplacement } from './own-claim';

export interface MarkedClaims {
  readonly claims: readonly OwnClaim[];
  readonly findings: readonly Finding[];
}

interface Inventories {
  readonly baseline: Inventory;
  readonly applied: Inventory;
}

/** @param isSaid whether an owner's document is there: then its marks are not asked */
export function markedClaims(
  inventories: Inventories,
  isSaid: (owner: string) => boolean,
): MarkedClaims {
  const findings: Finding[] = [];
  const owned = ownedObjects(inventories.applied, findings);
  const claims = [...owned].flatMap(([id, objects]) =>
    isSaid(id) ? [] : claimOf(id, objects, { ...inventories, findings }),
  );
  return { claims, findings };
}

/** Objects by the owner that their labels name. */
export function ownedObjects(
  { manifests }: Inventory,
  findings: Finding[] = [],
): ReadonlyMap<string, readonly Manifest[]> {
  const owned = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const [sandbox, group] = [
      labelOf(manifest, marks.sandbox),
      labelOf(manifest, marks.routeGroup),
    ];
    if (sandbox !== undefined && group !== undefined) {
      findings.push(ofTwoOwners(manifest, sandbox, group));
    } else if (sandbox !== undefined) {
      collect(owned, ownerId({ kind: 'Sandbox', name: sandbox }), manifest);
    } else if (group !== undefined) {
      collect(owned, ownerId({ kind: 'RouteGroup', name: group }), manifest);
    }
  }
  return owned;
}

function labelOf({ object }: Manifest, mark: string): string | undefined {
  return textOf(at(object, ['metadata', 'labels', mark]));
}

function annotationOf({ object }: Manifest, mark: string): string | undefined {
  return textOf(at(object, ['metadata', 'annotations', mark]));
}

const routeKinds: ReadonlySet<string> = new Set([
  `${gatewayGroup}/HTTPRoute`,
  `${gatewayGroup}/GRPCRoute`,
  'policy.linkerd.io/HTTPRoute',
]);

/** Objects that decide where requests go: others may be children of forks, with a part of their labels. */
function isTelling({ object }: Manifest): boolean {
  const kind = groupKindOf(object);
  return kind === '/Service' || routeKinds.has(kind);
}

interface Reading extends Inventories {
  readonly findings: Finding[];
}

function claimOf(id: string, objects: readonly Manifest[], reading: Reading): readonly OwnClaim[] {
  const [kind, name = ''] = id.split('\n');
  const [first] = objects;
  if (first === undefined) return [];
  const routingKey = keyOf(objects, reading.findings);
  if (routingKey === undefined) return [];
  const owner = {
    kind: kind === 'RouteGroup' ? 'RouteGroup' : 'Sandbox',
    name,
    routingKey,
  } as const;
  const lists = textsOf(objects, marks.members, reading.findings);
  const members = [...lists.keys()].flatMap(markedListOf);
  if (owner.kind === 'RouteGroup' && members.length === 0) {
    reading.findings.push(membersUnsaid(first, name));
  }
  return [
    {
      owner,
      origin: first.origin,
      replaced: replacedBy(objects, reading),
      previews: objects.flatMap((object) => previewsOf(object, reading)),
      members,
    },
  ];
}

/** The key that all objects of an owner name. */
function keyOf(objects: readonly Manifest[], findings: Finding[]): string | undefined {
  const [holder] = objects.filter((one) => labelOf(one, marks.routingKey) !== undefined);
  const key = holder && labelOf(holder, marks.routingKey);
  const lacking = objects.filter((one) => labelOf(one, marks.routingKey) === undefined);
  const [bare] = key === undefined ? lacking : lacking.filter(isTelling);
  if (bare !== undefined) findings.push(keyMissing(bare));
  if (holder === undefined || key === undefined) return undefined;
  const other = objects.find((one) => (labelOf(one, marks.routingKey) ?? key) !== key);
  if (other !== undefined) findings.push(keyDiffers(holder, other));
  if (!isSandboxName(key)) findings.push(keyInvalid(holder, key));
  return key;
}

function replacedBy(
  objects: readonly Manifest[],
  reading: Reading,
): ReadonlyMap<string, Replacement> {
  const { baseline, applied, findings } = reading;
  const replaced = new Map<string, Replacement>();
  const forks = new Map<string, Manifest>();
  for (const manifest of objects.filter(({ object }) => groupKindOf(object) === '/Service')) {
    const key = forkedBy(manifest, reading);
    if (key === undefined) continue;
    const twin = forks.get(key);
    if (twin !== undefined) findings.push(forkedTwice(twin, manifest));
    forks.set(key, manifest);
    const { object } = manifest;
    replaced.set(key, {
      namespace: applied.namespaceOf(object),
      name: object.metadata?.name ?? '',
    });
  }
  for (const [text, manifest] of textsOf(objects, marks.replaces, findings)) {
    const read = replacesOf(text);
    if (read === undefined) findings.push(markUnread(manifest, marks.replaces));
    for (const { service, to } of read ?? []) {
      const namespace = baseline.namespaceKey(service.namespace);
      const target = { ...to, namespace: applied.namespaceKey(to.namespace) };
      replaced.set(serviceKey(namespace, service.name), virtualReplacement(target, applied));
    }
  }
  return replaced;
}

/** The baseline Service that a Service is a fork of; undefined for one that a sandbox brings along. */
function forkedBy(manifest: Manifest, { baseline, findings }: Reading): string | undefined {
  const text = annotationOf(manifest, marks.forkOf);
  if (text === undefined) return undefined;
  const source = sourceOf(text);
  if (source === undefined || source.kind !== 'Service') {
    findings.push(markUnread(manifest, marks.forkOf));
    return undefined;
  }
  const namespace = baseline.namespaceKey(source.namespace);
  if (baseline.find('/Service', namespace, source.name) === undefined) {
    findings.push(sourceMissing(manifest, source));
  }
  return serviceKey(namespace, source.name);
}

/** Where a mark stands, each text once; all objects of an owner have to say the same. */
function textsOf(objects: readonly Manifest[], mark: string, findings: Finding[]) {
  const texts = new Map<string, Manifest>();
  for (const manifest of objects) {
    const text = annotationOf(manifest, mark);
    if (text !== undefined && !texts.has(text)) texts.set(text, manifest);
  }
  const [first, other] = [...texts.values()];
  if (first !== undefined && other !== undefined) findings.push(markDiffers(first, other, mark));
  return texts;
}

/** The hostnames that a preview was declared for, wherever its route answers by now. */
function previewsOf(manifest: Manifest, { baseline, findings }: Reading): ClaimedPreview[] {
  const text = annotationOf(manifest, marks.preview);
  if (text === undefined || !routeKinds.has(groupKindOf(manifest.object))) return [];
  const source = sourceOf(annotationOf(manifest, marks.derivedFrom));
  const kind = previewKinds.find((one) => one === source?.kind);
  const hostnames = markedListOf(text);
  if (source === undefined || kind === undefined || hostnames.length === 0) {
    findings.push(markUnread(manifest, kind === undefined ? marks.derivedFrom : marks.preview));
    return [];
  }
  const namespace = baseline.namespaceKey(source.namespace);
  if (baseline.find(`${gatewayGroup}/${kind}`, namespace, source.name) === undefined) {
    findings.push(sourceMissing(manifest, source));
  }
  return hostnames.map((hostname) => {
    return { hostname: hostname.toLowerCase(), kind, namespace, name: source.name };
  });
}

const previewKinds = ['HTTPRoute', 'GRPCRoute'] as const;
