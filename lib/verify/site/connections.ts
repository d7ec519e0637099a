// Connections (TLS, TCP, UDP) carry no key: each must go where it went.
//
// Where a connection goes depends on the port and on the name in its handshake alone, and hosts of one
// class are treated alike, so one of each class is asked. Neighbours: gateway-places.ts,
// ../under-law.ts.

import type { Gateway } from '../../model/gateway';
import type { Violation } from '../../model/proof';
import type { Connection } from '../../model/request';
import { isService, ruleText } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { decide } from '../../routing/decide';
import type { Law } from '../../routing/law';
import { possibilities } from '../expect/forked-outcome';
import type { VerifyRequest } from '../verify-request';
import { hostsOf } from './gateway-places';

export function connectionViolations(
  { baseline, applied }: VerifyRequest,
  law: Law,
): readonly Violation[] {
  const tables = [baseline, applied];
  if (tables.every(({ connectionRoutes }) => connectionRoutes.length === 0)) return [];
  return connectionsIn(tables).flatMap((request): readonly Violation[] => {
    const [expected, actual] = [decide(baseline, request, law), decide(applied, request, law)];
    const allowed = possibilities(expected);
    if ([...possibilities(actual)].every((one) => allowed.has(one))) return [];
    const by = 'by' in actual ? actual.by : undefined;
    const who = by === undefined ? 'no route' : ruleText(by.route, { index: by.rule });
    const because = `with the sandboxes ${who} takes the connection`;
    return [{ promise: 'isolation', request, expected, actual, because }];
  });
}

function connectionsIn(tables: readonly RouteTable[]): readonly Connection[] {
  const found = new Map<string, Connection>();
  const add = (connection: Connection) => found.set(JSON.stringify(connection), connection);
  for (const table of tables) {
    const names = new Set(table.connectionRoutes.flatMap(({ hostnames }) => hostnames));
    for (const gateway of table.gateways) addGateway(gateway, names, add);
    for (const { kind, parents, namespace } of table.connectionRoutes) {
      const protocol = kind === 'TLSRoute' ? 'tls' : kind === 'TCPRoute' ? 'tcp' : 'udp';
      for (const { namespace: home, name, port = 443 } of parents.filter(isService)) {
        const target = { to: 'service' as const, namespace: home, name, port, from: namespace };
        for (const sni of protocol === 'tls' ? hostsOf(names) : [undefined]) {
          add({ protocol, target, ...(sni === undefined ? {} : { sni }) });
        }
      }
    }
  }
  return [...found.values()];
}

function addGateway(
  { namespace, name, listeners }: Gateway,
  names: ReadonlySet<string>,
  add: (connection: Connection) => void,
): void {
  const all = new Set([...names, ...listeners.map(({ hostname }) => hostname)]);
  for (const { port = 443, protocol } of listeners) {
    const target = { to: 'gateway' as const, namespace, name, port };
    if (protocol === 'TCP') add({ protocol: 'tcp', target });
    else if (protocol === 'UDP') add({ protocol: 'udp', target });
    else if (protocol === 'TLS')
      for (const sni of hostsOf(all)) add({ protocol: 'tls', target, sni });
  }
}
