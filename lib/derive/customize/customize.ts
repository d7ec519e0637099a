// A sandbox's wishes for one fork, in their order: images, environment, replicas, patches.
//
// A patch may change what it likes of the workload but not which object it is. Set to the
// baseline's own values, name and namespace are put right; labels that we set and the
// selector are written after the patches, so that what a patch says of them is harmless.
// Neighbours: container-change.ts, env-changes.ts, ../patch/ (the changes), ../fork/one-fork.ts
// (who asks).

import type { Config } from '../../model/config';
import { type Finding, finding, type Where } from '../../model/finding';
import type { ForkSpec, Patch } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import {
  at,
  isObject,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
  type ObjectMeta,
} from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import type { ForkIndexes } from '../fork/fork-indexes';
import { patchRefusals } from '../guard/fork-guard';
import { applyPatch } from '../patch/patch-apply';
import { rolloutProblem } from '../workload/rollout';
import { type Changed, changeContainer } from './container-change';
import { changeEnv } from './env-changes';

export interface CustomizeRequest {
  readonly sandbox: SandboxSpec;
  readonly fork: ForkSpec;
  readonly inventory: Inventory;
  readonly indexes: ForkIndexes;
  readonly baseline: Manifest;
  readonly config: Config;
}

export interface Customized {
  readonly object: KubeObject;
  readonly findings: readonly Finding[];
  readonly used: readonly Manifest[];
}

export function customize(copy: KubeObject, request: CustomizeRequest): Customized {
  const findings: Finding[] = [];
  const used: Manifest[] = [];
  let template: JsonObject = templateOf(copy);
  const take = (changed: Changed): void => {
    template = changed.template;
    findings.push(...changed.findings);
  };
  const { images, env, replicas = 1, patches } = request.fork;
  for (const [index, { container, image }] of images.entries()) {
    const wanted = wantedContainer(container, whereOf(request, 'images', index), request);
    take(changeContainer(template, wanted, (old) => ({ ...old, image })));
  }
  const changed = changeEnv(template, {
    ...request,
    wishes: env,
    where: (index) => whereOf(request, 'env', index),
    wanted: (container, where) => wantedContainer(container, where, request),
  });
  take(changed);
  used.push(...changed.used);
  let object: KubeObject = { ...copy, spec: { ...specOf(copy), replicas, template } };
  for (const [index, patch] of patches.entries()) {
    const where = whereOf(request, 'patch', patches.length === 1 ? undefined : index);
    const patched = patchedFork(object, patch, { ...request, where });
    if ('finding' in patched) {
      findings.push(patched.finding);
      continue;
    }
    findings.push(...patchRefusals(object, patched.object, { ...request, where }));
    object = patched.object;
  }
  // A patch that takes them out leaves what the API server would fill in.
  const spec = specOf(object);
  const whole =
    spec.replicas === undefined ? { ...object, spec: { ...spec, replicas: 1 } } : object;
  return { object: whole, findings, used };
}

function specOf({ spec }: KubeObject): JsonObject {
  return isObject(spec) ? spec : {};
}

function templateOf(copy: KubeObject): JsonObject {
  const { template } = specOf(copy);
  return isObject(template) ? template : {};
}

function whereOf(
  { sandbox, fork }: CustomizeRequest,
  field: string,
  index: number | undefined,
): Where {
  const path = [...fork.path, 'customizations', field, ...(index === undefined ? [] : [index])];
  return { origin: sandbox.origin, path };
}

function wantedContainer(
  container: string | undefined,
  where: Where,
  { baseline, sandbox }: CustomizeRequest,
) {
  return { workload: nameOf(baseline.object), container, where, sandbox: sandbox.name };
}

interface PatchRequest extends CustomizeRequest {
  readonly where: Where;
}

type Patched = { readonly object: KubeObject } | { readonly finding: Finding };

function patchedFork(object: KubeObject, patch: Patch, request: PatchRequest): Patched {
  const result = applyPatch(object, patch);
  if ('problem' in result) return { finding: invalid(result.problem, request) };
  const problem = problemOf(result.object, object, request.baseline.object);
  if (problem !== undefined) return { finding: invalid(problem, request) };
  const { apiVersion, kind } = object;
  const metadata: ObjectMeta = isObject(result.object.metadata) ? result.object.metadata : {};
  const { namespace: _namespace, ...rest } = metadata;
  const { name, namespace } = object.metadata ?? {};
  const own = {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
  return { object: { ...result.object, apiVersion, kind, metadata: { ...rest, ...own } } };
}

/** What a patch may not do to a fork; completes the sentence `the patch ...`. */
function problemOf(
  patched: JsonObject,
  object: KubeObject,
  baseline: KubeObject,
): string | undefined {
  const { apiVersion, kind, metadata } = patched;
  if (apiVersion !== object.apiVersion) return 'changes `apiVersion`';
  if (kind !== object.kind) return 'changes `kind`';
  if (!isObject(metadata)) return 'removes `metadata`';
  if (kind === 'Rollout') {
    const problem = rolloutProblem(patched);
    if (problem !== undefined) return problem;
  }
  const names = [object.metadata?.name, baseline.metadata?.name];
  if (!names.some((name) => name === metadata.name)) return 'changes `metadata.name`';
  if (metadata.namespace !== object.metadata?.namespace) return 'changes `metadata.namespace`';
  for (const path of [['metadata'], ['spec', 'template', 'metadata']]) {
    for (const field of ['labels', 'annotations']) {
      const map = at(patched, [...path, field]);
      if (map === undefined) continue;
      const where = `\`${[...path, field].join('.')}\``;
      if (!isObject(map)) return `makes ${where} something else than a map`;
      const wrong = Object.entries(map).find(([, value]) => typeof value !== 'string');
      if (wrong !== undefined)
        return `sets \`${wrong[0]}\` of ${where} to something else than text`;
    }
  }
  return podProblem(patched);
}

function podProblem(patched: JsonObject): string | undefined {
  const containers = at(patched, ['spec', 'template', 'spec', 'containers']);
  if (listOf(containers).length === 0) return 'leaves no container';
  const names = new Set<unknown>();
  for (const container of listOf(containers)) {
    const name = at(container, ['name']);
    if (typeof name !== 'string') return 'leaves a container without a name';
    if (names.has(name)) return `leaves two containers \`${name}\``;
    names.add(name);
  }
  return undefined;
}

function invalid(problem: string, { baseline, where, sandbox }: PatchRequest): Finding {
  return finding('patch-invalid', {
    message: `the patch for the fork of ${nameOf(baseline.object)} ${problem}`,
    hint: 'correct the patch; it is applied to the baseline workload after images, environment and replicas',
    where,
    sandbox: sandbox.name,
  });
}
