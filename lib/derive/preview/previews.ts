// All previews of one sandbox: hostnames at which a request without the key goes where one with the
// key goes on a baseline route.
//
// Previews of one route are one derived route with several hostnames,
// `<sandbox>--<route>--preview`.
// Neighbours: hostname-check.ts, certificate-check.ts, preview-route.ts, preview-findings.ts.

import type { Config } from '../../model/config';
import type { DerivedRouteAccount } from '../../model/derivation';
import { type Finding, isError } from '../../model/finding';
import { collect } from '../../model/groups';
import type { KubeObject } from '../../model/manifest';
import { isService, type ParentRef, type Route } from '../../model/route';
import type { SandboxSpec } from '../../model/sandbox';
import { carrierName } from '../../routing/carrier';
import { limits } from '../../routing/limits';
import { doKindsMix, mayIsolate } from '../../routing/profile';
import { derivedName, partName } from '../names/derived-name';
import type { ForkReferences } from '../reference/fork-references';
import type { Substitution } from '../reference/substitution';
import type { Exclusion, Obstacle } from '../route/exclusion';
import { checkHostname } from './checked-hostname';
import { keyHeaders } from './key-filter';
import {
  type Asked,
  askedTwice,
  keyLost,
  keyUnsettable,
  notWritten,
  routeBarred,
  routeMissing,
} from './preview-findings';
import { previewGaps } from './preview-gaps';
import type { PreviewHosts } from './preview-hosts';
import { previewRoute } from './preview-route';
import { previewTies } from './preview-ties';

export interface PreviewRequest {
  /** Undefined: a route group, which has none. */
  readonly sandbox: SandboxSpec | undefined;
  readonly config: Config;
  readonly references: ForkReferences;
  readonly exclusion: Exclusion;
  readonly previewHosts: PreviewHosts;
}

/** The routes of previews of one baseline route. */
export interface DerivedPreview {
  readonly twins: { readonly route: Route; readonly parents: readonly ParentRef[] };
  readonly objects: readonly KubeObject[];
  readonly substitution: Substitution;
  readonly accounts: readonly DerivedRouteAccount[];
}

export interface Previews {
  readonly derived: readonly DerivedPreview[];
  readonly findings: readonly Finding[];
}

/** A preview whose route is known and whose hostname a listener takes. */
interface Placed {
  readonly asked: Asked;
  readonly route: Route;
  readonly parents: readonly ParentRef[];
}

export function previewsOf(request: PreviewRequest): Previews {
  const { sandbox, config } = request;
  const [first, ...others] = sandbox?.previews ?? [];
  if (sandbox === undefined || first === undefined) return { derived: [], findings: [] };
  const previews = [first, ...others];
  if (keyHeaders(config, sandbox.routingKey).length === 0) {
    const carriers = config.carriers.map(carrierName);
    return { derived: [], findings: [keyUnsettable({ sandbox, preview: first }, carriers)] };
  }
  const findings: Finding[] = [];
  const placed = previews.flatMap((preview) => place({ sandbox, preview }, request, findings));
  const byRoute = new Map<Route, Placed[]>();
  for (const one of placed) {
    const twin = byRoute
      .get(one.route)
      ?.find(({ asked }) => asked.preview.hostname === one.asked.preview.hostname);
    if (twin === undefined) collect(byRoute, one.route, one);
    else findings.push(askedTwice(twin.asked, one.asked));
  }
  if (findings.some(isError)) return { derived: [], findings };
  const derived = [...byRoute].map(([route, own]) =>
    written({ sandbox, route, placed: own }, request, findings),
  );
  findings.push(...previewTies(placed, config, sandbox));
  findings.push(...previewGaps(placed, request.previewHosts));
  return { derived, findings };
}

const obstacles: { readonly [obstacle in Obstacle]: string } = {
  ignored: 'is annotated to be ignored',
  excluded: 'is left out by `exclude`',
  unexposed: 'is left to the baseline by `exposure`',
  unattached: 'no listener takes itself',
};

/** The route that a preview is of and the parents that take its hostname. */
function place(asked: Asked, request: PreviewRequest, findings: Finding[]): readonly Placed[] {
  const { exclusion, previewHosts: hosts } = request;
  const { kind, namespace, name } = asked.preview.route;
  const home = hosts.table.inventory.namespaceKey(namespace);
  const called = hosts.routesCalled(name);
  const own = called.filter((one) => one.kind === kind && one.namespace === home);
  // Linkerd has an HTTPRoute of its own, which is attached to Services alone.
  const route = own.find(({ parents }) => !parents.every(isService)) ?? own[0];
  if (route === undefined) {
    findings.push(routeMissing(asked, called));
    return [];
  }
  const obstacle = exclusion.obstacle(route);
  if (obstacle !== undefined) {
    findings.push(routeBarred(asked, route, obstacles[obstacle]));
    return [];
  }
  const parents = exclusion.parentsOf(route).filter((parent) => !isService(parent));
  const { profiles } = request.config;
  const where = { mixesKinds: doKindsMix(profiles), isolates: mayIsolate(profiles) };
  const checked = checkHostname({ asked, route, parents, hosts, ...where });
  findings.push(...checked.findings);
  return checked.findings.some(isError) ? [] : [{ asked, route, parents: checked.parents }];
}

interface RoutePreviews {
  readonly sandbox: SandboxSpec;
  readonly route: Route;
  readonly placed: readonly Placed[];
}

/** The routes for one baseline route: as many as its hostnames need. */
function written(
  { sandbox: owner, route, placed }: RoutePreviews,
  { config, references }: PreviewRequest,
  findings: Finding[],
): DerivedPreview {
  const parents = route.parents.filter((parent) =>
    placed.some((one) => one.parents.includes(parent)),
  );
  const [group] = references.groupsOf(route, parents);
  const substitution = group?.substitution ?? (() => undefined);
  const name = derivedName(`${owner.name}--${route.name}--preview`);
  const hostnames = placed.map(({ asked }) => asked.preview.hostname).sort();
  const objects: KubeObject[] = [];
  const accounts: DerivedRouteAccount[] = [];
  const asked = placed[0]?.asked;
  for (let from = 0; from < hostnames.length; from += limits.hostnamesPerRoute) {
    const made = previewRoute({
      ...{ owner, config, route, parents, substitution },
      headers: keyHeaders(config, owner.routingKey),
      hostnames: hostnames.slice(from, from + limits.hostnamesPerRoute),
      name: partName(name, objects.length),
    });
    if (!('object' in made)) {
      if (asked !== undefined) findings.push(notWritten(asked, route, made));
      break;
    }
    objects.push(made.object);
    accounts.push(made.account);
    if (from > 0 || asked === undefined) continue;
    findings.push(...made.lost.map((lost) => keyLost(asked, route, lost)));
  }
  return { twins: { route, parents }, objects, substitution, accounts };
}
