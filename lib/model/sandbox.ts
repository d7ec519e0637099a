// Sandboxes and route groups as the passes know them, whichever door they came through: files
// (../resolve/sandbox-file.ts) or constructs (../constructs/sandbox.ts).
//
// Neighbours: fork.ts (what a fork changes about its workload), config.ts (what holds for all).

import type { ForkSpec } from './fork';
import type { FieldPath, KubeObject } from './manifest';
import type { Origin } from './origin';

/** Whose a derived object is: a sandbox's or a route group's. */
export interface Owner {
  readonly kind: 'Sandbox' | 'RouteGroup';
  readonly name: string;
  readonly routingKey: string;
  /** RFC 3339; written as an annotation on every object of the owner. */
  readonly expiresAt?: string;
  /** RFC 3339, where the document says so: its age is reckoned from it. */
  readonly createdAt?: string;
  readonly origin: Origin;
}

/** A Service by namespace and name; without a namespace in the unnamed current one. */
export interface ServiceRef {
  readonly namespace?: string;
  readonly name: string;
}

/** Keyed requests for a Service go elsewhere, without a fork of a workload. */
export interface VirtualSpec {
  readonly service: ServiceRef;
  /** @default port - the port that was asked for */
  readonly to: ServiceRef & { readonly port?: number };
  readonly path: FieldPath;
}

/** A hostname that sets the key for requests that come without it. */
export interface PreviewSpec {
  readonly hostname: string;
  /** The baseline route whose rules answer there. */
  readonly route: {
    readonly kind: 'HTTPRoute' | 'GRPCRoute';
    readonly namespace?: string;
    readonly name: string;
  };
  readonly path: FieldPath;
}

/** An object that lives and dies with the sandbox, `${sandbox.…}` not yet filled in. */
export interface ExtraResource {
  readonly object: KubeObject;
  readonly path: FieldPath;
}

export interface SandboxSpec extends Owner {
  readonly kind: 'Sandbox';
  /** What route groups match. */
  readonly labels: { readonly [key: string]: string };
  readonly forks: readonly ForkSpec[];
  readonly virtual: readonly VirtualSpec[];
  readonly previews: readonly PreviewSpec[];
  readonly extraResources: readonly ExtraResource[];
}

/** Which sandboxes a route group reaches. */
export type GroupMatch =
  /** `*` in `value` stands for any run of characters but `/`. */
  | { readonly label: { readonly key: string; readonly value: string } }
  | { readonly sandboxes: readonly string[] }
  | { readonly any: readonly GroupMatch[] }
  | { readonly all: readonly GroupMatch[] };

export interface RouteGroupSpec extends Owner {
  readonly kind: 'RouteGroup';
  readonly match: GroupMatch;
}

/** An owner as messages name it: `sandbox pr-42`, `route group checkout-epic`. */
export function ownerText({ kind, name }: Pick<Owner, 'kind' | 'name'>): string {
  return `${kind === 'Sandbox' ? 'sandbox' : 'route group'} ${name}`;
}

/** Names and keys: 2-63 of `[a-z0-9-]`, a letter first, alphanumeric last, no `--`. */
const nameGrammar = /^(?=.{2,63}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Whether a text is a sandbox name or routing key. */
export function isSandboxName(text: string): boolean {
  return nameGrammar.test(text);
}
