// The requests that a derivation is judged by: those that no owner knows, and the same ones with
// each owner's key in each carrier, one after the other.
//
// Neighbours: judged-case.ts, ../arbitrary/keyed.ts (how a key is written).

import type { Carrier } from '../../lib/model/config';
import type { Finding } from '../../lib/model/finding';
import type { Law } from '../../lib/routing/law';
import type { Case } from '../arbitrary/baseline';
import type { Dice } from '../arbitrary/dice';
import { withKey } from '../arbitrary/keyed';
import type { OracleRequest } from '../oracle/accept';
import type { KeyOwner } from '../oracle/owners';
import { isShutGateway } from '../oracle/place';
import type { Asked } from './judged-case';
import { requestOf } from './second-opinion';

export interface KeyedRequest {
  readonly asked: Asked;
  readonly shown: OracleRequest;
  readonly carrier: Carrier;
}

/** The request with an owner's key in one carrier; undefined: gRPC has no query. */
export function keyedRequest(
  request: OracleRequest,
  { owner, forks }: KeyOwner,
  carrier: Carrier,
  { subject, dice }: { readonly subject: Case; readonly dice: Dice },
): KeyedRequest | undefined {
  const { config } = subject;
  const roll = { carrier: 1, spelling: dice.below(10_000) };
  const settings = { carriers: [carrier], keyName: config.keyName };
  const shown = withKey(request, owner.routingKey, roll, settings);
  if (shown === undefined) return undefined;
  const replacing = { forks, weights: config.weights };
  const asked = { request: requestOf(shown), ...(isShut(shown, subject) ? {} : { replacing }) };
  return { asked, shown, carrier };
}

/** Whether nothing is derived for the Gateway that a request comes to. */
export function isShut({ to }: OracleRequest, { config }: Case): boolean {
  return 'gateway' in to && isShutGateway(config, to.gateway);
}

/**
 * The law as it is for a request with a key in one header line among several of that name: one that
 * asks every line, or refuses such requests, sees no key there. Undefined: none is left.
 */
export function lawFor({ shown, carrier }: KeyedRequest, law: Law): Law | undefined {
  if (linesOf(shown, carrier) < 2) return law;
  const repeatedHeaders = law.repeatedHeaders.filter(
    (reading) => reading === 'joined' || reading === 'any line',
  );
  return repeatedHeaders.length === 0 ? undefined : { ...law, repeatedHeaders };
}

/** Whether it is told that such a request may reach a fork where it should not. */
export function isTold({ shown, carrier }: KeyedRequest, findings: readonly Finding[]): boolean {
  const isSeveral = piecesOf(shown, carrier) > 1;
  return isSeveral && findings.some(({ code }) => code === 'key-header-exact');
}

function linesOf({ headers }: OracleRequest, carrier: Carrier): number {
  return headers.filter(isOf(carrier)).length;
}

/** Values are cut at commas by some, who then look at each part as at a line. */
function piecesOf({ headers }: OracleRequest, carrier: Carrier): number {
  return headers.filter(isOf(carrier)).flatMap(([, value]) => value.split(',')).length;
}

function isOf(carrier: Carrier) {
  const own = carrier.type === 'header' ? carrier.name : carrier.type;
  return ([name]: readonly [string, string]) => name.toLowerCase() === own.toLowerCase();
}

/** Where a mesh finds Services by the Host, one that names another is no request for this one. */
export function named(request: OracleRequest, { meshByHost }: Law): OracleRequest {
  if (meshByHost === 'no' || !('service' in request.to)) return request;
  const [namespace, name] = request.to.service.split('/');
  return { ...request, host: namespace === '' ? '' : `${name}.${namespace}` };
}
