// One fork: a baseline workload copied, changed as the sandbox says, cut loose from every
// baseline selector, and its Services with it.
//
// The order is images, environment, replicas, patches; then storage and the contents of the pods;
// then our own name, marks and selector, which no patch may break; then labels, so that capture is
// judged on what is written. Whether a name is taken is the caller's question.
// Neighbours: fork-indexes.ts (built once a run), copy.ts, ../customize/customize.ts,
// ../storage/storage.ts, template-steps.ts, ../capture/escape.ts, service.ts.

import type { Config } from '../../model/config';
import { type Finding, isError, type Where } from '../../model/finding';
import type { ForkSpec } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import { isObject, type JsonObject, type KubeObject, type Manifest } from '../../model/manifest';
import { marks } from '../../model/marks';
import type { SandboxSpec } from '../../model/sandbox';
import type { Labels } from '../../model/selector';
import { accepted } from '../acceptance';
import { captureFindings, policiesGained, policiesLost } from '../capture/capture';
import { type Escape, escapeCapture } from '../capture/escape';
import { customize } from '../customize/customize';
import { forkRefusals } from '../guard/fork-guard';
import { withoutRepeats } from '../pods/ports';
import { podLabelsOf, podTemplateOf } from '../pods/template';
import { withoutRevisions } from '../selectors/revision-label';
import type { SelectorIndex } from '../selectors/selector-index';
import type { SelectorUse } from '../selectors/selectors';
import { withStorage } from '../storage/storage';
import { deliveryFindings } from '../workload/delivery';
import { findWorkload, servicesOf } from '../workload/lookup';
import { governingService, statefulSetFindings } from '../workload/stateful-set';
import { podsOf, type WorkloadPods } from '../workload/workload-pods';
import { copied, finished, ownSelector } from './copy';
import type { ForkIndexes } from './fork-indexes';
import { type StepContext, throughSteps } from './fork-step';
import {
  notFound,
  sharedServices,
  withoutService,
  withoutSource,
  withoutTemplate,
} from './refusals';
import { forkService } from './service';
import { sharedAmongForks, sharedLabel } from './sharing';
import { templateSteps } from './template-steps';

export interface ForkRequest {
  readonly sandbox: SandboxSpec;
  readonly fork: ForkSpec;
  readonly inventory: Inventory;
  /** Built once for all forks. */
  readonly indexes: ForkIndexes;
  readonly config: Config;
}

/** A baseline workload with its fork. */
export interface ForkedWorkload {
  readonly baseline: Manifest;
  readonly fork: KubeObject;
  /** What the fork's pods are selected by, and no other pods are. */
  readonly selector: Labels;
  /** Policies over the baseline's pods, or letting them through, that the fork's labels lost. */
  readonly lost: readonly SelectorUse[];
  /** Policies that are none of the baseline's, and that the fork's labels drew in. */
  readonly gained: readonly SelectorUse[];
}

/** The fork of one baseline Service. */
export interface ServiceFork {
  readonly baseline: Manifest;
  readonly fork: KubeObject;
  /** A StatefulSet's pods have their names from it, whether or not a route reaches it. */
  readonly isGoverning: boolean;
}

export interface ForkResult {
  /** Absent when there are errors. */
  readonly workload?: KubeObject;
  /** The same with what it stands for. */
  readonly forked?: ForkedWorkload;
  /** What the workload needs besides its Services: copies of what it refers to. */
  readonly objects: readonly KubeObject[];
  readonly services: readonly ServiceFork[];
  readonly findings: readonly Finding[];
  /** Baseline objects whose content went into it. */
  readonly used: readonly Manifest[];
}

/** Everything that the steps after the lookup share. */
interface Task extends ForkRequest, StepContext {
  readonly selectors: SelectorIndex;
  readonly pods: WorkloadPods;
}

export function forkWorkload(request: ForkRequest): ForkResult {
  const { sandbox, fork, inventory, indexes } = request;
  const { selectors } = indexes;
  const where: Where = { origin: sandbox.origin, path: fork.path };
  const baseline = findWorkload(fork.workload, inventory);
  if (baseline === undefined) return failed([notFound(request, where)]);
  const pods = podsOf(baseline, indexes);
  const { template, missing } = pods;
  if (missing !== undefined) {
    return failed([withoutSource(baseline, missing, request, where)], [baseline]);
  }
  if (template === undefined)
    return failed([withoutTemplate(baseline, request, where)], [baseline]);
  const services = servicesOf(baseline, pods.labels, indexes);
  const task: Task = { ...request, selectors, baseline, pods, template, services, where };
  if (services.length === 0 && !isWorker(fork)) return failed([withoutService(task)], [baseline]);
  return forkFound(task);
}

