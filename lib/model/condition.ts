// What a controller would write into an object's status, in the specification's own words.
//
// Neighbours: gateway.ts (attachments), ../resolve/status.ts (who works it out).

import type { FieldPath, Manifest } from './manifest';

/** One thing that is wrong, or that only the cluster knows. */
export interface Fault {
  readonly reason: string;
  /** One sentence without full stop; may be empty where all is well. */
  readonly message: string;
  /** The field at fault, from the object's root. */
  readonly path?: FieldPath;
  /** What to do about it. */
  readonly hint?: string;
}

export interface Condition extends Fault {
  readonly type: string;
  /** `Unknown`: only the cluster can tell. */
  readonly status: 'True' | 'False' | 'Unknown';
  /** More faults of the same condition: an object has one `ResolvedRefs` for all references. */
  readonly also?: readonly Fault[];
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
