// Strategic merge patches on objects that hold a pod template, as kubectl applies them.
//
// The table says which lists merge by which key; every other list is replaced. Where the
// API keeps several entries apart by two keys (ports, topology spread), the second one
// picks among entries that share the first. Deviations from kubectl, where its result
// is one that nobody wants: that choice; `$patch: delete` of a map removes the field in place
// of leaving an empty one; `$patch: replace` beside fields replaces one entry of a list.
// Neighbours: patch-order.ts (the order of merged lists), patch-apply.ts (the other types).

import { isObject, type Json, type JsonObject, listOf } from '../../model/manifest';
import { inOrder } from './patch-order';

/** A patch that says something which cannot be done; its message completes a sentence. */
export class PatchError extends Error {}

/** What the API says about a field: how its list merges, and the shape of what is inside. */
interface Shape {
  readonly by?: string;
  /** Tells entries apart that share `by`; with the value that the API takes for an absent one. */
  readonly also?: { readonly key: string; readonly absent?: string };
  /** A list of plain values that merges by union. */
  readonly union?: true;
  readonly fields?: { readonly [field: string]: Shape };
}

const metadata: Shape = { fields: { finalizers: { union: true }, ownerReferences: { by: 'uid' } } };

const container: Shape = {
  by: 'name',
  fields: {
    env: { by: 'name' },
    ports: { by: 'containerPort', also: { key: 'protocol', absent: 'TCP' } },
    volumeDevices: { by: 'devicePath' },
    volumeMounts: { by: 'mountPath' },
  },
};

const podSpec: Shape = {
  fields: {
    containers: container,
    ephemeralContainers: container,
    hostAliases: { by: 'ip' },
    imagePullSecrets: { by: 'name' },
    initContainers: container,
    resourceClaims: { by: 'name' },
    schedulingGates: { by: 'name' },
    topologySpreadConstraints: { by: 'topologyKey', also: { key: 'whenUnsatisfiable' } },
    volumes: { by: 'name' },
  },
};

const workload: Shape = {
  fields: { metadata, spec: { fields: { template: { fields: { metadata, spec: podSpec } } } } },
};

const directive = '$patch';
const retainKeys = '$retainKeys';
const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/** The object with the patch merged in; throws a PatchError. Neither argument changes. */
export function mergeStrategic(object: JsonObject, patch: JsonObject): JsonObject {
  return mergeMap(object, patch, workload) ?? {};
}

function mergeMap(original: JsonObject, patch: JsonObject, shape: Shape): JsonObject | undefined {
  const how = patch[directive];
  switch (how) {
    case undefined:
    case 'merge':
      break;
    case 'replace':
      return withoutDirectives(without(patch, directive));
    case 'delete':
      return undefined;
    default:
      throw new PatchError(`has a \`$patch\` that is none of delete, merge and replace`);
  }
  const merged = new Map<string, Json | undefined>(Object.entries(retained(original, patch)));
  for (const [key, value] of Object.entries(patch)) {
    if (key === directive || key === retainKeys || key.startsWith(orderPrefix)) continue;
    if (key.startsWith(deletePrefix)) {
      const field = key.slice(deletePrefix.length);
      const gone = listOf(value);
      if (merged.has(field))
        merged.set(
          field,
          listOf(merged.get(field)).filter((entry) => !gone.includes(entry)),
        );
      continue;
    }
    const inner = mergeValue(merged.get(key), value, shapeOf(shape, key));
    if (inner === undefined || inner === null) merged.delete(key);
    else merged.set(key, inner);
  }
  orderLists(merged, { original, patch, shape });
  return Object.fromEntries(merged);
}

function shapeOf(shape: Shape, key: string): Shape {
  return shape.fields !== undefined && Object.hasOwn(shape.fields, key)
    ? (shape.fields[key] ?? {})
    : {};
}

function mergeValue(
  original: Json | undefined,
  patch: Json | undefined,
  shape: Shape,
): Json | undefined {
  if (isObject(original) && isObject(patch)) return mergeMap(original, patch, shape);
  if (Array.isArray(patch)) return mergeList(listOf(original), patch, shape);
  if (isObject(patch)) return patch[directive] === 'delete' ? undefined : withoutDirectives(patch);
  return patch;
}

/** `$retainKeys` names the fields that stay; it must name those that the patch sets, too. */
function retained(original: JsonObject, patch: JsonObject): JsonObject {
  const list = patch[retainKeys];
  if (list === undefined) return original;
  const names = new Set(listOf(list));
  for (const key of Object.keys(patch)) {
    if (!key.startsWith('$') && !names.has(key)) {
      throw new PatchError(`sets \`${key}\`, which its \`$retainKeys\` does not name`);
    }
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => names.has(key)));
}

