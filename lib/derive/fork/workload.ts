// One fork: a baseline workload copied, changed as the sandbox says, cut loose from every
// baseline selector, and its Services with it.
//
// The order is images, environment, replicas, patches; then our own name, marks and selector,
// which no patch may break; then labels, so that capture is judged on what is written.
// Whether a name is taken is the caller's question. Neighbours: fork-indexes.ts (built once a
// run), customize.ts, template-steps.ts, labels.ts, service.ts.

import type { Config } from '../../model/config';
import { type Finding, isError, type Where } from '../../model/finding';
import type { ForkSpec } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import { isObject, type JsonObject, type KubeObject, type Manifest } from '../../model/manifest';
import { marks } from '../../model/marks';
import { withoutOwnership } from '../../model/ownership';
import type { SandboxSpec } from '../../model/sandbox';
import { type Labels, labelsOf } from '../../model/selector';
import { withoutNulls } from '../patch/patch-values';
import { ownerLabels, sourceName } from '../write/owner-meta';
import { captureFindings, policiesLost, policyFindings } from './capture';
import { customize } from './customize';
import type { ForkIndexes } from './fork-indexes';
import { forkName, labelValueOf } from './fork-name';
import { type StepContext, throughSteps } from './fork-step';
import { type Escape, escapeCapture } from './labels';
import { findWorkload, servicesOf } from './lookup';
import { withoutRepeats } from './ports';
import {
  notFound,
  notSupported,
  sharedServices,
  withoutService,
  withoutTemplate,
} from './refusals';
import { withOwnTerms } from './scheduling';
import type { SelectorIndex } from './selector-index';
import type { SelectorUse } from './selectors';
import { forkService } from './service';
import { sharedAmongForks, sharedLabel } from './sharing';
import { podLabelsOf, podTemplateOf } from './template';
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
}

export interface ForkResult {
  /** Absent when there are errors. */
  readonly workload?: KubeObject;
  /** The same with what it stands for. */
  readonly forked?: ForkedWorkload;
  /** What the workload needs besides its Services: copies of what it refers to. */
  readonly objects: readonly KubeObject[];
  readonly services: readonly { readonly baseline: Manifest; readonly fork: KubeObject }[];
  readonly findings: readonly Finding[];
  /** Baseline objects whose content went into it. */
  readonly used: readonly Manifest[];
}

/** Everything that the steps after the lookup share. */
interface Task extends ForkRequest, StepContext {
  readonly selectors: SelectorIndex;
}

export function forkWorkload(request: ForkRequest): ForkResult {
  const { sandbox, fork, inventory, indexes } = request;
  const { selectors } = indexes;
  const where: Where = { origin: sandbox.origin, path: fork.path };
  const baseline = findWorkload(fork.workload, inventory);
  if (baseline === undefined) return failed([notFound(request, where)]);
  const unsupported = notSupported(baseline, request, where);
  if (unsupported !== undefined) return failed([unsupported], [baseline]);
  const template = podTemplateOf(baseline.object);
  if (template === undefined)
    return failed([withoutTemplate(baseline, request, where)], [baseline]);
  const services = servicesOf(baseline, podLabelsOf(template), { selectors, inventory });
  const task: Task = { ...request, selectors, baseline, template, services, where };
  if (services.length === 0) return failed([withoutService(task)], [baseline]);
  return forkFound(task);
}

function failed(findings: readonly Finding[], used: readonly Manifest[] = []): ForkResult {
  return { objects: [], services: [], findings, used };
}

