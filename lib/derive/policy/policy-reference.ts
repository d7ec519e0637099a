// The references by which policies say what they apply to, by their shape, whatever the kind:
// `targetRef`, `targetRefs` and `targetSelectors` of the Gateway API, and those that do the same
// under other names.
//
// What refers to a workload (autoscalers do, under `targetRef`) is no policy on requests: it is
// never asked for, since nothing stands in for a workload by reference.
// Neighbours: policy-index.ts (found by target), ../policy-copy/targeted-copies.ts (written anew).

import {
  gatewayGroup,
  groupOf,
  isObject,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  textOf,
} from '../../model/manifest';

export interface PolicyReference {
  readonly policy: Manifest;
  readonly shape: ReferenceShape;
  readonly ref: JsonObject;
}

export interface ReferenceShape {
  /** The field below `spec`. */
  readonly field: string;
  readonly isList: boolean;
  /** Whether the entries select their targets by labels. */
  readonly bySelector?: true;
  /** Reads an entry as kind, name and group, where it does not say so itself. */
  readonly read?: (entry: JsonObject, object: KubeObject) => JsonObject | undefined;
  /** Writes a reference to a stand-in; the entry with another name unless told. */
  readonly write?: (ref: JsonObject) => JsonObject;
  /** The field that a copy refers by, where it is another one. */
  readonly copiedTo?: { readonly field: string; readonly isList: boolean };
  readonly suffix?: string;
}

const linkerdPolicy = 'policy.linkerd.io';

/** A ServerAuthorization speaks of Servers alone. */
function serverOf(entry: JsonObject, object: KubeObject): JsonObject | undefined {
  return groupOf(object.apiVersion) === linkerdPolicy
    ? { group: linkerdPolicy, kind: 'Server', ...entry }
    : undefined;
}

const shapes: readonly ReferenceShape[] = [
  { field: 'targetRef', isList: false },
  { field: 'targetRefs', isList: true },
  // TargetGroupConfiguration of the AWS Load Balancer Controller.
  { field: 'targetReference', isList: false },
  {
    field: 'targetSelectors',
    isList: true,
    bySelector: true,
    copiedTo: { field: 'targetRefs', isList: true },
    read: (entry) => ({ group: gatewayGroup, ...entry }),
    write: ({ group, kind, name, sectionName }) => ({
      ...{ group: group ?? '', kind: kind ?? '', name: name ?? '' },
      ...(sectionName === undefined ? {} : { sectionName }),
    }),
  },
  {
    field: 'server',
    isList: false,
    read: (entry, object) => (textOf(entry.name) ? serverOf(entry, object) : undefined),
    write: ({ name }) => ({ name: name ?? '' }),
  },
  {
    field: 'server',
    isList: false,
    bySelector: true,
    read: ({ selector }, object) => (isObject(selector) ? serverOf(selector, object) : undefined),
    write: ({ name }) => ({ name: name ?? '' }),
  },
  {
    // Routes that say what a Linkerd Server lets in.
    field: 'parentRefs',
    isList: true,
    read: (entry) => (entry.kind === 'Server' ? { group: gatewayGroup, ...entry } : undefined),
    suffix: '--server',
  },
];

/** The references that an object holds, in the order of the shapes. */
export function referencesIn(policy: Manifest): readonly PolicyReference[] {
  const { object } = policy;
  const { spec } = object;
  if (!isObject(spec)) return [];
  return shapes.flatMap((shape) => {
    const value = Object.hasOwn(spec, shape.field) ? spec[shape.field] : undefined;
    if (value === undefined) return [];
    const entries = shape.isList ? listOf(value) : [value];
    return entries.filter(isObject).flatMap((entry): PolicyReference[] => {
      const ref = shape.read === undefined ? entry : shape.read(entry, object);
      return ref === undefined || typeof ref.kind !== 'string' ? [] : [{ policy, shape, ref }];
    });
  });
}

/** Whether a reference means an object of this group; one that names none means any. */
export function isOfGroup({ group }: JsonObject, object: KubeObject): boolean {
  if (typeof group !== 'string') return true;
  return (group === 'core' ? '' : group) === groupOf(object.apiVersion);
}
