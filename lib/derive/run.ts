// What all owners of one run share: the baseline, the settings, and what is worked out of them
// once.
//
// Nothing here depends on a sandbox: each is derived alone. Neighbours: derive.ts (who makes it),
// owner-derivation.ts (who asks).

import type { Config } from '../model/config';
import type { RouteTable } from '../model/route-table';
import { KeylessRoutes } from './exposure/keyless';
import { ForkIndexes } from './fork/fork-indexes';
import { PolicyIndex } from './policy/policy-index';
import { PreviewHosts } from './preview/preview-hosts';
import { Exclusion } from './route/exclusion';
import { Digests } from './write/baseline-digest';

export interface Run {
  readonly table: RouteTable;
  readonly config: Config;
  readonly indexes: ForkIndexes;
  readonly exclusion: Exclusion;
  readonly previewHosts: PreviewHosts;
  readonly keyless: KeylessRoutes;
  readonly digests: Digests;
  readonly policies: PolicyIndex;
}

export function runOf(table: RouteTable, config: Config): Run {
  return {
    table,
    config,
    indexes: new ForkIndexes(table.inventory),
    exclusion: new Exclusion(config, table),
    previewHosts: new PreviewHosts(table),
    keyless: new KeylessRoutes(table),
    digests: new Digests(),
    policies: new PolicyIndex(table.inventory),
  };
}
