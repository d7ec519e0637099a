// What controllers would write into the status of Gateway API objects, as far as files tell.
//
// Conditions and reasons are the specification's words. What only a running controller knows is
// not made up: ports that are taken, addresses, generations. A condition that hangs on such a
// thing is `Unknown`, or left out where the rest of the object does not depend on it. Secrets that
// are not in the input are taken for there (certificate.ts). Neighbours: gateway-status.ts,
// route-status.ts, backend-tls-status.ts, status-findings.ts.

import type { Status } from '../model/condition';
import type { RouteTable } from '../model/route-table';
import { backendTlsStatuses } from './backend-tls-status';
import { gatewayStatuses } from './gateway-status';
import { routeStatuses } from './route-status';

export { statusFindings } from './status-findings';

/** Gateways with listeners and ListenerSets, then routes by parentRef, then BackendTLSPolicies. */
export function statusOf(table: RouteTable): readonly Status[] {
  return [
    ...gatewayStatuses(table),
    ...routeStatuses(table),
    ...backendTlsStatuses(table.inventory),
  ];
}
