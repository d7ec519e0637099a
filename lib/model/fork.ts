// One fork of a sandbox: which baseline workload, and what is changed about it.
//
// Neighbours: sandbox.ts (which holds forks), ../derive/fork/ (what is made of one).

import { type FieldPath, type JsonObject, placeText } from './manifest';

export interface WorkloadRef {
  readonly kind: 'Deployment' | 'StatefulSet' | 'Rollout';
  /** Absent: the unnamed current namespace. */
  readonly namespace?: string;
  readonly name: string;
}

/** A workload as messages name it: `Deployment shop/cart`. */
export function workloadText({ kind, namespace, name }: WorkloadRef): string {
  return `${kind} ${placeText(namespace, name)}`;
}

export interface ImageChange {
  /** May be left out where the pod template has one container. */
  readonly container?: string;
  readonly image: string;
}

/** A value read from another fork of the same sandbox, `{{ .Host }}` and `{{ .Port }}` filled in. */
export interface ForkValue {
  readonly workload: WorkloadRef;
  readonly expression: string;
}

export interface EnvChange {
  readonly container?: string;
  readonly name: string;
  readonly operation: 'upsert' | 'delete';
  readonly value?: string;
  /** A Kubernetes `EnvVarSource`, passed through. */
  readonly valueFrom?: JsonObject;
  readonly fork?: ForkValue;
}

export interface Patch {
  /** `strategic` and `merge` take an object, `json` a list of operations (RFC 6902). */
  readonly type: 'strategic' | 'merge' | 'json';
  readonly value: unknown;
}

/** A changed copy of a ConfigMap, or another object in the place of a ConfigMap or Secret. */
export type ConfigChange =
  | {
      readonly kind: 'ConfigMap';
      readonly name: string;
      /** Keys that are set in the copy, over those of the baseline; null takes one away. */
      readonly data: { readonly [key: string]: string | null };
    }
  | {
      /** Values of Secrets are never copied: a Secret is only replaced by another one. */
      readonly kind: 'ConfigMap' | 'Secret';
      readonly name: string;
      /** The object that the fork reads in its place; somebody else's. */
      readonly use: string;
    };

/**
 * What becomes of a fork's volumes that last: `ephemeral`: an empty volume that goes with the pod;
 * `claim`: an empty claim of its own; `deny`: a fork with such volumes is refused.
 */
export type Storage = 'ephemeral' | 'claim' | 'deny';

/** What a fork does besides answering requests, by the words of `effects` in a sandbox. */
export const effectNames = [
  'consumers',
  'leaderElection',
  'migrations',
  'schedulers',
  'webhooks',
] as const;
export type EffectName = (typeof effectNames)[number];

/** `suffix`: under a name of its own; `drop`: taken out; `keep`: as the baseline, and known. */
export type EffectChoice = 'suffix' | 'drop' | 'keep';

export interface ForkSpec {
  readonly workload: WorkloadRef;
  /** @default 1 */
  readonly replicas?: number;
  readonly images: readonly ImageChange[];
  readonly env: readonly EnvChange[];
  readonly patches: readonly Patch[];
  /** @default [] */
  readonly config?: readonly ConfigChange[];
  /** @default 'deny' */
  readonly storage?: Storage;
  /** What was chosen for known side effects; one that is found and not named here is warned of. */
  readonly effects?: { readonly [name in EffectName]?: EffectChoice };
  /** `dedicated`: a ServiceAccount of the fork's own, without the baseline's rights. @default 'baseline' */
  readonly serviceAccount?: 'baseline' | 'dedicated';
  /**
   * The fork's Service by the name that somebody else gave it: for `verify` of manifests that
   * Gatefork did not write. Deriving refuses it.
   */
  readonly forkService?: string;
  /** Where the fork stands in the sandbox document, for messages: `['spec', 'forks', 0]`. */
  readonly path: FieldPath;
}
