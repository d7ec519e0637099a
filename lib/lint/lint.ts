// Route table -> what the specification calls broken, though the API server takes it and no status
// says so: rules that no request reaches, matches twice, filters that undo themselves.
//
// Everything told is certain under the specification, for whatever ages objects have; what only a
// cluster knows is left alone. Neighbours: shadow/shadow-findings.ts,
// rules/rule-findings.ts, hostnames.ts, listeners.ts, grants.ts, ../pipeline-lint.ts (who asks).

import type { Finding } from '../model/finding';
import type { RouteTable } from '../model/route-table';
import { contestedFindings } from './contested';
import { featureFindings } from './features/feature-findings';
import { grantFindings } from './grants';
import { hostnameFindings } from './hostnames';
import { listenerFindings } from './listeners';
import { redirectLoops } from './redirect-loop';
import { ruleFindings } from './rules/rule-findings';
import { shadowFindings } from './shadow/shadow-findings';

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

const parts: readonly ((request: LintRequest) => readonly Finding[])[] = [
  ({ table }) => shadowFindings(table),
  ({ table }) => ruleFindings(table),
  ({ table }) => redirectLoops(table),
  ({ table }) => hostnameFindings(table),
  ({ table, isWhole }) => listenerFindings(table, isWhole),
  ({ table }) => contestedFindings(table),
  ({ table, isWhole }) => (isWhole ? grantFindings(table) : []),
  ({ table, profiles }) => featureFindings(table, profiles),
];
