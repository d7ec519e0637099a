// Makes a failing case small enough to read: takes away routes, rules, matches and their parts
// for as long as the case still fails.

import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../lib/model/manifest';
import type { Case } from '../arbitrary/baseline';

export function shrink(subject: Case, fails: (smaller: Case) => boolean): Case {
  let here = subject;
  for (;;) {
    const next = smallerCases(here).find(fails);
    if (next === undefined) return here;
    here = next;
  }
}

/** Cases with one thing less, the greatest things first. */
function smallerCases(subject: Case): Case[] {
  const { objects, sandboxes } = subject;
  const isRoute = ({ kind }: KubeObject) => kind === 'HTTPRoute' || kind === 'GRPCRoute';
  const loose = new Set(['ReferenceGrant', 'ListenerSet']);
  const isLoose = (object: KubeObject) => isRoute(object) || loose.has(object.kind);
  const fewerObjects = objects
    .filter(isLoose)
    .map((gone) => ({ ...subject, objects: objects.filter((object) => object !== gone) }));
  const fewerForks = sandboxes.flatMap((sandbox, place) =>
    sandbox.forks.length < 2
      ? []
      : without(sandbox.forks).map((forks) => ({
          ...subject,
          sandboxes: sandboxes.map((each, i) => (i === place ? { ...sandbox, forks } : each)),
        })),
  );
  const smallerRoutes = objects.filter(isRoute).flatMap((route) =>
    smallerSpecs(route.spec).map((spec) => ({
      ...subject,
      objects: objects.map((object) => (object === route ? { ...route, spec } : object)),
    })),
  );
  const fewerGroups = without(subject.groups).map((groups) => ({ ...subject, groups }));
  return [...fewerGroups, ...fewerObjects, ...fewerForks, ...smallerRoutes];
}

function without<T>(list: readonly T[]): T[][] {
  return list.map((_, gone) => list.filter((_each, index) => index !== gone));
}

/** Lists that may be shortened, and whether they may become empty. */
const shortened: { readonly [field: string]: 'to one' | 'to none' } = {
  rules: 'to one',
  matches: 'to one',
  backendRefs: 'to one',
  parentRefs: 'to one',
  hostnames: 'to one',
  filters: 'to none',
  headers: 'to none',
  queryParams: 'to none',
};

/** Fields that may go altogether. */
const dropped: readonly string[] = ['timeouts', 'method', 'filters', 'weight', 'name'];

function smallerSpecs(value: Json | undefined): Json[] {
  if (Array.isArray(value)) {
    const list = listOf(value as Json);
    return list.flatMap((inner, place) =>
      smallerSpecs(inner).map((less) => list.map((each, i) => (i === place ? less : each))),
    );
  }
  if (!isObject(value)) return [];
  const isReference = value.port !== undefined;
  return Object.entries(value).flatMap(([field, inner]) => {
    const change = (less: Json): JsonObject => ({ ...value, [field]: less });
    const least = shortened[field];
    const list = listOf(inner);
    const shorter =
      least !== undefined && list.length > (least === 'to one' ? 1 : 0) ? without(list) : [];
    const { [field]: _gone, ...rest } = value;
    const isNamed = field === 'name' && (isReference || value.value !== undefined);
    const drops = dropped.includes(field) && !isNamed && value.kind === undefined ? [rest] : [];
    return [...shorter.map(change), ...drops, ...smallerSpecs(inner).map(change)];
  });
}
