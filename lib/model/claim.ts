// What a sandbox or route group is said to do: its key, and what stands in the place of which Service.
//
// Said by the marks of its objects, or by its document where somebody else wrote the objects. A
// proof holds routes against it. Neighbours: marks.ts, sandbox.ts, proof.ts,
// ../verify/claim/claims.ts (who reads it).

import type { BackendTls } from './decision';
import type { NamespaceKey } from './inventory';
import type { Owner } from './sandbox';

/** The Service that keyed requests go to; the port that was asked for where none is named. */
export interface Replacement {
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly port?: number;
  /**
   * How it is spoken to, port by port, as its own BackendTLSPolicies say. Undefined: a fork, which
   * is spoken to as what it is a fork of.
   */
  readonly tls?: readonly (BackendTls & { readonly port: number })[];
}

/** A hostname at which requests without a key go as keyed ones go by one route. */
export interface ClaimedPreview {
  /** In lower case. */
  readonly hostname: string;
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly namespace: NamespaceKey;
  readonly name: string;
}

export type ClaimOwner = Pick<Owner, 'kind' | 'name' | 'routingKey'>;

export interface Claim {
  readonly owner: ClaimOwner;
  /** By the key of the baseline's Service (`serviceKey` in route.ts). A route group: its members' all. */
  readonly replaced: ReadonlyMap<string, Replacement>;
  readonly previews: readonly ClaimedPreview[];
}
