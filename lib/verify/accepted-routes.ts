// Routes that a sandbox brought as they are, and that somebody answers for in the settings: a proof
// leaves them out, and says so. To leave them in and pass over what it finds could hide, behind
// requests that they take, others that nobody has agreed to.
//
// Neighbours: verify.ts (what is proved of the rest), ../model/config.ts (Acceptance).

import { acceptanceUnused } from '../model/acceptance-unused';
import type { Acceptance } from '../model/config';
import { type Finding, finding } from '../model/finding';
import { gatewayGroup, groupOf, type KubeObject, type Manifest, nameOf } from '../model/manifest';
import { isOurs, marks } from '../model/marks';

/** Findings of a proof that are accepted by the name of such a route. */
const codes: ReadonlySet<string> = new Set(['isolation-violated', 'fidelity-violated']);

const kinds: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute']);

/** Whether a sandbox brought the route as it is; what is derived says from what. */
export function isBroughtRoute(object: KubeObject): boolean {
  const { kind, metadata, apiVersion } = object;
  return (
    kinds.has(kind) &&
    groupOf(apiVersion) === gatewayGroup &&
    isOurs(object) &&
    metadata?.annotations?.[marks.derivedFrom] === undefined
  );
}

export interface Accepted {
  /** All but the routes that are left out. */
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

export function withoutAccepted(
  manifests: readonly Manifest[],
  accept: readonly Acceptance[],
): Accepted {
  const entries = accept.filter(({ code }) => codes.has(code));
  if (entries.length === 0) return { manifests, findings: [] };
  const names = new Set(entries.map(({ object }) => object));
  const left = new Map<string, Manifest>();
  const kept = manifests.filter((manifest) => {
    const name = nameOf(manifest.object);
    if (!names.has(name) || !isBroughtRoute(manifest.object)) return true;
    left.set(name, manifest);
    return false;
  });
  const findings = entries.map((entry) => {
    const manifest = left.get(entry.object);
    return manifest === undefined ? acceptanceUnused(entry) : note(entry, manifest);
  });
  return { manifests: kept, findings };
}

function note({ code, object, reason }: Acceptance, { origin, object: route }: Manifest): Finding {
  const sandbox = route.metadata?.labels?.[marks.sandbox];
  return {
    ...finding(code, {
      message: `${object} is left out of the proof, whatever requests it takes: accepted, \`${reason}\``,
      where: { origin },
      object,
    }),
    ...(sandbox === undefined ? {} : { sandbox }),
    severity: 'info',
  };
}
