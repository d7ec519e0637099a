// The labels and annotations by which Gatefork's own objects are known again.
//
// Neighbours: ownership.ts (marks of other tools), ../derive/write/owner-meta.ts (who writes ours).

import type { KubeObject } from './manifest';

export const marks = {
  managedBy: 'app.kubernetes.io/managed-by',
  manager: 'gatefork',
  sandbox: 'gatefork.dev/sandbox',
  routingKey: 'gatefork.dev/routing-key',
  workload: 'gatefork.dev/workload',
  /** Before the name of a Service that several forks share. */
  serves: 'service.gatefork.dev/',
  derivedFrom: 'gatefork.dev/derived-from',
  forkOf: 'gatefork.dev/fork-of',
  baselineDigest: 'gatefork.dev/baseline-digest',
  expiresAt: 'gatefork.dev/expires-at',
  routeGroup: 'gatefork.dev/route-group',
  /** On routes that answer at a preview's hostnames, and set the key: those hostnames. */
  preview: 'gatefork.dev/preview',
  /** On objects of a sandbox with virtual endpoints: what goes where (replaces-mark.ts). */
  replaces: 'gatefork.dev/replaces',
  /** On objects of a route group: the names of its sandboxes. */
  members: 'gatefork.dev/members',
  /** On any object: findings of a validation that somebody takes upon himself, `code: reason` a line. */
  accept: 'gatefork.dev/accept',
  ignore: ['gatefork.dev/ignore', 'routing.signadot.com/ignore'],
} as const;

/** Whether Gatefork wrote the object: such objects are never part of a baseline. */
export function isOurs(object: KubeObject): boolean {
  const labels = object.metadata?.labels;
  return (
    labels?.[marks.managedBy] === marks.manager &&
    (labels[marks.sandbox] !== undefined || labels[marks.routeGroup] !== undefined)
  );
}

/** Whether a key of a label or annotation is one of our marks, known here or not. */
export function isOwnMark(key: string): boolean {
  return /^(?:[^/]*\.)?gatefork\.dev\//.test(key);
}

/** What an object was made from, as `derived-from` and `fork-of` say it. */
export interface Source {
  readonly kind: string;
  /** Empty in the unnamed current namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** `HTTPRoute/shop/cart`, or `HTTPRoute//cart` in the unnamed current namespace. */
export function sourceName(object: KubeObject): string {
  const { namespace = '', name = '' } = object.metadata ?? {};
  return `${object.kind}/${namespace}/${name}`;
}

/** Lists in annotations: names and hostnames hold no comma. */
export function markedList(names: readonly string[]): string {
  return names.join(',');
}

/** The entries of such a list. */
export function markedListOf(text: string): readonly string[] {
  return text.split(',').flatMap((entry) => entry.trim() || []);
}

/** What such a text names; undefined for any other text. */
export function sourceOf(text: string | undefined): Source | undefined {
  const [kind, namespace, name, ...more] = (text ?? '').split('/');
  return kind && namespace !== undefined && name && more.length === 0
    ? { kind, namespace, name }
    : undefined;
}
