// What a fork may not say, whatever the baseline holds: refused at the call. TypeScript sees most
// of it; plain JavaScript sees none.
//
// Neighbours: fork-props.ts (the props), part-check.ts (the other parts), sandbox.ts (which
// refuses), sandbox-document.ts (what a file may not say either).

import { Lazy } from 'cdk8s';
import { nearest } from '../model/spelling';
import { envOf, type Fork, imagesOf } from './fork-props';
import { apiObjectOf } from './object-naming';
import { configProblem, type Problem } from './part-check';

const workloadKinds: readonly string[] = ['Deployment', 'StatefulSet', 'Rollout'];
const forkProps: readonly string[] = [
  'workload',
  'image',
  'images',
  'env',
  'replicas',
  'config',
  'storage',
  'effects',
  'serviceAccount',
  'patch',
];

/** Why a fork could never be right, or undefined. */
export function problemOf(fork: Fork): Problem | undefined {
  return (
    unknownProp(fork, forkProps, 'a fork') ??
    workloadProblem(fork.workload) ??
    imageProblem(fork) ??
    envProblem(fork) ??
    configProblem(fork) ??
    replicasProblem(fork.replicas)
  );
}

function workloadProblem(workload: Fork['workload']): Problem | undefined {
  const hint = 'give a Deployment construct, or { kind, namespace, name }';
  if (typeof workload !== 'object' || workload === null) {
    return { message: 'a fork names no workload', hint };
  }
  if (!('node' in workload)) {
    if (!workloadKinds.includes(workload.kind)) {
      return { message: `\`${workload.kind}\` is not a kind of workload that can be forked`, hint };
    }
    if (!workload.name) return { message: `a ${workload.kind} to fork has no name`, hint };
    return undefined;
  }
  const path = workload.node.path;
  const object = apiObjectOf(workload);
  if (object === undefined)
    return { message: `no Kubernetes object stands behind \`${path}\``, hint };
  if (workloadKinds.includes(object.kind)) return undefined;
  return { message: `\`${path}\` is a ${object.kind}, which cannot be forked`, hint };
}

function imageProblem({ image, images }: Fork): Problem | undefined {
  const given = [...(image === undefined ? [] : [{ image }]), ...imagesOf(images)];
  for (const change of given) {
    if (change.image === '') {
      return { message: 'a fork has an empty image', hint: 'give an image, or leave it out' };
    }
    if (typeof change.image === 'string' || isLazy(change.image)) continue;
    const message = `\`${String(change.image)}\` is no image`;
    return { message, hint: "write it as text: 'shop/cart:2'" };
  }
  return undefined;
}

function envProblem({ env }: Fork): Problem | undefined {
  for (const variable of envOf(env)) {
    const { name, operation, value, valueFrom, fork } = variable;
    if (!name) return { message: 'a variable has no name', hint: 'give each variable a name' };
    if (value !== undefined && typeof value !== 'string' && !isLazy(value)) {
      return { message: `the value of variable \`${name}\` is no text`, hint: 'put it in quotes' };
    }
    const sources = [value, valueFrom, fork].filter((source) => source !== undefined).length;
    if (operation === 'delete' && sources > 0) {
      return { message: `variable \`${name}\` is deleted and set`, hint: 'do one of the two' };
    }
    if (sources > 1) {
      return {
        message: `variable \`${name}\` has several values`,
        hint: 'give one of value, valueFrom and fork',
      };
    }
    const problem = fork === undefined ? undefined : workloadProblem(fork.workload);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function replicasProblem(replicas: number | undefined): Problem | undefined {
  if (replicas === undefined || isLazy(replicas)) return undefined;
  if (typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0) return undefined;
  return { message: `\`${replicas}\` is no number of replicas`, hint: 'use 0, 1 or more' };
}

function isLazy(value: unknown): boolean {
  return value instanceof Lazy;
}

/** A prop that nobody reads, which would leave a wish unheard where no compiler looks. */
export function unknownProp(
  props: object,
  known: readonly string[],
  owner: string,
): Problem | undefined {
  const unknown = Object.keys(props).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const near = nearest(unknown, known);
  return {
    message: `\`${unknown}\` is no prop of ${owner}`,
    hint: near === undefined ? `use ${known.join(', ')}` : `did you mean \`${near}\`?`,
  };
}
