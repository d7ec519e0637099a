// What a sandbox changes about one baseline workload, as a cdk8s author writes it down, and
// the same as the plain value that the passes work on.
//
// Workloads are known by structure: the Deployment of any Kubernetes version's cdk8s-plus
// package is a construct whose default child is the Deployment's ApiObject. Its name and
// namespace are read at synthesis, when patches and lazy values have had their say.
// Neighbours: sandbox.ts (which holds forks), fork-check.ts (what they may not say),
// model/sandbox.ts (what they become).

import { ApiObject, Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { EnvChange, ForkSpec, ImageChange, Patch, WorkloadRef } from '../model/fork';
import { type FieldPath, isObject, type KubeObject } from '../model/manifest';
import { settled } from './plain-data';

/** A cdk8s-plus Deployment of any version's package, or a Deployment `ApiObject`. */
export interface WorkloadConstruct {
  readonly node: { readonly path: string };
}

export type Workload = WorkloadConstruct | WorkloadRef;

/** A variable's value by any source that Kubernetes knows; a cdk8s-plus `EnvValue` is one. */
export interface ForkEnvValue {
  readonly value?: string;
  /** A Kubernetes `EnvVarSource`. */
  readonly valueFrom?: object;
}

export interface ForkEnv extends ForkEnvValue {
  readonly name: string;
  /** @default - the pod template's only container */
  readonly container?: string;
  /** @default 'upsert' */
  readonly operation?: 'upsert' | 'delete';
  /** A value that speaks of another fork of this sandbox: `http://{{ .Host }}:{{ .Port }}`. */
  readonly fork?: { readonly workload: Workload; readonly expression: string };
}

export interface Fork {
  /** The baseline workload, or its kind, name and namespace where no construct stands for it. */
  readonly workload: Workload;
  /** The image of the pod template's only container. @default - the baseline's */
  readonly image?: string;
  /** Images by container. @default - the baseline's */
  readonly images?: Readonly<Record<string, string>> | readonly ImageChange[];
  /** Variables set over the baseline's, by name or as a list. @default - the baseline's */
  readonly env?: Readonly<Record<string, string | ForkEnvValue>> | readonly ForkEnv[];
  /** @default 1 */
  readonly replicas?: number;
  /** Changes that nothing else here can say; applied last, in order. @default - none */
  readonly patch?: Patch | readonly Patch[];
}

/** How synthesis reads an object: once for each pass, however many ask for it. */
export type Render = (object: ApiObject) => KubeObject;

/** The ApiObject that a workload stands for, or undefined for a reference by name. */
export function apiObjectOf(workload: Workload): ApiObject | undefined {
  return 'node' in workload ? ApiObject.of(workload as IConstruct) : undefined;
}

/** A workload's kind, namespace and name as they will stand in the output. */
function refOf(workload: Workload, render: Render): WorkloadRef {
  const object = apiObjectOf(workload);
  if (object === undefined) {
    const { kind, namespace, name } = workload as WorkloadRef;
    return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  }
  const { kind, metadata } = render(object);
  return {
    kind: kind as WorkloadRef['kind'],
    name: metadata?.name ?? object.name,
    ...(metadata?.namespace === undefined ? {} : { namespace: metadata.namespace }),
  };
}

/** A fork as the passes know it; every value is copied, so later changes of props don't reach it. */
export function specOf(fork: Fork, path: FieldPath, render: Render): ForkSpec {
  const { replicas } = fork;
  const image = settled(fork.image) as string | undefined;
  const patches = settled(fork.patch ?? []) as Patch | readonly Patch[];
  const env = envOf(fork.env).map((variable): EnvChange => {
    const { fork: other, operation = 'upsert', value, valueFrom, ...named } = variable;
    const change = settled({ ...named, operation, value, valueFrom }) as EnvChange;
    if (other === undefined) return change;
    const { expression } = other;
    return { ...change, fork: { workload: refOf(other.workload, render), expression } };
  });
  return {
    workload: refOf(fork.workload, render),
    ...(replicas === undefined ? {} : { replicas }),
    images: [
      ...(image === undefined ? [] : [{ image }]),
      ...(settled(imagesOf(fork.images)) as readonly ImageChange[]),
    ],
    env,
    patches: isList(patches) ? patches : [patches],
    path,
  };
}

/** The images by container as a list. */
export function imagesOf(images: Fork['images']): readonly ImageChange[] {
  if (images === undefined) return [];
  if (isList(images)) return images;
  return Object.entries(images).map(([container, image]) => ({ container, image }));
}

/** The variables as a list. */
export function envOf(env: Fork['env']): readonly ForkEnv[] {
  if (env === undefined) return [];
  if (isList(env)) return env;
  return Object.entries(env).map(([name, given]) => variableOf(name, given));
}

function variableOf(name: string, given: string | ForkEnvValue): ForkEnv {
  // Callers without types may give null or a number, which envProblem then names.
  if (!isObject(given) || given instanceof Lazy) return { name, value: given as string };
  const { value, valueFrom } = given as ForkEnvValue;
  return {
    name,
    ...(value === undefined ? {} : { value }),
    ...(valueFrom === undefined ? {} : { valueFrom }),
  };
}

function isList<T>(value: object | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
