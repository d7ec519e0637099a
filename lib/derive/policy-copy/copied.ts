// A policy that was carried over: the baseline's, and the copy that the sandbox writes.
//
// Neighbours: ../protect/protection.ts (all of them), ../../model/derivation.ts (how they are
// told).

import type { KubeObject, Manifest } from '../../model/manifest';

export interface Copied {
  readonly policy: Manifest;
  readonly object: KubeObject;
}
