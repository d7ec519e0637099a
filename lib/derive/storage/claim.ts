// Empty PersistentVolumeClaims of a fork's own, made as the baseline's are.
//
// Taken over: how much, of which class, in which modes. Not: the volume that the baseline's claim
// is bound to, a selector that would find the same one, and what it was filled from, since a
// snapshot of the baseline's data in a sandbox is nothing that anybody asked for.
// Neighbour: storage.ts.

import {
  at,
  isObject,
  type JsonObject,
  type KubeObject,
  type Manifest,
} from '../../model/manifest';
import { marks, sourceName } from '../../model/marks';
import { withoutKeys, withoutOwnership } from '../../model/ownership';
import type { SandboxSpec } from '../../model/sandbox';
import { forkName } from '../names/fork-name';
import { withoutNulls } from '../patch/patch-values';
import { ownerLabels } from '../write/owner-meta';

/** What of a claim's spec leads to the data of another one. */
const bindingFields: ReadonlySet<string> = new Set([
  'dataSource',
  'dataSourceRef',
  'selector',
  'volumeName',
]);

/** Annotations by which the cluster notes where a claim is bound; one of them is still its class. */
function isBindingMark(key: string): boolean {
  return (
    key.startsWith('pv.kubernetes.io/') ||
    key.startsWith('volume.kubernetes.io/') ||
    key === 'volume.beta.kubernetes.io/storage-provisioner'
  );
}

function emptySpec(spec: unknown): JsonObject {
  const kept = withoutKeys(isObject(spec) ? spec : {}, (field) => bindingFields.has(field)) ?? {};
  return { ...kept, volumeMode: kept.volumeMode ?? 'Filesystem' };
}

export function emptyClaim({ object }: Manifest, sandbox: SandboxSpec): KubeObject {
  const { annotations, labels, ...metadata } = withoutOwnership(object.metadata ?? {});
  return withoutNulls({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...metadata,
      name: forkName(metadata.name ?? '', sandbox.name),
      labels: { ...labels, ...ownerLabels(sandbox) },
      annotations: {
        ...withoutKeys(annotations, isBindingMark),
        [marks.forkOf]: sourceName(object),
      },
    },
    spec: emptySpec(object.spec),
  });
}

/**
 * A StatefulSet's template of claims for a fork. Its labels come onto the claims; the key is not
 * among them, since nothing of the template may ever change.
 */
export function emptyClaimTemplate(template: JsonObject, sandbox: SandboxSpec): JsonObject {
  const { status: _status, ...rest } = template;
  const { annotations, labels, ...metadata } = withoutOwnership(
    isObject(template.metadata) ? template.metadata : {},
  );
  const { [marks.routingKey]: _key, ...own } = ownerLabels(sandbox);
  const kept = withoutKeys(annotations, isBindingMark);
  return withoutNulls({
    ...rest,
    metadata: {
      ...metadata,
      labels: { ...labels, ...own },
      ...(kept === undefined ? {} : { annotations: kept }),
    },
    spec: emptySpec(template.spec),
  });
}

/** How much a claim or a template of claims asks for: `10Gi`. */
export function sizeOf(claim: JsonObject | undefined): string | number | bigint | undefined {
  const size = at(claim, ['spec', 'resources', 'requests', 'storage']);
  const isSize = typeof size === 'string' || typeof size === 'number' || typeof size === 'bigint';
  return isSize ? size : undefined;
}

export function isBlock(claim: JsonObject | undefined): boolean {
  return at(claim, ['spec', 'volumeMode']) === 'Block';
}
