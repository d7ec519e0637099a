// What is known of a kind of objects: its schema, and the rules beyond it.
//
// Neighbours: gateway-api.ts (kinds of the Gateway API), crd/ (kinds of CRDs), core/ (Kubernetes' own),
// object-faults.ts (who asks).

import type { KubeObject } from '../model/manifest';
import type { Report } from './fault';
import type { Schema } from './schema/schema';

/** What names a kind's objects may have: DNS subdomains, mostly. */
export type Naming = 'subdomain' | 'label' | 'service' | 'segment';

export interface KindCheck {
  readonly schema: Schema;
  /** Whether its objects have no namespace. @default - nobody knows, or they have one */
  readonly isClusterScoped?: boolean;
  /** @default 'subdomain' */
  readonly naming?: Naming;
  /**
   * What the rules say of an object as it would be stored. Asked where it fits its types and lacks
   * nothing, so that fields are what they should be.
   *
   * @param old the object as it is in the cluster, for rules about changes
   */
  readonly rules?: (stored: KubeObject, report: Report, old?: KubeObject) => void;
  /** Whether the rules pass over what does not fit, and so can be asked of anything. @default false */
  readonly asksAlways?: boolean;
}

/** No version of that name is served, or the kind is the other channel's. */
export interface NotServed {
  readonly notServed: string;
  readonly hint: string;
  /** Whether the experimental channel has it. */
  readonly isExperimental: boolean;
}

/** Undefined: nothing is known of the kind. */
export type KindLookup = (apiVersion: string, kind: string) => KindCheck | NotServed | undefined;
