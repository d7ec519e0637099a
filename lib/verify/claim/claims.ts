// Marks of objects, or the documents of sandboxes -> what each sandbox and route group claims.

import type { Claim } from '../../model/claim';
import type { Finding } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import type { RouteGroupSpec, SandboxSpec } from '../../model/sandbox';

export interface ClaimsRequest {
  readonly baseline: Inventory;
  readonly applied: Inventory;
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
}

export interface Claims {
  /** By kind and name of their owners. */
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
}

export function claimsOf(_request: ClaimsRequest): Claims {
  return { claims: [], findings: [] };
}