function forkFound(task: Task): ForkResult {
  const { sandbox, baseline, services, inventory, selectors, where } = task;
  const custom = customize(copied(task), task);
  const content = throughSteps(templateSteps, podTemplateOf(custom.object) ?? {}, task);
  const fullTemplate = content.template;
  const template = withoutRepeats(fullTemplate);
  const selector = ownSelector(task);
  const shared = sharedAmongForks(task);
  const serves = Object.assign({}, ...[...shared].map(sharedLabel)) as Labels;
  const namespace = inventory.namespaceKey(baseline.object.metadata?.namespace);
  const freed = escapeCapture({
    over: 'pods',
    namespace,
    labels: withoutHashes(podLabelsOf(template)),
    marks: { ...selector, ...serves, [marks.routingKey]: sandbox.routingKey },
    sandbox: sandbox.name,
    selectors,
  });
  const copies = services.map((service) => {
    const own = shared.has(service)
      ? { [marks.sandbox]: sandbox.name, ...sharedLabel(service) }
      : selector;
    const parts = { sandbox, inventory, selectors, template, fullTemplate, where };
    return { ...forkService({ ...parts, service, selector: own }), baseline: service };
  });
  const workload = finished(custom.object, { task, template, freed, selector });
  const taken = selectors.selecting('pods', namespace, podLabelsOf(task.template));
  const context = { fork: workload, selector, baseline: taken, where, sandbox: sandbox.name };
  const lost = policiesLost(freed, context);
  const findings = [
    ...custom.findings,
    ...content.findings,
    ...copies.flatMap((copy) => copy.findings),
    ...captureFindings(freed, context),
    ...sharedServices(task),
    ...policyFindings(lost, context),
  ];
  const uses = [
    ...taken.filter(isNoTerm),
    ...decisive(freed),
    ...copies.flatMap((copy) => copy.uses),
  ];
  const sources = [...custom.used, ...content.used];
  const used = unique([baseline, ...services, ...sources, ...uses.map(({ owner }) => owner)]);
  if (findings.some(isError)) return failed(findings, used);
  const forked = { baseline, fork: workload, selector, lost };
  const own = copies.map((copy) => ({ baseline: copy.baseline, fork: copy.fork }));
  return { workload, forked, objects: content.objects, services: own, findings, used };
}

/** The selectors that took the copied labels; of terms of placement those that it was rid of. */
function decisive({ before, after }: Escape): readonly SelectorUse[] {
  return before.filter((use) => isNoTerm(use) || !after.includes(use));
}

function isNoTerm({ role }: SelectorUse): boolean {
  return role !== 'schedules';
}

/** The baseline under the fork's name, without what belongs to the baseline alone. */
function copied({ baseline, sandbox }: Task): KubeObject {
  const { status: _status, metadata = {}, spec, ...rest } = baseline.object;
  // A paused Deployment would be created without a pod.
  const { paused: _paused, ...kept } = isObject(spec) ? spec : {};
  const name = forkName(metadata.name ?? '', sandbox.name);
  return withoutNulls({ ...rest, metadata: { ...withoutOwnership(metadata), name }, spec: kept });
}

/** Both the Deployment and its Services select by these two, which no baseline pod carries. */
function ownSelector({ sandbox, baseline }: Task): Labels {
  return {
    [marks.sandbox]: sandbox.name,
    [marks.workload]: labelValueOf(baseline.object.metadata?.name ?? ''),
  };
}

/** Labels that a controller puts on the pods of one revision. */
const hashLabels = [
  'pod-template-hash',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
] as const;

function withoutHashes(labels: Labels): Labels {
  const hashes: readonly string[] = hashLabels;
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !hashes.includes(key)));
}

interface Finish {
  readonly task: Task;
  readonly template: JsonObject;
  readonly freed: Escape;
  readonly selector: Labels;
}

function finished(object: KubeObject, { task, template, freed, selector }: Finish): KubeObject {
  const { sandbox, baseline } = task;
  const { metadata = {} } = object;
  const templateMetadata = isObject(template.metadata) ? template.metadata : {};
  const { creationTimestamp: _created, ...podMetadata } = templateMetadata;
  const labels = podLabelsOf(template);
  const podSpec = withOwnTerms(isObject(template.spec) ? template.spec : {}, {
    labels,
    changed: freed.changed,
    marks: selector,
    namespace: metadata.namespace,
  });
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...labelsOf(metadata.labels), ...ownerLabels(sandbox) },
      annotations: { ...metadata.annotations, [marks.forkOf]: sourceName(baseline.object) },
    },
    spec: {
      ...(isObject(object.spec) ? object.spec : {}),
      selector: { matchLabels: selector },
      template: { ...template, metadata: { ...podMetadata, labels: freed.labels }, spec: podSpec },
    },
  };
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}
