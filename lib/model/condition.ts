// What a controller would write into an object's status, in the specification's own words.
//
// Neighbours: gateway.ts (attachments), ../resolve/status.ts (who works it out).

import type { FieldPath, Manifest } from './manifest';

export interface Condition {
  readonly type: string;
  /** `Unknown`: only the cluster can tell. */
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  /** One sentence without full stop; may be empty where all is well. */
  readonly message: string;
  /** The field at fault, from the object's root. */
  readonly path?: FieldPath;
  /** What to do about it. */
  readonly hint?: string;
}

/** The conditions of one object, one of its listeners, or one parentRef of a route. */
export interface Status {
  readonly manifest: Manifest;
  /** Undefined: the object itself. */
  readonly part?:
    | { readonly listener: string }
    /** `index`: position in `spec.parentRefs`, or -1 for a default Gateway. */
    | { readonly parent: string; readonly index: number };
  readonly conditions: readonly Condition[];
  /** Listeners alone. */
  readonly attachedRoutes?: number;
  /** Listeners alone: `group/Kind`, in the listener's order. */
  readonly supportedKinds?: readonly string[];
  /** Gateways alone. */
  readonly attachedListenerSets?: number;
}
