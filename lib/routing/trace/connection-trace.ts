// How each route that could take a connection stood to it.
//
// Neighbours: ../outcome/connection.ts (who decides), trace.ts (requests), listener-steps.ts.

import type { CandidateStep, Outcome, Trace } from '../../model/decision';
import type { Attachment, Listener } from '../../model/gateway';
import type { Connection } from '../../model/request';
import { type AnyRoute, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { handshakes } from '../arena/handshake';
import { listenersFor } from '../arena/listener-choice';
import { anyHost, coversHost } from '../hostname';
import { lookupOf } from '../lookup/lookup';
import { namesOf } from '../outcome/connection';
import { listenerSteps } from './listener-steps';

export function connectionTrace(table: RouteTable, request: Connection, outcome: Outcome): Trace {
  const { target, protocol, sni = '' } = request;
  const name = sni.toLowerCase();
  const winners = winnersIn(outcome);
  const doubts = outcome.outcome === 'unspecified' ? outcome.because : [];
  if (target.to === 'service') {
    const attached = table.attachedToService(serviceKey(target.namespace, target.name));
    return { listeners: [], candidates: stepsOf(attached, name, winners, doubts), notes: [] };
  }
  const gateway = lookupOf(table).gateway(target.namespace, target.name);
  if (gateway === undefined) return { listeners: [], candidates: [], notes: [] };
  const listeners = listenersFor(gateway, protocol, target);
  const taken = new Map<Listener | undefined, string | undefined>(
    protocol === 'tls'
      ? handshakes(listeners, name, gateway, table.inventory).possible.map(
          ({ listener, failure }) => [listener, failure?.problem],
        )
      : listeners.map((listener) => [listener, undefined]),
  );
  const attached = listeners
    .filter((listener) => taken.has(listener) && taken.get(listener) === undefined)
    .flatMap((listener) => table.attachedTo(listener));
  return {
    listeners: listenerSteps(gateway, { name, port: target.port, listeners, taken }),
    candidates: stepsOf(attached, name, winners, doubts),
    notes: [],
  };
}

function winnersIn(outcome: Outcome): ReadonlySet<AnyRoute> {
  const outcomes = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  return new Set(
    outcomes.flatMap((one) => ('by' in one && one.by !== undefined ? [one.by.route] : [])),
  );
}

function stepsOf(
  attached: readonly Attachment[],
  name: string,
  winners: ReadonlySet<AnyRoute>,
  doubts: readonly string[],
): readonly CandidateStep[] {
  const routes = [...new Set(attached.map(({ route }) => route))];
  const steps = routes.flatMap((route) => stepOf(route, name, winners.has(route), doubts));
  const places = ['won', 'open', 'lost', 'no'];
  return steps.sort((left, right) => places.indexOf(left.state) - places.indexOf(right.state));
}

function stepOf(
  route: AnyRoute,
  name: string,
  isWinner: boolean,
  doubts: readonly string[],
): readonly CandidateStep[] {
  if (!('backends' in route)) return [];
  const names = namesOf(route);
  const host = names.find((one) => coversHost(one, name));
  const step = { by: { route, rule: 0 }, host: host ?? names[0] ?? anyHost };
  if (isWinner) {
    return doubts.length > 0
      ? [{ ...step, state: 'open', because: doubts.join(', and ') }]
      : [{ ...step, state: 'won', because: wonBy(route) }];
  }
  if (route.kind === 'TLSRoute' && host === undefined) {
    return [{ ...step, state: 'no', because: `no hostname covers \`${name}\`` }];
  }
  const by = route.kind === 'TLSRoute' ? 'more specific or older' : 'older';
  return [{ ...step, state: 'lost', because: `another route is ${by}` }];
}

/** TCPRoute and UDPRoute have no hostnames: of those on a port the oldest takes all. */
function wonBy({ kind }: AnyRoute): string {
  return kind === 'TLSRoute' ? 'most specific hostname, then the oldest' : 'the oldest on the port';
}
