// Services that several forks of one sandbox stand behind.
//
// Their one fork Service has to select the pods of all these forks and of no other, so those
// pods carry a label for it beside the marks of their own workload.

import type { Inventory } from '../../model/inventory';
import { isObject, type Manifest } from '../../model/manifest';
import { marks } from '../../model/marks';
import type { SandboxSpec } from '../../model/sandbox';
import { type Labels, selectorOfLabels } from '../../model/selector';
import { withoutRevisionTerms } from '../selectors/revision-label';
import type { SelectorIndex } from '../selectors/selector-index';
import { findWorkload } from '../workload/lookup';
import type { WorkloadPods } from '../workload/workload-pods';

export interface Sharing {
  readonly sandbox: SandboxSpec;
  readonly baseline: Manifest;
  readonly services: readonly Manifest[];
  readonly inventory: Inventory;
  readonly selectors: SelectorIndex;
  /** The workload's pods: objects that are one workload with it are no company. */
  readonly pods: WorkloadPods;
}

/** Other workloads behind a Service, by whether the sandbox forks them too. */
export function companions(service: Manifest, sharing: Sharing) {
  const { sandbox, baseline, inventory, selectors, pods } = sharing;
  const { spec, metadata } = service.object;
  const written = selectorOfLabels(isObject(spec) ? spec.selector : undefined) ?? [];
  const selector = withoutRevisionTerms(written);
  const others = selectors
    .workloadsSelected(inventory.namespaceKey(metadata?.namespace), selector)
    .filter((manifest) => manifest !== baseline && !pods.aliases.includes(manifest));
  if (others.length === 0) return { forked: [], unforked: [] };
  const forks = new Set(sandbox.forks.map(({ workload }) => findWorkload(workload, inventory)));
  return {
    forked: others.filter((manifest) => forks.has(manifest)),
    unforked: others.filter((manifest) => !forks.has(manifest)),
  };
}

/** The label of pods behind a Service that several forks share; a Service's name fits a label's. */
export function sharedLabel(service: Manifest): Labels {
  return { [`${marks.serves}${service.object.metadata?.name ?? ''}`]: 'true' };
}

/** The Services of a workload that another fork of its sandbox shares. */
export function sharedAmongForks(sharing: Sharing): ReadonlySet<Manifest> {
  return new Set(
    sharing.services.filter((service) => companions(service, sharing).forked.length > 0),
  );
}
