// What a sandbox changes about one baseline workload, as a cdk8s author writes it down, and the
// same as it stands in a sandbox file.
//
// Neighbours: sandbox.ts (which holds forks), fork-check.ts (what they may not say),
// sandbox-document.ts (which has them read), docs/sandboxes.md (the words of files).

import { Lazy } from 'cdk8s';
import type {
  EffectChoice,
  EffectName,
  ForkSpec,
  ImageChange,
  Patch,
  Storage,
  WorkloadRef,
} from '../model/fork';
import { isObject } from '../model/manifest';
import { present } from '../model/present';
import { apiObjectOf, type Naming, type ObjectConstruct } from './object-naming';

/** A cdk8s-plus Deployment or StatefulSet of any version's package, or an `ApiObject` of one. */
export type WorkloadConstruct = ObjectConstruct;

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

/** A ConfigMap or Secret: its construct, or kind and name. */
export type ConfigObject =
  | ObjectConstruct
  | { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string };

/** A ConfigMap that the fork reads with a change, or another object in the place of one. */
export type ForkConfig =
  | {
      /** A ConfigMap: values of Secrets are never copied. */
      readonly object: ConfigObject;
      /** Keys that are set in the fork's copy, over those of the baseline; null takes one away. */
      readonly data: Readonly<Record<string, string | null>>;
    }
  | {
      readonly object: ConfigObject;
      /** The object of the same kind that the fork reads in its place. */
      readonly use: string | ObjectConstruct;
    };

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
  /** ConfigMaps and Secrets that the fork reads otherwise. @default - the baseline's */
  readonly config?: readonly ForkConfig[];
  /**
   * What becomes of volumes that last: an empty one that goes with the pod, or an empty claim of
   * the fork's own; `deny` refuses a fork that has such volumes.
   * @default 'deny'
   */
  readonly storage?: Storage;
  /**
   * What becomes of effects besides answering requests: `suffix` gives each a name of its own,
   * `drop` takes it out, `keep` leaves it and its warning out.
   * @default - as the baseline, with a warning for each that is found
   */
  readonly effects?: { readonly [name in EffectName]?: EffectChoice };
  /** `dedicated`: a ServiceAccount of the fork's own, without rights. @default 'baseline' */
  readonly serviceAccount?: NonNullable<ForkSpec['serviceAccount']>;
  /** Changes that nothing else here can say; applied last, in order. @default - none */
  readonly patch?: Patch | readonly Patch[];
}

/** A fork as it stands under `forks` in a sandbox file. */
export function forkEntry(fork: Fork, naming: Naming): object {
  const { workload, image, images, env, config, ...same } = fork;
  return {
    forkOf: referenceOf(workload, naming),
    customizations: {
      replicas: same.replicas,
      images: [...(image === undefined ? [] : [{ image }]), ...imagesOf(images)],
      env: envOf(env).map((variable) => envEntry(variable, naming)),
      config: configEntries(config, naming),
      storage: same.storage,
      effects: same.effects,
      serviceAccount: same.serviceAccount,
      patch: same.patch,
    },
  };
}

/** Kind, namespace and name of a construct's object; a plain reference as it is. */
export function referenceOf(target: object, naming: Naming): object {
  const object = apiObjectOf(target);
  return object === undefined ? target : naming(object);
}

function envEntry({ fork, ...variable }: ForkEnv, naming: Naming): object {
  if (fork === undefined) return variable;
  const { workload, expression } = fork;
  const valueFrom = { fork: { ...referenceOf(workload, naming), expression } };
  return { ...variable, valueFrom };
}

function configEntries(config: Fork['config'], naming: Naming): unknown {
  // What is no list is refused by its name.
  return Array.isArray(config) ? config.map((change) => configEntry(change, naming)) : config;
}

function configEntry(change: ForkConfig, naming: Naming): object {
  // Callers without types may give anything, which is then refused by the name of its field.
  if (!isObject(change)) return change;
  const { object, use, ...rest } = change as { object?: unknown; use?: unknown };
  const { kind, name } = isObject(object)
    ? (referenceOf(object, naming) as { kind?: unknown; name?: unknown })
    : {};
  const other = isObject(use) ? (referenceOf(use, naming) as { name?: unknown }).name : use;
  return present<object>({ kind, name, use: other, ...rest });
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
  return present<ForkEnv>({ name, value, valueFrom });
}

function isList<T>(value: object | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
