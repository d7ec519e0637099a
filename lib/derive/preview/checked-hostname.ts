// One preview's hostname asked all questions at once: is it one, does a listener take it, does
// somebody else answer there, does a certificate cover it.
//
// Neighbours: hostname-check.ts and certificate-check.ts (the answers), preview-findings.ts (the
// words).

import type { Finding } from '../../model/finding';
import type { Listener } from '../../model/gateway';
import { nameOf } from '../../model/manifest';
import type { ParentRef, Route } from '../../model/route';
import { uncovered } from './certificate-check';
import {
  doMeet,
  hostnameProblem,
  servingListeners,
  shadowOf,
  takingParents,
} from './hostname-check';
import {
  type Asked,
  displacing,
  hostnameInvalid,
  mixedKinds,
  notCovered,
  notTaken,
  served,
  shadowed,
} from './preview-findings';
import type { PreviewHosts } from './preview-hosts';

interface HostnameQuestion {
  readonly asked: Asked;
  readonly route: Route;
  /** Gateways and ListenerSets that the route may be derived for. */
  readonly parents: readonly ParentRef[];
  readonly hosts: PreviewHosts;
  /** Whether both kinds of routes are accepted on one host wherever the routes are to run. */
  readonly mixesKinds: boolean;
  /** Whether a listener may keep requests of its hostname from routes of wider ones. */
  readonly isolates: boolean;
}

interface CheckedHostname {
  /** The parents that take the hostname. */
  readonly parents: readonly ParentRef[];
  readonly findings: readonly Finding[];
}

export function checkHostname(question: HostnameQuestion): CheckedHostname {
  const { asked, route, parents, hosts, mixesKinds: isMixing } = question;
  const { hostname } = asked.preview;
  const refused = (found: Finding): CheckedHostname => ({ parents: [], findings: [found] });
  const problem = hostnameProblem(hostname);
  if (problem !== undefined) return refused(hostnameInvalid(asked, problem));
  const { table } = hosts;
  const taking = takingParents(hostname, route, parents, table);
  if (taking.length === 0) {
    const listeners = parents.map(
      (parent) => [parent, servingListeners(route, parent, table)] as const,
    );
    return refused(notTaken(asked, route, listeners));
  }
  const listeners = [...new Set(taking.flatMap((one) => one.listeners))];
  const shadow = shadowOfAll(listeners, question);
  if (shadow !== undefined) return refused(shadowed(asked, route, shadow));
  const [rival] = listeners.flatMap((one) => hosts.routesOn(one, hostname));
  if (rival !== undefined) return refused(served(asked, rival));
  const others = listeners.flatMap((listener) => {
    const found = hosts.otherKind(listener, hostname, route.kind);
    return found === undefined ? [] : [{ route: found, listener }];
  });
  const rivalKind = others.find((one) => !doMeet(route, one.route, one.listener));
  if (rivalKind !== undefined && !isMixing) return refused(displacing(asked, rivalKind.route));
  const mixed = others.slice(0, 1).map((one) => mixedWith(asked, one.route));
  const certificates = listeners.flatMap((one) => uncovered(hostname, one, hosts) ?? []);
  return {
    parents: taking.map(({ parent }) => parent),
    findings: [...mixed, ...certificates.map((found) => notCovered(asked, found))],
  };
}

/** A listener that the route is not attached to and that takes the requests of each that takes it. */
function shadowOfAll(
  listeners: readonly Listener[],
  { asked, hosts, isolates }: HostnameQuestion,
): Listener | undefined {
  if (!isolates) return undefined;
  const shadows = listeners.map((listener) => {
    const all = hosts.gatewayOf(listener)?.listeners ?? [];
    const others = all.filter((one) => !listeners.includes(one));
    return shadowOf(asked.preview.hostname, listener, others);
  });
  return shadows.includes(undefined) ? undefined : shadows[0];
}

function mixedWith(asked: Asked, { manifest }: Route): Finding {
  return mixedKinds(asked, nameOf(manifest.object), { origin: manifest.origin });
}
