// What a controller writes of each parentRef of each route.
//
// The law is `RouteParentStatus`: whether the parent takes the route (attachment.ts has found
// out), and whether all references of the route resolve, of which filters' are some. Of a parent
// that is not in the input only the second can be told. Neighbours: attachment.ts,
// ../routing/reference/reference.ts, ../routing/filter/extension.ts.

import type { Condition, Fault, Status } from '../model/condition';
import type { Acceptance, AcceptedReason, Attachment } from '../model/gateway';
import type { Inventory } from '../model/inventory';
import { at, type FieldPath, gatewayGroup, type Json, listOf } from '../model/manifest';
import {
  type AnyRoute,
  type BackendRef,
  isService,
  type ParentRef,
  referringFilters,
} from '../model/route';
import type { RouteTable } from '../model/route-table';
import { missingExtension } from '../routing/filter/extension';
import { resolveReference } from '../routing/reference/reference';
import { placeText } from './listener-reader';
import { resolvedCondition } from './listener-status';

export function routeStatuses(table: RouteTable): readonly Status[] {
  const indexes = new Map<ParentRef, number>();
  const resolved = new Map<AnyRoute, Map<'gateway' | 'mesh', Condition>>();
  const routes: readonly AnyRoute[] = [...table.routes, ...table.connectionRoutes];
  for (const { parents } of routes) {
    parents.forEach((parent, index) => {
      indexes.set(parent, parent.isDefault === true ? -1 : index);
    });
  }
  const attached = table.attachments.map((attachment): Status => {
    const { route, parent } = attachment;
    const index = indexes.get(parent) ?? -1;
    const via = isService(parent) ? 'mesh' : 'gateway';
    const own = resolved.get(route) ?? new Map<'gateway' | 'mesh', Condition>();
    const references = own.get(via) ?? resolvedOf(route, via, table.inventory);
    resolved.set(route, own.set(via, references));
    return {
      manifest: route.manifest,
      part: { parent: placeText(parent), index },
      conditions: [acceptedOf(attachment, index), references],
    };
  });
  // Nobody writes a status of them, and yet they have to be told of.
  const lonely = routes.filter(({ parents }) => parents.length === 0);
  return [...attached, ...lonely.map(({ manifest }) => ({ manifest, conditions: [] }))];
}

type Refusal = Exclude<AcceptedReason, 'Accepted' | 'NoParent'>;

const hints: Readonly<Record<Refusal, string>> = {
  NotAllowedByListeners:
    'let `allowedRoutes` of a listener take this kind and namespace, or name another parent',
  NoMatchingListenerHostname:
    'give the route a hostname that a listener covers, or a listener one that covers the route',
  NoMatchingParent: 'name a `sectionName` and a `port` that the parent has, or none',
  UnsupportedValue: 'name a parent that takes routes of this kind',
  Conflicted:
    'keep one kind of route on these hosts or this Service; give gRPC a hostname of its own',
};

function acceptedOf({ reason, because, listeners }: Attachment, index: number): Condition {
  const type = 'Accepted';
  if (reason === 'NoParent')
    return { type, status: 'Unknown', reason: 'Pending', message: because };
  if (reason !== 'Accepted') {
    const path: FieldPath =
      index < 0 ? ['spec', 'useDefaultGateways'] : ['spec', 'parentRefs', index];
    return { type, status: 'False', reason, message: because, path, hint: hints[reason] };
  }
  if (listeners.length > 0 && listeners.every(isAssumed)) {
    const message = 'the input does not hold the parent';
    return { type, status: 'Unknown', reason: 'Pending', message };
  }
  if (listeners.length > 0 && listeners.every(({ certainty }) => certainty === 'open')) {
    const message = 'of an HTTPRoute and a GRPCRoute on one host the older is accepted';
    return { type, status: 'Unknown', reason: 'Pending', message };
  }
  return { type, status: 'True', reason: 'Accepted', message: '' };
}

/** Of a Gateway that the input does not hold. */
function isAssumed({ listener }: Acceptance): boolean {
  return listener.holder.manifest === undefined;
}

/** The most telling first: what is forbidden, then what can never be, then what is not there. */
const reasonOrder = ['RefNotPermitted', 'InvalidKind', 'BackendNotFound', 'UnsupportedProtocol'];

