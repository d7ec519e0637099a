// What deriving made of the sandboxes: the objects to print, and an account of them.

import type { Finding } from './finding';
import type { KubeObject } from './manifest';
import type { Owner } from './sandbox';

/** One derived rule, for reports. */
export interface DerivedRule {
  /** `catch-all` sends what carries no key where it went without the route. */
  readonly role: 'fork' | 'shield' | 'catch-all' | 'preview';
  /** `GET /cart, x-env: prod`; one entry for each baseline match. */
  readonly requests: readonly string[];
  /** `cart-pr-42:80`, with shares where there are several; the filter's kind for a redirect. */
  readonly to: string;
}

export interface DerivedRouteAccount {
  /** `HTTPRoute shop/pr-42--cart`. */
  readonly name: string;
  readonly hostnames: readonly string[];
  readonly rules: readonly DerivedRule[];
}

export interface ForkAccount {
  /** `Deployment shop/cart`. */
  readonly of: string;
  readonly name: string;
  readonly services: readonly string[];
}

/** A Service whose keyed requests go to another one. */
export interface VirtualAccount {
  /** `Service shop/payments`. */
  readonly of: string;
  /** `Service mocks/payments-mock:80`; without a port the one that is asked for. */
  readonly to: string;
}

/** What an order of matches costs in shields. */
export interface ShieldCost {
  readonly order: string;
  /** Shields that would be there if the routes ran on this order alone. */
  readonly count: number;
  /** The rest: what naming a profile of this order would save. */
  readonly spared: number;
}

/** A policy of the baseline that holds for what stands in for what it covers. */
export interface PolicyAccount {
  /** `NetworkPolicy shop/cart`. */
  readonly of: string;
  /** `copy`: by one of the owner's own; `label`: as it is, by labels that were copied. */
  readonly by: 'copy' | 'label';
  /** The copy, or what the policy itself takes: `HTTPRoute shop/pr-42--cart`. */
  readonly name: string;
}

/** What one sandbox or route group adds. */
export interface SandboxDerivation {
  readonly owner: Owner;
  /** The sandboxes of a route group, by name; none for a sandbox. */
  readonly members: readonly string[];
  /** In the order in which they are applied (../derive/write/). */
  readonly objects: readonly KubeObject[];
  readonly forks: readonly ForkAccount[];
  readonly virtual: readonly VirtualAccount[];
  readonly routes: readonly DerivedRouteAccount[];
  readonly policies: readonly PolicyAccount[];
  /** What each Gateway, as `Gateway edge/public`, and the mesh has to look through besides. */
  readonly gains: readonly {
    readonly parent: string;
    readonly rules: number;
    readonly matches: number;
  }[];
  /** Shields by the order that needs them; one that several orders need counts for each. */
  readonly shields: readonly ShieldCost[];
}

export interface Derivation {
  readonly sandboxes: readonly SandboxDerivation[];
  readonly findings: readonly Finding[];
}
