// A set of requests at a place -> one of them, as short as it can be.
//
// Neighbours: ../search/cube.ts (the set), ../site/place.ts, counterexample.ts.

import type { HeaderLine, HttpRequest } from '../../model/request';
import { type Condition, hostHeader, isGrpc } from '../search/condition';
import type { Cube } from '../search/cube';
import type { Place } from '../site/place';
import { textAnswer } from '../text/text-answer';

export interface Witness {
  readonly request: HttpRequest;
  /** Whether a header or a parameter is sent more than once. */
  readonly isRepeated: boolean;
}

/** Undefined: an expression stands in the way of writing it down. */
export function witnessOf(cube: Cube, { request }: Place): Witness | undefined {
  const path = pathIn(cube);
  if (path === undefined) return undefined;
  const headers: HeaderLine[] = [];
  const parameters: string[] = [];
  let isRepeated = false;
  for (const dimension of dimensionsOf(cube.met)) {
    if (dimension === hostHeader) continue;
    const answer = cube.textsOf(dimension);
    if (!('texts' in answer)) return undefined;
    isRepeated ||= answer.texts.length > 1;
    const [kind, name = ''] = splitAt(dimension);
    if (kind === 'header') for (const text of answer.texts) headers.push([name, text]);
    if (kind === 'query') {
      for (const text of answer.texts) parameters.push(`${name}=${escaped(text)}`);
    }
  }
  const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  const call = protocolOf(cube, methodIn(cube));
  const all = { ...request, ...call, path: `${path}${query}` };
  const more = call.protocol === 'http' && cube.truthOf(isGrpc) === 'all' ? [grpcContent] : [];
  return { request: { ...all, headers: [...headers, ...more] }, isRepeated };
}

const grpcContent: HeaderLine = ['content-type', 'application/grpc'];

function dimensionsOf(conditions: readonly Condition[]): readonly string[] {
  return [...new Set(conditions.map(({ dimension }) => dimension))].sort();
}

function splitAt(dimension: string): readonly [kind: string, name?: string] {
  const blank = dimension.indexOf(' ');
  return blank < 0 ? [dimension] : [dimension.slice(0, blank), dimension.slice(blank + 1)];
}

/** What would end a parameter, or the query, is escaped. */
function escaped(text: string): string {
  return /[&#+%\s]/.test(text) ? encodeURIComponent(text) : text;
}

function pathIn(cube: Cube): string | undefined {
  const { paths } = cube.grounds;
  if (paths.type === 'Exact') return paths.value;
  const all = [...cube.met, ...cube.unmet];
  const answer = all.some(({ dimension }) => dimension === 'path')
    ? cube.textsOf('path')
    : textAnswer({ of: 'path', texts: 'one', within: paths, holds: [], lacks: [] });
  return 'texts' in answer ? answer.texts[0] : undefined;
}

const methods = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'ANY',
];

function methodIn({ met, unmet }: Cube): string {
  const named = (conditions: readonly Condition[]) =>
    conditions.flatMap(({ dimension, literal }) =>
      dimension === 'method' && literal.type === 'Exact' ? [literal.value] : [],
    );
  const not = new Set(named(unmet));
  return named(met)[0] ?? methods.find((one) => !not.has(one)) ?? 'ANY';
}

/** A gRPC call is a POST; with another method it is told by its content type alone. */
function protocolOf(cube: Cube, method: string): Pick<HttpRequest, 'protocol' | 'method'> {
  if (cube.truthOf(isGrpc) !== 'all') return { protocol: 'http', method };
  const post = cube.met.some(({ dimension }) => dimension === 'method') ? method : 'POST';
  return post === 'POST' ? { protocol: 'grpc', method: post } : { protocol: 'http', method };
}
