// One line of cases.jsonl, and the request or connection that it asks.
//
// Neighbours: judge.ts (whether the outcome is the expected one), skips.ts (what cannot be
// asked offline).

import type { Connection, HeaderLine, Request, Target } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import type { Named, SuiteCase } from './suite';

export interface AtBackend {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly absentHeaders?: readonly string[];
  readonly sni?: string;
}

export interface Expected {
  readonly statusCodes?: readonly number[];
  readonly notStatusCodes?: readonly number[];
  readonly grpcCode?: number;
  readonly backend?: string;
  readonly namespace?: string;
  /** Named instead of `backend` where what answers tells its Service. */
  readonly service?: string;
  readonly weights?: { readonly [backend: string]: number };
  readonly mirroredTo?: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly percent?: number;
  }[];
  readonly atBackend?: AtBackend;
  readonly response?: {
    readonly headers?: { readonly [name: string]: string };
    readonly validHeaderValues?: { readonly [name: string]: readonly string[] };
    readonly absentHeaders?: readonly string[];
  };
  readonly redirect?: {
    readonly scheme: string;
    readonly host: string;
    readonly port: string;
    readonly path: string;
  };
  readonly connection?: 'rejected' | 'answered';
  readonly backendIsTLS?: boolean;
  readonly hostname?: string;
  readonly readByHand?: boolean;
}

export interface Asked {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly protocol?: string;
  readonly sni?: string;
  readonly tls?: boolean;
  /** gRPC alone. */
  readonly service?: string;
  /** Headers that the backend answers with. */
  readonly backendSetsResponseHeaders?: { readonly [name: string]: string };
}

export interface RequestCase extends SuiteCase {
  /** What an implementation must support for the case to be asked at all. */
  readonly features: readonly string[];
  readonly kind: 'http' | 'https' | 'grpc' | 'tls' | 'tcp' | 'udp' | 'mesh';
  readonly target: {
    readonly gateway?: Named;
    readonly port?: number;
    readonly client?: { readonly namespace: string };
  };
  readonly request: Asked;
  readonly expect: Expected;
}

/** Where a client without a Host header of its own finds the Gateway. */
const address = '192.0.2.1';

const echoCall = '/proto.EchoTestService/Echo';

/** The request, or why it is none that a route table can be asked. */
export function requestOf(one: RequestCase, table: RouteTable): Request | { readonly no: string } {
  if (one.kind === 'mesh') return meshRequest(one);
  const { gateway, port } = one.target;
  if (gateway === undefined || port === undefined) return { no: 'names no Gateway' };
  const target: Target = { to: 'gateway', namespace: gateway.namespace, name: gateway.name, port };
  const { sni, tls } = one.request;
  switch (one.kind) {
    case 'udp':
      return { protocol: 'udp', target };
    case 'tcp':
      return tls === true ? tlsConnection(target, sni) : { protocol: 'tcp', target };
    case 'tls':
      return tlsConnection(target, sni);
    case 'grpc':
      return grpcRequest(one.request, target);
    case 'http':
      return httpRequest(one.request, target, 'http');
    case 'https':
      // Whoever listens for TLS routes the connection, whatever is inside.
      return listensForTls(table, target)
        ? tlsConnection(target, sni)
        : httpRequest(one.request, target, 'https');
  }
}

function tlsConnection(target: Target, sni: string | undefined): Connection {
  return { protocol: 'tls', target, ...(sni === undefined ? {} : { sni }) };
}

function listensForTls(table: RouteTable, { namespace, name, port }: Target): boolean {
  const gateway = table.gateways.find((one) => one.namespace === namespace && one.name === name);
  return gateway?.listeners.some((one) => one.port === port && one.protocol === 'TLS') ?? false;
}

function grpcRequest({ service = '', method = '' }: Asked, target: Target): Request {
  const path = `/${service}/${method}`;
  return { protocol: 'grpc', target, method: 'POST', host: address, path, headers: [] };
}

function httpRequest(asked: Asked, target: Target, scheme: 'http' | 'https'): Request {
  const isWellKnown = target.port === (scheme === 'http' ? 80 : 443);
  const { method = 'GET', path = '/', sni, headers = {} } = asked;
  return {
    protocol: 'http',
    target,
    scheme,
    ...(sni === undefined || scheme === 'http' ? {} : { sni }),
    method,
    host: asked.host ?? (isWellKnown ? address : `${address}:${target.port}`),
    path,
    headers: linesOf(headers),
  };
}

function linesOf(headers: { readonly [name: string]: string }): HeaderLine[] {
  return Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'host');
}

/** In a mesh the host of the URL is the Service; a header `Host` may say something else. */
function meshRequest({ target, request }: RequestCase): Request | { readonly no: string } {
  const from = target.client?.namespace ?? '';
  const [, name = '', namespace = from, port = '80'] =
    /^([a-z0-9-]+)(?:\.([a-z0-9-]+))?(?::(\d+))?$/.exec(request.host ?? '') ?? [];
  if (name === '') return { no: `\`${request.host}\` is no name of a Service` };
  const { method = 'GET', path = '/', headers = {}, protocol } = request;
  const sent = Object.entries(headers).find(([header]) => header.toLowerCase() === 'host')?.[1];
  const isGrpc = protocol === 'grpc';
  return {
    protocol: isGrpc ? 'grpc' : 'http',
    target: { to: 'service', namespace, name, port: Number(port), from },
    scheme: 'http',
    method: isGrpc ? 'POST' : method,
    host: sent ?? request.host ?? '',
    path: isGrpc ? echoCall : path,
    headers: linesOf(headers),
  };
}
