// What a baseline workload has and its fork goes without: scalers, disruption budgets, monitors,
// admission webhooks; and the jobs that run its image as they did.
//
// A fork has the replicas that its sandbox says: a scaler or budget of its own would work against
// that, and one over both would count the fork's pods as the baseline's. One note for each fork
// lists them all. Neighbours: dependents.ts (by name), ../selectors/selector-index.ts (by label).

import type { Finding } from '../../model/finding';
import { groupKindOf } from '../../model/inventory';
import { type Manifest, nameOf } from '../../model/manifest';
import { labelsOf } from '../../model/selector';
import { listText } from '../../model/text-list';
import { byText } from '../../model/text-order';
import { aboutFork, type StepContext } from '../fork/fork-step';
import { imagesOf } from '../pods/images';
import { podLabelsOf } from '../pods/template';
import type { ContentNote } from './content-part';

export const notCopied: ContentNote = (_, context) => {
  return [...withoutFindings(context), ...jobFindings(context)];
};

function withoutFindings(context: StepContext): readonly Finding[] {
  const { baseline, services, indexes } = context;
  const { dependents } = indexes;
  const left = sorted([
    ...dependents.targeting(baseline.object),
    ...services.flatMap(({ object }) => dependents.calling(object)),
    ...selecting(context),
  ]);
  if (left.length === 0) return [];
  return [
    aboutFork(context, 'not-copied', {
      message: `the fork of ${nameOf(baseline.object)} goes without ${listed(left)}, which stay the baseline's alone`,
      hint: 'what the fork needs of its own can stand under `extraResources`',
      also: left.map(({ origin }) => ({ origin })),
    }),
  ];
}

/** Budgets and monitors of the baseline's pods and Services. */
function selecting({ baseline, template, services, indexes, inventory }: StepContext) {
  const { selectors } = indexes;
  const namespace = inventory.namespaceOf(baseline.object);
  const uses = [
    ...selectors.selecting('pods', namespace, podLabelsOf(template)),
    ...services.flatMap(({ object }) =>
      selectors.selecting('services', namespace, labelsOf(object.metadata?.labels)),
    ),
  ];
  return uses
    .filter(({ role, owner }) => role === 'observes' || isBudget(owner))
    .map(({ owner }) => owner);
}

function isBudget({ object }: Manifest): boolean {
  return groupKindOf(object) === 'policy/PodDisruptionBudget';
}

function jobFindings(context: StepContext): readonly Finding[] {
  const { baseline, template, indexes } = context;
  const { namespace } = baseline.object.metadata ?? {};
  const jobs = sorted(indexes.dependents.running(namespace, imagesOf(template)));
  if (jobs.length === 0) return [];
  return [
    aboutFork(context, 'job-not-forked', {
      message: `${listed(jobs)} ${jobs.length === 1 ? 'runs' : 'run'} an image of ${nameOf(baseline.object)}, and go${jobs.length === 1 ? 'es' : ''} on as before beside its fork`,
      hint: 'a job that is to run with the fork can stand under `extraResources`',
      also: jobs.map(({ origin }) => ({ origin })),
    }),
  ];
}

/** Each once, by kind and name, whatever the order of the input. */
function sorted(manifests: readonly Manifest[]): readonly Manifest[] {
  return [...new Set(manifests)].sort(byText(({ object }) => nameOf(object)));
}

function listed(manifests: readonly Manifest[]): string {
  const names = manifests.map(({ object }) => nameOf(object));
  return listText(names, 6, ', ');
}
