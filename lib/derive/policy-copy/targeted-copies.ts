// Policies that name what has a stand-in: copies that name the stand-ins.
//
// Found by the shape of the reference, whatever the policy's kind. What a copy stands in for may be
// named in turn (Linkerd: AuthorizationPolicy -> HTTPRoute -> Server), so the copies are made
// from the bottom up; of policies that name each other in a circle the first by name begins.
// Neighbours: ../policy/policy-reference.ts, ../policy/policy-index.ts, ../protect/label-targets.ts
// (by label), ../protect/contested.ts.

import { canonical } from '../../model/digest';
import { collect } from '../../model/groups';
import { isObject, type JsonObject, type KubeObject, type Manifest } from '../../model/manifest';
import type { Owner } from '../../model/sandbox';
import { byText } from '../../model/text-order';
import type { PolicyIndex } from '../policy/policy-index';
import { isOfGroup, type PolicyReference, referencesIn } from '../policy/policy-reference';
import { targetKey } from '../policy/target-key';
import { labelTargets } from '../protect/label-targets';
import type { StandIn } from '../protect/stand-in';
import type { Copied } from './copied';
import { policyCopy } from './policy-copy';

export interface TargetRequest {
  readonly owner: Owner;
  readonly index: PolicyIndex;
  readonly standIns: readonly StandIn[];
  /** References that do not count, since another policy's does. */
  readonly isOutranked: (reference: PolicyReference) => boolean;
}

/** A reference of a baseline policy with the object that it names. */
interface Edge {
  readonly reference: PolicyReference;
  readonly target: string;
}

export function targetedCopies(request: TargetRequest): readonly Copied[] {
  const { index, owner } = request;
  const standIns = new Map<string, StandIn[]>();
  for (const one of request.standIns) {
    collect(standIns, targetKey(one.baseline.object, index.inventory), one);
  }
  const edges = edgesOf(request, standIns);
  const copied: Copied[] = [];
  for (const policy of fromBelow(edges, index)) {
    const named = (edges.get(policy) ?? []).flatMap(({ reference, target }) =>
      (standIns.get(target) ?? []).flatMap((standIn) => newReferences(reference, standIn)),
    );
    const made = copiesOf(policy, named, owner);
    for (const object of made) {
      collect(standIns, targetKey(policy.object, index.inventory), { baseline: policy, object });
      copied.push({ policy, object });
    }
  }
  return copied;
}

/** Every policy that names a stand-in's baseline, or a policy that does, with those references. */
function edgesOf(
  { index, isOutranked }: TargetRequest,
  standIns: ReadonlyMap<string, readonly StandIn[]>,
): ReadonlyMap<Manifest, readonly Edge[]> {
  const edges = new Map<Manifest, Edge[]>();
  const queue = [...standIns.keys()];
  const seen = new Set(queue);
  const add = (reference: PolicyReference, target: string): void => {
    if (isOutranked(reference)) return;
    collect(edges, reference.policy, { reference, target });
    const next = targetKey(reference.policy.object, index.inventory);
    if (seen.size < seen.add(next).size) queue.push(next);
  };
  for (let target = queue.pop(); target !== undefined; target = queue.pop()) {
    for (const reference of index.naming(target)) add(reference, target);
    for (const standIn of standIns.get(target) ?? []) {
      for (const { reference, fate } of labelTargets(standIn, index)) {
        if (fate === 'copied') add(reference, target);
      }
    }
  }
  return edges;
}

/** Policies after those that they name, each as soon as all of these are there. */
function fromBelow(
  edges: ReadonlyMap<Manifest, readonly Edge[]>,
  { inventory }: PolicyIndex,
): readonly Manifest[] {
  const keyOf = ({ object }: Manifest): string => targetKey(object, inventory);
  const policies = new Set([...edges.keys()].map(keyOf));
  const waiting = new Map<Manifest, number>();
  const naming = new Map<string, Manifest[]>();
  for (const [policy, own] of edges) {
    const targets = own.filter(({ target }) => policies.has(target));
    waiting.set(policy, targets.length);
    for (const { target } of targets) collect(naming, target, policy);
  }
  const ready = [...edges.keys()]
    .filter((policy) => waiting.get(policy) === 0)
    .sort(byText(({ object }) => inventory.idOf(object)));
  // The list grows while it is walked.
  for (const policy of ready) {
    for (const above of naming.get(keyOf(policy)) ?? []) {
      const left = (waiting.get(above) ?? 0) - 1;
      waiting.set(above, left);
      if (left === 0) ready.push(above);
    }
  }
  const done = new Set(ready);
  const circling = [...edges.keys()].filter((policy) => !done.has(policy));
  return [...ready, ...circling.sort(byText(({ object }) => inventory.idOf(object)))];
}

/** A reference as it is written in a copy. */
interface NewReference {
  readonly reference: PolicyReference;
  readonly ref: JsonObject;
}

function newReferences(reference: PolicyReference, standIn: StandIn): readonly NewReference[] {
  const { ref, shape } = reference;
  if (!isOfGroup(ref, standIn.baseline.object)) return [];
  const name = standIn.object.metadata?.name ?? '';
  const { sectionName } = ref;
  const sections =
    typeof sectionName === 'string' && sectionName !== '' && standIn.rules !== undefined
      ? (standIn.rules.get(sectionName) ?? []).map((one) => ({ sectionName: one }))
      : [{}];
  return sections.map((section) => {
    const full = { ...ref, name, ...section };
    return { reference, ref: shape.write === undefined ? full : shape.write(full) };
  });
}

/** The most targets that a policy of the Gateway API may name. */
const mostTargets = 16;

function copiesOf(
  policy: Manifest,
  references: readonly NewReference[],
  owner: Owner,
): readonly KubeObject[] {
  const byField = new Map<string, JsonObject[]>();
  let suffix = '';
  for (const { reference, ref } of references) {
    const { shape } = reference;
    const { field, isList } = shape.copiedTo ?? shape;
    suffix = shape.suffix ?? '';
    collect(byField, isList ? `${field}[]` : field, ref);
  }
  const bodies = [...byField].flatMap(([field, refs]) =>
    field.endsWith('[]')
      ? chunks(distinct(refs)).map((list): JsonObject => ({ [field.slice(0, -2)]: list }))
      : distinct(refs).map((ref): JsonObject => ({ [field]: ref })),
  );
  return bodies.map((body, part) => {
    const from = { ...policy.object, spec: { ...withoutReferences(policy), ...body } };
    return policyCopy({ policy, owner, from, part, suffix });
  });
}

function withoutReferences(policy: Manifest): JsonObject {
  const { spec } = policy.object;
  const fields = new Set(referencesIn(policy).map(({ shape }) => shape.field));
  const entries = Object.entries(isObject(spec) ? spec : {});
  return Object.fromEntries(entries.filter(([key]) => !fields.has(key)));
}

/** Each reference once, in an order that does not depend on the input's. */
function distinct(refs: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(refs.map((ref) => [canonical(ref), ref]))]
    .sort(byText(([text]) => text))
    .map(([, ref]) => ref);
}

function chunks(refs: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const count = Math.ceil(refs.length / mostTargets);
  return Array.from({ length: count }, (_, index) =>
    refs.slice(index * mostTargets, (index + 1) * mostTargets),
  );
}
