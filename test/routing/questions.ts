// Requests in few words, and laws that leave nothing open.

import type { HeaderLine, HttpRequest } from '../../lib/model/request';
import type { Match, ValueMatch } from '../../lib/model/route';
import { accepts, type Truth } from '../../lib/routing/accept/accepts';
import { prepare } from '../../lib/routing/accept/prepared-request';
import { type Law, specification } from '../../lib/routing/law';

/** The specification with one answer to every question of matching. */
const settledLaw: Law = {
  ...specification,
  pathExpressions: ['whole'],
  headerExpressions: ['whole'],
  queryExpressions: ['whole'],
  repeatedHeaders: ['any line'],
  repeatedParameters: ['first'],
  decodesParameters: 'yes',
  paths: ['as sent'],
};

/** `GET /cart?x=1`, `/cart`, `grpc /shop.Cart/Get`; of the Gateway `edge`, port 80. */
export function request(
  text: string,
  headers: readonly HeaderLine[] = [],
  host = 'shop.example.com',
): HttpRequest {
  const [, verb = 'GET', path = '/'] = /^(?:(\w+) )?(.*)$/s.exec(text) ?? [];
  const isGrpc = verb === 'grpc';
  return {
    protocol: isGrpc ? 'grpc' : 'http',
    target: { to: 'gateway', namespace: 'shop', name: 'edge', port: 80 },
    method: isGrpc ? 'POST' : verb,
    host,
    path,
    headers,
  };
}

/** What a match answers under a law that differs in a few points from one that leaves none open. */
export function answer(match: Match, asked: HttpRequest, points: Partial<Law> = {}): Truth {
  const law = { ...settledLaw, ...points };
  return accepts(match, prepare(asked, law), law);
}

export const exact = (name: string, value: string): ValueMatch => ({ type: 'Exact', name, value });

export const expression = (name: string, value: string): ValueMatch => ({
  type: 'RegularExpression',
  name,
  value,
});