function mergeList(
  original: readonly Json[],
  patch: readonly Json[],
  shape: Shape,
): readonly Json[] {
  if (shape.union) return inOrder([...new Set([...original, ...patch])], patch, original);
  if (shape.by === undefined) return listWithoutDirectives(patch);
  let kept = original;
  let isReplaced = false;
  const entries: JsonObject[] = [];
  for (const entry of patch) {
    if (!isObject(entry))
      throw new PatchError(`has an entry that is no object in a list merged by \`${shape.by}\``);
    const how = entry[directive];
    if (how === undefined || how === 'merge') entries.push(without(entry, directive));
    else if (how === 'delete')
      kept = kept.filter((old) => !isSame(old, keyed(entry, shape), shape));
    else if (how === 'replace') {
      // Alone it speaks of the whole list. Beside fields kubectl would empty the list; as
      // in kustomize it replaces the one entry.
      if (Object.keys(entry).length === 1) isReplaced = true;
      else entries.push(entry);
    } else throw new PatchError(`has a \`$patch\` that is none of delete, merge and replace`);
  }
  if (isReplaced) return entries.map(withoutDirectives);
  return mergeEntries(kept, entries, shape);
}

function mergeEntries(
  original: readonly Json[],
  patch: readonly JsonObject[],
  shape: Shape,
): readonly Json[] {
  const merged = [...original];
  const named: number[] = [];
  for (const entry of patch) {
    const index = indexOf(merged, keyed(entry, shape), shape);
    const old = merged[index];
    const result = isObject(old) ? mergeMap(old, entry, shape) : withoutDirectives(entry);
    if (result === undefined) continue;
    if (isObject(old)) merged[index] = result;
    else merged.push(result);
    named.push(isObject(old) ? index : merged.length - 1);
  }
  const fromPatch = [...new Set(named)].flatMap((index) => merged[index] ?? []);
  const positions = new Map(merged.map((entry, index) => [entry, index] as const));
  const isOriginal = (entry: Json): boolean => (positions.get(entry) ?? 0) < original.length;
  return inOrder(merged, fromPatch, merged.filter(isOriginal));
}

/** The entry, which must have the key by which its list merges. */
function keyed(entry: JsonObject, shape: Shape): JsonObject {
  if (shape.by !== undefined && (entry[shape.by] ?? null) === null) {
    throw new PatchError(`has an entry without \`${shape.by}\` in a list merged by it`);
  }
  return entry;
}

/** The entry's twin: the same in both keys, else the first that shares the first key. */
function indexOf(list: readonly Json[], entry: JsonObject, shape: Shape): number {
  const both = list.findIndex((old) => isSame(old, entry, shape) && isSameAlso(old, entry, shape));
  return both >= 0 ? both : list.findIndex((old) => isSame(old, entry, shape));
}

function isSame(old: Json, entry: JsonObject, { by = '' }: Shape): boolean {
  return isObject(old) && old[by] === entry[by];
}

function isSameAlso(old: Json, entry: JsonObject, { also }: Shape): boolean {
  if (also === undefined || !isObject(old)) return true;
  return (old[also.key] ?? also.absent) === (entry[also.key] ?? also.absent);
}

interface Ordering {
  readonly original: JsonObject;
  readonly patch: JsonObject;
  readonly shape: Shape;
}

/** `$setElementOrder/<list>` gives the order of the entries that it names. */
function orderLists(
  merged: Map<string, Json | undefined>,
  { original, patch, shape }: Ordering,
): void {
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(orderPrefix)) continue;
    const field = key.slice(orderPrefix.length);
    const list = merged.get(field);
    if (!Array.isArray(list)) continue;
    const { by } = shapeOf(shape, field);
    const nameIn = (entry: Json): Json | undefined =>
      by !== undefined && isObject(entry) ? entry[by] : entry;
    const pick = (entries: readonly Json[]): readonly Json[] =>
      entries.flatMap((wanted) => listOf(list).filter((entry) => nameIn(entry) === nameIn(wanted)));
    merged.set(
      field,
      inOrder(list, [...new Set(pick(listOf(value)))], pick(listOf(original[field]))),
    );
  }
}

function without(object: JsonObject, dropped: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== dropped));
}

/** What a patch says of a field that is not there yet: its values, none of its directives. */
function withoutDirectives(value: JsonObject): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || inner === null || isDirective(key) || isDeletion(inner)) continue;
    if (Array.isArray(inner)) entries.push([key, listWithoutDirectives(inner)]);
    else entries.push([key, isObject(inner) ? withoutDirectives(inner) : inner]);
  }
  return Object.fromEntries(entries);
}

function listWithoutDirectives(list: readonly Json[]): readonly Json[] {
  return list.flatMap((entry): readonly Json[] => {
    if (!isObject(entry)) return [entry];
    const isBare = entry[directive] !== undefined && Object.keys(entry).length === 1;
    return isBare || isDeletion(entry) ? [] : [withoutDirectives(entry)];
  });
}

function isDirective(key: string): boolean {
  return (
    key === directive ||
    key === retainKeys ||
    key.startsWith(deletePrefix) ||
    key.startsWith(orderPrefix)
  );
}

function isDeletion(value: Json): boolean {
  return isObject(value) && value[directive] === 'delete';
}