/** A fork without a Service answers nobody; it may still take messages, or work by a clock. */
function isWorker({ effects }: ForkSpec): boolean {
  const work = [effects?.consumers, effects?.schedulers];
  return work.some((choice) => choice !== undefined && choice !== 'drop');
}

function failed(findings: readonly Finding[], used: readonly Manifest[] = []): ForkResult {
  return { objects: [], services: [], findings, used };
}

/** The fork before labels and Services: the copy changed, and what was made beside it. */
interface Content {
  readonly object: KubeObject;
  readonly objects: readonly KubeObject[];
  readonly findings: readonly Finding[];
  readonly used: readonly Manifest[];
}

function contentOf(task: Task): Content {
  const { baseline, template, sandbox, pods } = task;
  const custom = customize(copied(baseline, template, sandbox), task);
  const stored = withStorage(custom.object, task);
  const made = throughSteps(templateSteps, podTemplateOf(stored.object) ?? {}, task);
  const { spec } = stored.object;
  return {
    object: { ...stored.object, spec: { ...(isObject(spec) && spec), template: made.template } },
    objects: [...stored.objects, ...made.objects],
    findings: [
      ...custom.findings,
      ...forkRefusals(custom.object, task),
      ...stored.findings,
      ...made.findings,
    ],
    used: [...pods.used, ...custom.used, ...stored.used, ...made.used],
  };
}

function forkFound(task: Task): ForkResult {
  const { sandbox, baseline, services, inventory, selectors, where } = task;
  const content = contentOf(task);
  const fullTemplate = podTemplateOf(content.object) ?? {};
  const template = withoutRepeats(fullTemplate);
  const selector = ownSelector(baseline, sandbox);
  const shared = sharedAmongForks(task);
  const namespace = inventory.namespaceOf(baseline.object);
  const freed = escapeCapture({
    over: 'pods',
    namespace,
    labels: withoutRevisions(podLabelsOf(template)),
    marks: Object.assign({ ...selector }, ...[...shared].map(sharedLabel), {
      [marks.routingKey]: sandbox.routingKey,
    }),
    sandbox: sandbox.name,
    selectors,
  });
  const copies = serviceForks(task, { template, fullTemplate, selector, shared });
  const workload = finished(content.object, { ...task, template, freed, selector });
  const taken = takenBy(task);
  const context = { fork: workload, selector, baseline: taken, where, sandbox: sandbox.name };
  const told = [
    ...content.findings,
    ...statefulSetFindings(template, task),
    ...deliveryFindings(task),
    ...copies.flatMap((copy) => copy.findings),
    ...captureFindings(freed, context),
    ...sharedServices(task),
  ];
  const findings = accepted(told, task.config);
  const uses = [
    ...taken.filter(isNoTerm),
    ...decisive(freed),
    ...copies.flatMap((copy) => copy.uses),
  ];
  const owners = uses.map(({ owner }) => owner);
  const used = [...new Set([baseline, ...services, ...content.used, ...owners])];
  if (findings.some(isError)) return failed(findings, used);
  const policies = {
    lost: policiesLost(freed, context),
    gained: policiesGained(freed, context),
  };
  const forked = { baseline, fork: workload, selector, ...policies };
  return { workload, forked, objects: content.objects, services: copies, findings, used };
}

interface Served {
  /** The fork's pod template as it is written, and as it was before repeated entries went. */
  readonly template: JsonObject;
  readonly fullTemplate: JsonObject;
  readonly selector: Labels;
  /** Services that other forks of the sandbox stand behind, too. */
  readonly shared: ReadonlySet<Manifest>;
}

/** The forks of the workload's Services, with what decided about them. */
function serviceForks(task: Task, { template, fullTemplate, selector, shared }: Served) {
  const { sandbox, inventory, selectors, services, where } = task;
  const governing = governingService(task);
  return services.map((service) => {
    const isGoverning = service === governing;
    const own = shared.has(service)
      ? { [marks.sandbox]: sandbox.name, ...sharedLabel(service) }
      : selector;
    const parts = { sandbox, inventory, selectors, template, fullTemplate, where, isGoverning };
    return { ...forkService({ ...parts, service, selector: own }), baseline: service, isGoverning };
  });
}

/** The selectors that take pods of the baseline, under any of the labels that these may have. */
function takenBy({ selectors, pods, inventory, baseline }: Task): readonly SelectorUse[] {
  const namespace = inventory.namespaceOf(baseline.object);
  const uses = pods.labels.flatMap((labels) => selectors.selecting('pods', namespace, labels));
  return [...new Set(uses)];
}

/** The selectors that took the copied labels; of terms of placement those that it was rid of. */
function decisive({ before, after }: Escape): readonly SelectorUse[] {
  return before.filter((use) => isNoTerm(use) || !after.includes(use));
}

function isNoTerm({ role }: SelectorUse): boolean {
  return role !== 'schedules';
}
