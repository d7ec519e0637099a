// A request read once: all that matching looks at.
//
// The law is RFC 9110 and RFC 3986 where the Gateway API is silent: header names in any case,
// blanks around a header's value are no part of it (Envoy keeps them on HTTP/2, where such a
// request is malformed), a fragment never leaves the client, the host is compared without case
// and port. Neighbours: accepts.ts (who asks), ../../model/request.ts, normalised-path.ts.

import type { HttpRequest } from '../../model/request';
import type { Law } from '../law';
import { normalisedPath } from './normalised-path';

/** Name and value of a query parameter. */
export type Parameter = readonly [name: string, value: string];

export interface PreparedRequest {
  readonly request: HttpRequest;
  readonly method: string;
  /** Lower case, without the port. */
  readonly host: string;
  /**
   * Readings of the path, query and fragment cut off. INVARIANT: [0] is as sent; [1] is there
   * only where the law may normalise and that changes the path.
   */
  readonly paths: readonly string[];
  /** As sent: nothing is decoded. */
  readonly query: readonly Parameter[];
  /** Trimmed values by lower-case name; the Host, as it was sent, is `host`. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly isGrpc: boolean;
  /** Of a gRPC call's path as sent, where that is `/service/method`. */
  readonly grpcService?: string;
  readonly grpcMethod?: string;
}

/** INVARIANT: the law that a request is prepared under is the law that it is matched under. */
export function prepare(request: HttpRequest, law: Law): PreparedRequest {
  const fragment = request.path.indexOf('#');
  const target = fragment < 0 ? request.path : request.path.slice(0, fragment);
  const question = target.indexOf('?');
  const headers = readHeaders(request);
  const paths = readPaths(question < 0 ? target : target.slice(0, question), law);
  const isGrpc = request.protocol === 'grpc' || isGrpcContent(headers);
  const call = isGrpc ? grpcCall(paths[0] ?? '') : undefined;
  return {
    request,
    method: request.protocol === 'grpc' ? 'POST' : request.method,
    host: hostName(request.host),
    paths,
    query: question < 0 ? [] : readQuery(target.slice(question + 1)),
    headers,
    isGrpc,
    ...(call === undefined ? {} : { grpcService: call.service, grpcMethod: call.method }),
  };
}

/** Service and method of a path: what stands before and behind its last slash. */
export function grpcCall(path: string) {
  const slash = path.lastIndexOf('/');
  if (slash <= 0 || !path.startsWith('/')) return undefined;
  return { service: path.slice(1, slash), method: path.slice(slash + 1) };
}

/** A host in lower case, without its port: `[::1]:8080` is `[::1]`. */
function hostName(host: string): string {
  return host.replace(/:[0-9]*$/, '').toLowerCase();
}

/** The path `*` asks about the server itself (OPTIONS) and lies below no prefix, not even `/`. */
function readPaths(path: string, law: Law): readonly string[] {
  const sent = path === '*' || path.startsWith('/') ? path : `/${path}`;
  if (!law.paths.includes('normalised')) return [sent];
  const normalised = normalisedPath(sent);
  return normalised === sent ? [sent] : [sent, normalised];
}

function readQuery(text: string): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (const piece of text.split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    parameters.push(equals < 0 ? [piece, ''] : [piece.slice(0, equals), piece.slice(equals + 1)]);
  }
  return parameters;
}

/** What has no line of its own: the Host, and the content type that every gRPC call has. */
function readHeaders({ headers, host, protocol }: HttpRequest): Map<string, readonly string[]> {
  const read = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const line = trimmed(value);
    const lines = read.get(key);
    if (lines === undefined) read.set(key, [line]);
    else lines.push(line);
  }
  if (host !== '') read.set('host', [host]);
  if (protocol === 'grpc' && !read.has('content-type')) {
    read.set('content-type', ['application/grpc']);
  }
  return read;
}

/** A field value without outer blanks and tabs (RFC 9110, 5.5); other white space is kept. */
function trimmed(value: string): string {
  const isBlank = (at: number) => value[at] === ' ' || value[at] === '\t';
  let [start, end] = [0, value.length];
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return value.slice(start, end);
}

/** `application/grpc`, `application/grpc+proto`, not `application/grpc-web`. */
function isGrpcContent(headers: ReadonlyMap<string, readonly string[]>): boolean {
  const types = headers.get('content-type');
  return types?.some((type) => /^application\/grpc(?:[+;\s]|$)/i.test(type)) ?? false;
}
