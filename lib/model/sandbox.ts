// Sandboxes as the passes know them, whichever door they came through: a file
// (resolve/sandbox-file.ts) or a construct (constructs/sandbox.ts).

import type { FieldPath, JsonObject } from './manifest';
import type { Origin } from './origin';

export interface WorkloadRef {
  readonly kind: 'Deployment' | 'StatefulSet' | 'Rollout';
  /** Absent: the unnamed current namespace. */
  readonly namespace?: string;
  readonly name: string;
}

/** A workload as messages name it: `Deployment shop/cart`. */
export function workloadText({ kind, namespace, name }: WorkloadRef): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
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

export interface ForkSpec {
  readonly workload: WorkloadRef;
  /** @default 1 */
  readonly replicas?: number;
  readonly images: readonly ImageChange[];
  readonly env: readonly EnvChange[];
  readonly patches: readonly Patch[];
  /** Where the fork stands in the sandbox document, for messages: `['spec', 'forks', 0]`. */
  readonly path: FieldPath;
}

export interface SandboxSpec {
  readonly name: string;
  readonly routingKey: string;
  /** What route groups match. */
  readonly labels: { readonly [key: string]: string };
  readonly forks: readonly ForkSpec[];
  /** RFC 3339; written as an annotation on every object of the sandbox. */
  readonly expiresAt?: string;
  readonly origin: Origin;
}

/** Names and keys: 2-63 of `[a-z0-9-]`, a letter first, alphanumeric last, no `--`. */
const nameGrammar = /^(?=.{2,63}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Whether a text is a sandbox name or routing key. */
export function isSandboxName(text: string): boolean {
  return nameGrammar.test(text);
}
