// Constructs in the place of names: each stands for an object of the kind that is asked for.
//
// Plain references are read as those of a file. Neighbours: fork-check.ts (workloads),
// sandbox-document.ts (the reading), fork-props.ts and sandbox-props.ts (the props).

import { isObject } from '../model/manifest';
import type { Fork } from './fork-props';
import { apiObjectOf, isObjectConstruct } from './object-naming';
import type { ExtraObject, Preview, Virtual } from './sandbox-props';

export interface Problem {
  readonly message: string;
  readonly hint: string;
}

const service = {
  kinds: ['Service'],
  words: 'a Service',
  hint: 'give a Service, or { namespace, name }',
} as const;
const route = {
  kinds: ['HTTPRoute', 'GRPCRoute'],
  words: 'an HTTPRoute or GRPCRoute',
  hint: 'give an HttpRoute or GrpcRoute, or { kind, namespace, name }',
} as const;
const config = {
  kinds: ['ConfigMap', 'Secret'],
  words: 'a ConfigMap or Secret',
  hint: 'give a ConfigMap or Secret, or { kind, name }',
} as const;

export function virtualProblem(virtual: Virtual): Problem | undefined {
  if (!isObject(virtual)) return undefined;
  return kindProblem(virtual.service, service) ?? kindProblem(virtual.to, service);
}

export function previewProblem(preview: Preview): Problem | undefined {
  return isObject(preview) ? kindProblem(preview.route, route) : undefined;
}

export function configProblem(fork: Fork): Problem | undefined {
  for (const change of Array.isArray(fork.config) ? fork.config : []) {
    if (!isObject(change)) continue;
    const problem = changeProblem(change);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function changeProblem({ object, use }: { object?: unknown; use?: unknown }): Problem | undefined {
  const problem = kindProblem(object, config) ?? kindProblem(use, config);
  if (problem !== undefined) return problem;
  if (object === undefined) {
    return { message: 'a change of `config` names no object', hint: config.hint };
  }
  const [ours, theirs] = [object, use].map(kindOf);
  if (ours === undefined || theirs === undefined || ours === theirs) return undefined;
  const hint = `give a ${ours}`;
  return { message: `a ${theirs} cannot stand in the place of a ${ours}`, hint };
}

/** A construct would be written twice: with its own chart, and with the sandbox. */
export function extraProblem(object: ExtraObject): Problem | undefined {
  if (!isObjectConstruct(object)) return undefined;
  return {
    message: `\`${object.node.path}\` is a construct, which its own chart writes`,
    hint: 'give the object as data: { apiVersion, kind, metadata, ... }',
  };
}

interface Wanted {
  readonly kinds: readonly string[];
  readonly words: string;
  readonly hint: string;
}

function kindProblem(target: unknown, { kinds, words, hint }: Wanted): Problem | undefined {
  if (!isObjectConstruct(target)) return undefined;
  const { path } = target.node;
  const kind = apiObjectOf(target)?.kind;
  if (kind === undefined) {
    return { message: `no Kubernetes object stands behind \`${path}\``, hint };
  }
  if (kinds.includes(kind)) return undefined;
  return { message: `\`${path}\` is a ${kind}, not ${words}`, hint };
}

function kindOf(target: unknown): string | undefined {
  if (isObjectConstruct(target)) return apiObjectOf(target)?.kind;
  const kind = isObject(target) ? target.kind : undefined;
  return typeof kind === 'string' ? kind : undefined;
}
