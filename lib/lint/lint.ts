// Route table -> what the specification calls broken, though the API server takes it and no status
// says so: rules that no request reaches, matches twice, filters that undo themselves.
//
// Everything told is certain under the specification, for whatever ages objects have; what only a
// cluster knows is left alone. Neighbours: shadow-findings.ts, hostnames.ts, filters.ts.

import type { Finding } from '../model/finding';
import type { RouteTable } from '../model/route-table';

export interface LintRequest {
  readonly table: RouteTable;
  /** Names of profiles whose reported support is looked at. */
  readonly profiles: readonly string[];
  /**
   * Whether all objects of the input are in the table: where some are left out, nothing is said to
   * be without use.
   */
  readonly isWhole: boolean;
}

export function lint(request: LintRequest): readonly Finding[] {
  return parts.flatMap((part) => part(request));
}

const parts: readonly ((request: LintRequest) => readonly Finding[])[] = [];
