// One line of status.jsonl, and what its check looks at: conditions of Gateways, ListenerSets,
// their listeners, routes by parent, and policies.
//
// Each check of the suite is a function here; an argument that no check reads would be a
// promise that nobody keeps, so status.test.ts asks for all names. Neighbour: skips.ts.

import type { Condition, Status } from '../../lib/model/condition';
import { gatewayGroup } from '../../lib/model/manifest';
import { controllerName } from './provided';
import { parentRef, type StatusView } from './status-view';
import type { Named, SuiteCase } from './suite';

interface Wanted {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

interface WantedListener {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly conditions: readonly Wanted[];
  readonly supportedKinds?: readonly { readonly group: string; readonly kind: string }[];
}

interface WantedParent {
  readonly conditions: readonly Wanted[];
  readonly controllerName: string;
  readonly parentRef: Named & { readonly kind: string };
}

interface Arguments {
  readonly gw?: Named & { readonly listeners?: readonly string[] };
  readonly gwNN?: Named;
  readonly gwName?: Named;
  readonly lsNN?: Named;
  readonly lsName?: Named;
  readonly policyNN?: Named;
  readonly routeNN?: Named;
  readonly routeName?: Named;
  readonly rNN?: Named;
  readonly routeNNs?: readonly Named[];
  /** Kind and group of the route as a Go type; the check's own kind where it is absent. */
  readonly routeType?: string;
  readonly resource?: Named & { readonly kind: string };
  readonly condition?: Wanted;
  readonly expectedCondition?: Wanted;
  readonly conditions?: readonly Wanted[];
  readonly listeners?: readonly WantedListener[];
  readonly listenerNames?: readonly string[];
  readonly parents?: readonly WantedParent[];
  readonly expectedCount?: number;
}

export interface StatusCase extends SuiteCase {
  readonly check: string;
  readonly args: Arguments;
}

type Check = (args: Arguments, status: StatusView) => readonly string[];

const told = ({ type, status, reason }: Wanted | Condition) => `${type} ${status} ${reason ?? ''}`;

function missing(status: Status | undefined, wanted: Wanted | undefined): readonly string[] {
  if (status === undefined) return ['there is no such status'];
  if (wanted === undefined) return ['the check names no condition'];
  const found = status.conditions.find(({ type }) => type === wanted.type);
  const isRight =
    found?.status === wanted.status &&
    (wanted.reason === undefined || found.reason === wanted.reason);
  return isRight ? [] : [`${told(wanted)} is wanted, ${status.conditions.map(told).join(', ')}`];
}

const accepted: Wanted = { type: 'Accepted', status: 'True', reason: 'Accepted' };
const resolved: Wanted = { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs' };
const goodParent: Wanted = { type: 'Accepted', status: 'True' };

/** One parentRef with the condition is enough, as it is for the suite. */
function oneOf(statuses: readonly Status[], wanted: Wanted | undefined): readonly string[] {
  const problems = statuses.map((status) => missing(status, wanted));
  if (problems.some((list) => list.length === 0)) return [];
  return problems[0] ?? ['the route has no such parent'];
}

function routesAccepted(
  kind: string,
  routes: readonly Named[],
  parent: Named & { readonly listeners?: readonly string[] },
  view: StatusView,
): readonly string[] {
  const sections = parent.listeners ?? [undefined];
  return routes.flatMap((route) =>
    sections.flatMap((section) => {
      const statuses = view.parents(kind, route, parent, section);
      const problems = [...oneOf(statuses, accepted), ...emptySection(section, parent, view)];
      return problems.map((text) => `${kind} ${route.name}: ${text}`);
    }),
  );
}

/** A listener that the check names has routes, whether they name it or its port. */
function emptySection(section: string | undefined, parent: Named, view: StatusView): string[] {
  if (section === undefined) return [];
  const count = view.listeners('Gateway', parent).get(section)?.attachedRoutes ?? 0;
  return count > 0 ? [] : [`no route is attached to ${section}`];
}

const gatewayAndRoutes =
  (kind?: string): Check =>
  ({ gw, routeNNs = [], routeType }, view) => {
    if (gw === undefined) return ['the check names no Gateway'];
    return [
      ...missing(view.object('Gateway', gw), goodParent),
      ...routesAccepted(kind ?? routeType?.replace(/^\*v1\./, '') ?? '', routeNNs, gw, view),
    ];
  };

const routeCondition =
  (kind: string): Check =>
  ({ routeNN, gwNN, condition }, view) =>
    oneOf(view.parents(kind, routeNN, gwNN), condition);

const routeResolved =
  (kind: string): Check =>
  ({ routeNN, gwNN }, view) =>
    oneOf(view.parents(kind, routeNN, gwNN), resolved);

const noAcceptedParents =
  (kind: string): Check =>
  ({ routeName }, view) => {
    const statuses = view.parents(kind, routeName);
    if (statuses.length !== 1) return [`${statuses.length} parents`];
    return statuses.flatMap(({ conditions }) =>
      conditions.filter(({ type, status }) => type === 'Accepted' && status !== 'False').map(told),
    );
  };

const parentsOf =
  (kind: string): Check =>
  ({ routeName, parents = [] }, view) => {
    const all = view.parents(kind, routeName);
    const wrong = parents.filter((one) => one.controllerName !== controllerName);
    return [
      ...wrong.map((one) => `another controller: ${one.controllerName}`),
      ...(all.length === parents.length ? [] : [`${all.length} parents`]),
      ...parents.flatMap(({ parentRef: to, conditions }) => {
        const statuses = view
          .parents(kind, routeName, to)
          .filter(
            ({ part, manifest }) =>
              part !== undefined &&
              'parent' in part &&
              parentRef(manifest.object, part.index).kind === to.kind,
          );
        return conditions.flatMap((wanted) => oneOf(statuses, wanted));
      }),
    ];
  };

const listenersOf =
  (kind: string): Check =>
  ({ gwNN, lsNN, listeners = [] }, view) => {
    const actual = view.listeners(kind, gwNN ?? lsNN);
    const names = [...actual.keys()].sort().join(', ');
    const wanted = listeners
      .map(({ name }) => name)
      .sort()
      .join(', ');
    return [
      ...(names === wanted ? [] : [`listeners ${names}, not ${wanted}`]),
      ...listeners.flatMap((one) => listenerProblems(one, actual.get(one.name))),
    ];
  };

/** Kinds that are named must be there; where none is named there is none. */
function listenerProblems(wanted: WantedListener, actual: Status | undefined): readonly string[] {
  const kinds = actual?.supportedKinds ?? [];
  const asked = (wanted.supportedKinds ?? []).map(({ group, kind }) => `${group}/${kind}`);
  const lacking = asked.filter((kind) => !kinds.includes(kind));
  return [
    ...wanted.conditions.flatMap((one) => missing(actual, one)),
    ...(actual?.attachedRoutes === wanted.attachedRoutes
      ? []
      : [`${actual?.attachedRoutes} attached routes, not ${wanted.attachedRoutes}`]),
    ...lacking.map((kind) => `${kind} is not supported`),
    ...(asked.length === 0 && kinds.length > 0 ? [`${kinds.join(', ')} are supported`] : []),
  ].map((text) => `${wanted.name}: ${text}`);
}

const listenerConditions =
  (kind: string): Check =>
  ({ gwName, lsName, listenerNames = [], conditions = [] }, view) => {
    const listeners = view.listeners(kind, gwName ?? lsName);
    if (listenerNames.length * conditions.length === 0) return ['the check asks for nothing'];
    return listenerNames.flatMap((name) =>
      conditions.flatMap((wanted) => missing(listeners.get(name), wanted)),
    );
  };

/** Every condition has seen the object's latest generation. */
function unseen(statuses: readonly (Status | undefined)[]): readonly string[] {
  const conditions = statuses.flatMap((status) => status?.conditions ?? []);
  const seen = conditions.filter((condition) => 'observedGeneration' in condition);
  return seen.length > 0 && seen.length === conditions.length ? [] : ['nothing was observed'];
}

/** One function for each check of the suite, by its name. */
export const statusChecks: { readonly [name: string]: Check } = {
  GatewayMustHaveCondition: ({ gwNN, expectedCondition }, view) =>
    missing(view.object('Gateway', gwNN), expectedCondition),
  GatewayMustHaveLatestConditions: ({ gwNN }, view) => unseen([view.object('Gateway', gwNN)]),
  GatewayMustHaveZeroRoutes: ({ gwName }, view) => {
    const counts = [...view.listeners('Gateway', gwName).values()].map((one) => one.attachedRoutes);
    return counts.length > 0 && counts.every((count) => count === 0)
      ? []
      : [`attached routes: ${counts.join(', ')}`];
  },
  GatewayMustHaveAttachedListeners: ({ gwName, expectedCount }, view) => {
    const { attachedListenerSets } = view.object('Gateway', gwName) ?? {};
    return attachedListenerSets === expectedCount ? [] : [`${attachedListenerSets} attached`];
  },
  GatewayStatusMustHaveListeners: listenersOf('Gateway'),
  GatewayListenersMustHaveConditions: listenerConditions('Gateway'),
  GatewayAndRoutesMustBeAccepted: gatewayAndRoutes(),
  GatewayAndHTTPRoutesMustBeAccepted: gatewayAndRoutes('HTTPRoute'),
  GatewayAndTLSRoutesMustBeAccepted: gatewayAndRoutes('TLSRoute'),
  GatewayAndTCPRoutesMustBeAccepted: gatewayAndRoutes('TCPRoute'),
  GatewayAndUDPRoutesMustBeAccepted: gatewayAndRoutes('UDPRoute'),
  RoutesAndParentMustBeAccepted: ({ resource, routeNNs = [], routeType = '' }, view) => {
    if (resource === undefined) return ['the check names no parent'];
    const [, kind = '', group] = /^(\w+)\.(.*)$/.exec(resource.kind) ?? [];
    if (group !== gatewayGroup) return [`group ${group}`];
    return [
      ...missing(view.object(kind, resource), goodParent),
      ...routesAccepted(routeType.replace(/^\*v1\./, ''), routeNNs, resource, view),
    ];
  },
  ListenerSetMustHaveCondition: ({ lsNN, expectedCondition }, view) =>
    missing(view.object('ListenerSet', lsNN), expectedCondition),
  ListenerSetStatusMustHaveListeners: listenersOf('ListenerSet'),
  ListenerSetListenersMustHaveConditions: listenerConditions('ListenerSet'),
  HTTPRouteMustHaveCondition: routeCondition('HTTPRoute'),
  TLSRouteMustHaveCondition: routeCondition('TLSRoute'),
  TCPRouteMustHaveCondition: routeCondition('TCPRoute'),
  UDPRouteMustHaveCondition: routeCondition('UDPRoute'),
  HTTPRouteMustHaveResolvedRefsConditionsTrue: routeResolved('HTTPRoute'),
  TLSRouteMustHaveResolvedRefsConditionsTrue: routeResolved('TLSRoute'),
  HTTPRouteMustHaveNoAcceptedParents: noAcceptedParents('HTTPRoute'),
  TLSRouteMustHaveNoAcceptedParents: noAcceptedParents('TLSRoute'),
  HTTPRouteMustHaveParents: parentsOf('HTTPRoute'),
  UDPRouteMustHaveParents: parentsOf('UDPRoute'),
  HTTPRouteMustHaveLatestConditions: ({ rNN }, view) => unseen(view.parents('HTTPRoute', rNN)),
  BackendTLSPolicyMustHaveCondition: ({ policyNN, condition }, view) =>
    missing(view.object('BackendTLSPolicy', policyNN), condition),
  BackendTLSPolicyMustHaveAcceptedConditionTrue: ({ policyNN }, view) =>
    missing(view.object('BackendTLSPolicy', policyNN), accepted),
};
