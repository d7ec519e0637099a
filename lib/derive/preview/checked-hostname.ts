// One preview's hostname asked all questions at once: is it one, does a listener take it, does
// somebody else answer there, does a certificate cover it.
//
// Neighbours: hostname-check.ts and certificate-check.ts (the answers), preview-findings.ts (the words).

import type { Finding } from '../../model/finding';
import { nameOf } from '../../model/manifest';
import type { ParentRef, Route } from '../../model/route';
import { uncovered } from './certificate-check';
import { hostnameProblem, servingListeners, takingParents } from './hostname-check';
import {
  type Asked,
  hostnameInvalid,
  mixedKinds,
  notCovered,
  notTaken,
  served,
} from './preview-findings';
import type { PreviewHosts } from './preview-hosts';

interface HostnameQuestion {
  readonly asked: Asked;
  readonly route: Route;
  /** Gateways and ListenerSets that the route may be derived for. */
  readonly parents: readonly ParentRef[];
  readonly hosts: PreviewHosts;
}

interface CheckedHostname {
  /** The parents that take the hostname. */
  readonly parents: readonly ParentRef[];
  readonly findings: readonly Finding[];
}

export function checkHostname({ asked, route, parents, hosts }: HostnameQuestion): CheckedHostname {
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
  const [rival] = listeners.flatMap((one) => hosts.routesOn(one, hostname));
  if (rival !== undefined) return refused(served(asked, rival));
  const other = listeners
    .map((one) => hosts.otherKind(one, hostname, route.kind))
    .find((one) => one);
  const mixed =
    other === undefined
      ? []
      : [mixedKinds(asked, nameOf(other.manifest.object), { origin: other.manifest.origin })];
  const certificates = listeners.flatMap((one) => uncovered(hostname, one, hosts) ?? []);
  return {
    parents: taking.map(({ parent }) => parent),
    findings: [...mixed, ...certificates.map((found) => notCovered(asked, found))],
  };
}
