// The last step of deriving: the marks that every object of an owner carries, and the order in
// which its objects are written.
//
// Neighbours: owner-meta.ts (labels), baseline-digest.ts (by which staleness is seen).

import type { Config } from '../../model/config';
import type { KubeObject, Manifest } from '../../model/manifest';
import { marks } from '../../model/marks';
import type { Owner } from '../../model/sandbox';
import { byText } from '../../model/text-order';
import type { Digests } from './baseline-digest';
import { annotate } from './owner-meta';

export interface FinishRequest {
  readonly owner: Owner;
  readonly config: Config;
  readonly digests: Digests;
  /** Every object of the baseline that went into the owner's. */
  readonly used: ReadonlySet<Manifest>;
  readonly isMeshed: boolean;
}

export function finished(
  objects: readonly KubeObject[],
  { owner, config, digests, used, isMeshed }: FinishRequest,
): readonly KubeObject[] {
  const annotations = {
    [marks.baselineDigest]: digests.of(used, config, isMeshed),
    ...(owner.expiresAt === undefined ? {} : { [marks.expiresAt]: owner.expiresAt }),
  };
  return [...objects].sort(byText(sortKey)).map((object) => annotate(object, annotations));
}

const kindOrder = ['Deployment', 'StatefulSet', 'Rollout', 'Service', 'ReferenceGrant'];

function sortKey({ kind, metadata }: KubeObject): string {
  const rank = kindOrder.indexOf(kind);
  const place = rank < 0 ? kindOrder.length : rank;
  return `${place}\n${kind}\n${metadata?.namespace ?? ''}\n${metadata?.name ?? ''}`;
}
