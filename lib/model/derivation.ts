// What deriving made of the sandboxes: the objects to print, and an account of them.

import type { Finding } from './finding';
import type { KubeObject } from './manifest';
import type { SandboxSpec } from './sandbox';

/** One derived rule, for reports. */
export interface DerivedRule {
  /** `catch-all` sends what carries no key where it went without the route. */
  readonly role: 'fork' | 'shield' | 'catch-all';
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

export interface SandboxDerivation {
  readonly sandbox: SandboxSpec;
  /** Workloads, Services, grants, routes: by kind in that order, then namespace and name. */
  readonly objects: readonly KubeObject[];
  readonly forks: readonly ForkAccount[];
  readonly routes: readonly DerivedRouteAccount[];
  /** Shields by the order that needed them; one that several orders need counts for each. */
  readonly shields: readonly { readonly order: string; readonly count: number }[];
}

export interface Derivation {
  readonly sandboxes: readonly SandboxDerivation[];
  readonly findings: readonly Finding[];
}
