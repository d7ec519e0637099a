// ReferenceGrants for forks: a grant that names a baseline Service does not cover its fork.
//
// A reference that the baseline does not grant stays ungranted: the fork answers as its baseline
// would. Mesh routes need no grant (GEP-1294). Neighbour: ../routing/grant.ts (what a grant opens).

import { at, type JsonObject, type KubeObject, listOf, type Manifest } from '../model/manifest';
import type { Route } from '../model/route';
import type { SandboxSpec } from '../model/sandbox';
import { derivedMeta, sourceName } from './sandbox-meta';

interface GrantNeed {
  readonly route: Route;
  /** The fork Service's name, in the grant's own namespace. */
  readonly fork: string;
}

/** A grant for one fork, made from the baseline's grant for the Service that it forks. */
export function forkGrant(
  grant: Manifest,
  need: GrantNeed,
  sandbox: SandboxSpec,
  name: string,
): KubeObject {
  const { object } = grant;
  const from = listOf(at(object, ['spec', 'from'])).filter(
    (entry) => at(entry, ['kind']) === need.route.kind,
  );
  const to: JsonObject = { group: '', kind: 'Service', name: need.fork };
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: derivedMeta({
      sandbox,
      name,
      namespace: object.metadata?.namespace,
      derivedFrom: sourceName(object),
    }),
    spec: { from, to: [to] },
  };
}
