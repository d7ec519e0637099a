// A request, or a connection, as somebody asks where it goes.
//
// Its target is where it enters: a Gateway's port, or (mesh) a Service as seen from a client's
// namespace. Neighbours: decision.ts (the answer), ../routing/decide.ts, ../routing/entry/address.ts.

import type { NamespaceKey } from './inventory';

/** A header line: the name as it was sent, and its value. */
export type HeaderLine = readonly [name: string, value: string];

export interface GatewayTarget {
  readonly to: 'gateway';
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly port: number;
  /** Looks at the listeners of this name alone: for a Gateway that the input does not hold. */
  readonly listener?: string;
}

export interface ServiceTarget {
  readonly to: 'service';
  readonly namespace: NamespaceKey;
  readonly name: string;
  readonly port: number;
  /** The client's namespace. */
  readonly from: NamespaceKey;
}

export type Target = GatewayTarget | ServiceTarget;

export interface HttpRequest {
  /** `grpc`: a gRPC call, whose path is `/service/method`. */
  readonly protocol: 'http' | 'grpc';
  readonly target: Target;
  /** Whether it comes over TLS; undefined: as the listeners of the port ask for. */
  readonly scheme?: 'http' | 'https';
  /** The name asked for in the TLS handshake; the host's where it is left out. */
  readonly sni?: string;
  /** Upper case. */
  readonly method: string;
  /** As the client sends it, a port included; '' where there is none. */
  readonly host: string;
  /** From the first `/` on, the query included. */
  readonly path: string;
  readonly headers: readonly HeaderLine[];
}

export interface Connection {
  readonly protocol: 'tls' | 'tcp' | 'udp';
  readonly target: Target;
  /** TLS alone: the name asked for in the handshake. */
  readonly sni?: string;
}

export type Request = HttpRequest | Connection;

export function isConnection(request: Request): request is Connection {
  return request.protocol !== 'http' && request.protocol !== 'grpc';
}