const referenceHints: ReadonlyMap<string, string> = new Map([
  ['RefNotPermitted', 'add the ReferenceGrant, or name the file that holds it with `--context`'],
  ['InvalidKind', 'name a Service, or a kind that your implementation brings along'],
  [
    'BackendNotFound',
    'name a Service and port that are there, or the file that holds them with `--context`',
  ],
  ['UnsupportedProtocol', 'name a port whose protocol this kind of route can send'],
]);

const ownGroups: ReadonlySet<string> = new Set(['', 'core', gatewayGroup]);

/** Of a kind that is neither the core's nor the Gateway API's. */
const otherHints: ReadonlyMap<string, string> = new Map([
  ...referenceHints,
  ['InvalidKind', 'name a Service, or the file that holds the object with `--context`'],
  ['BackendNotFound', 'name an object that is there, or the file that holds it with `--context`'],
]);

const extensionNotFound =
  "name an object of the route's namespace, or the file that holds it with `--context`";

function resolvedOf(route: AnyRoute, via: 'gateway' | 'mesh', inventory: Inventory): Condition {
  const faults = referencesOf(route).flatMap(({ ref, path }): readonly Fault[] => {
    const resolution = resolveReference(ref, route, via, inventory);
    if (resolution.resolved) return [];
    const { reason, because: message } = resolution;
    const isOther = !isService(ref) && !ownGroups.has(ref.group);
    const hint = (isOther ? otherHints : referenceHints).get(reason);
    return [{ reason, message, path, ...(hint === undefined ? {} : { hint }) }];
  });
  const extensions = extensionFaults(route, inventory);
  const rank = ({ reason }: Fault) => reasonOrder.indexOf(reason);
  return resolvedCondition(
    [...faults, ...extensions].sort((left, right) => rank(left) - rank(right)),
  );
}

/** Filters that name what is not there, of rules and of their backendRefs. */
function extensionFaults(route: AnyRoute, inventory: Inventory): readonly Fault[] {
  const rules = listOf(at(route.raw, ['spec', 'rules']));
  return rules.flatMap((rule, index) =>
    placedFilters(rule, ['spec', 'rules', index]).flatMap(({ filter, path }): readonly Fault[] => {
      const missing = missingExtension(filter, route, inventory);
      if (missing === undefined) return [];
      const { reason, because: message } = missing;
      return [{ reason, message, path: [...path, 'extensionRef'], hint: extensionNotFound }];
    }),
  );
}

interface PlacedReference {
  readonly ref: BackendRef;
  readonly path: FieldPath;
}

/** All that a route refers to, with the fields that say so. */
function referencesOf(route: AnyRoute): readonly PlacedReference[] {
  const rules = listOf(at(route.raw, ['spec', 'rules']));
  if ('rules' in route) {
    return route.rules.flatMap(({ index, backends, filterRefs }) => {
      const path = ['spec', 'rules', index];
      const filterPaths = filterRefPaths(rules[index], path);
      return [
        ...backends.map((ref, at) => ({ ref, path: [...path, 'backendRefs', at] })),
        ...filterRefs.map((ref, at) => ({ ref, path: filterPaths[at] ?? path })),
      ];
    });
  }
  const paths = rules.flatMap((rule, index) =>
    listOf(at(rule, ['backendRefs'])).map((_, at) => ['spec', 'rules', index, 'backendRefs', at]),
  );
  return route.backends.map((ref, at) => ({ ref, path: paths[at] ?? ['spec', 'rules'] }));
}

/** Where filters of a rule and of its backendRefs refer to something, in the reader's order. */
function filterRefPaths(rule: Json | undefined, path: FieldPath): readonly FieldPath[] {
  return placedFilters(rule, path).flatMap(({ filter, path: filterPath }) =>
    referringFilters.flatMap((block) =>
      at(filter, [block, 'backendRef']) === undefined ? [] : [[...filterPath, block, 'backendRef']],
    ),
  );
}

/** The filters of a rule, then those of its backendRefs. */
function placedFilters(rule: Json | undefined, path: FieldPath) {
  const inFilters = (owner: Json | undefined, ownerPath: FieldPath) =>
    listOf(at(owner, ['filters'])).map((filter, index) => ({
      filter,
      path: [...ownerPath, 'filters', index],
    }));
  const backends = listOf(at(rule, ['backendRefs']));
  return [
    ...inFilters(rule, path),
    ...backends.flatMap((ref, index) => inFilters(ref, [...path, 'backendRefs', index])),
  ];
}
