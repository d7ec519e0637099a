// Manifests -> what the API server would refuse of them, object by object.
//
// Kinds are looked up in CRDs first, which are the cluster's own word, then in the facts of the
// Gateway API, then among Kubernetes' own kinds. Neighbours: object-faults.ts (one object),
// channels.ts (where nobody says which channel it is), fault-finding.ts (faults as findings).

import type { Api } from '../model/api';
import { type Finding, finding } from '../model/finding';
import { type KubeObject, type Manifest, nameOf } from '../model/manifest';
import { faultsOnChannel } from './channels';
import type { Fault } from './fault';
import { faultFinding } from './fault-finding';
import { gatewayApiKinds } from './gateway-api';
import type { KindCheck, KindLookup, NotServed } from './kind-check';
import { objectFaults } from './object-faults';

export interface ValidateRequest {
  readonly manifests: readonly Manifest[];
  /** Undefined: either channel, and what only the experimental one has is told. */
  readonly api?: Api;
  /** Kinds beside those of the Gateway API, the most telling first. @default [] */
  readonly kinds?: readonly KindLookup[];
  /** Objects as they are in the cluster, for rules about changes. @default - none are */
  readonly oldOf?: (object: KubeObject) => KubeObject | undefined;
}

export interface ValidateResult {
  readonly findings: readonly Finding[];
  /** Objects that were held against a schema. */
  readonly checked: number;
  /** Kinds that nothing is known of, as `group/version Kind`, with the number of their objects. */
  readonly unchecked: ReadonlyMap<string, number>;
}

export function validate(request: ValidateRequest): ValidateResult {
  const { manifests, api, kinds = [], oldOf } = request;
  const findings: Finding[] = [];
  const unchecked = new Map<string, number>();
  let checked = 0;
  const standard = gatewayApiKinds(api?.channel ?? 'standard');
  const experimental = api === undefined ? gatewayApiKinds('experimental') : undefined;
  for (const manifest of manifests) {
    const { object } = manifest;
    const { apiVersion, kind } = object;
    const own = firstOf(kinds, apiVersion, kind);
    const found = own ?? standard(apiVersion, kind);
    if (found === undefined) {
      const id = `${apiVersion} ${kind}`;
      unchecked.set(id, (unchecked.get(id) ?? 0) + 1);
      continue;
    }
    checked += 1;
    const old = oldOf?.(object);
    const faultsBy = (check: KindCheck | NotServed | undefined): readonly Fault[] | NotServed =>
      check === undefined || 'notServed' in check
        ? (check ?? [])
        : objectFaults(object, check, old);
    const first = faultsBy(found);
    const isOpen = own === undefined && experimental !== undefined;
    const other = isOpen ? () => faultsBy(experimental(apiVersion, kind)) : undefined;
    const { faults, warnings } = faultsOnChannel(first, other);
    if ('notServed' in faults) findings.push(notServedFinding(manifest, faults));
    else for (const fault of faults) findings.push(faultFinding(manifest, fault));
    for (const fault of warnings) {
      findings.push({ ...faultFinding(manifest, fault), severity: 'warning' });
    }
  }
  return { findings, checked, unchecked };
}

function firstOf(kinds: readonly KindLookup[], apiVersion: string, kind: string) {
  for (const look of kinds) {
    const found = look(apiVersion, kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

function notServedFinding({ object, origin }: Manifest, { notServed, hint }: NotServed): Finding {
  return finding('kind-not-served', {
    message: `${nameOf(object)} cannot be applied: ${notServed}`,
    hint,
    where: { origin, path: ['apiVersion'] },
    object: nameOf(object),
  });
}
