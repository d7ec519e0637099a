// A request as somebody puts it: what was said, and nothing that the manifests must settle.
//
// Neighbours: request.ts (the same with its target found), ../resolve/request-reader.ts (who
// reads it), ../routing/entry/address.ts (who finds the target).

import type { Where } from './finding';
import type { HeaderLine, Request } from './request';

export const protocols = [
  'http',
  'grpc',
  'tls',
  'tcp',
  'udp',
] as const satisfies readonly Request['protocol'][];

/** A Gateway or a Service as it was named. */
export interface SpokenName {
  /** Undefined: the name stood alone; '' is the unnamed namespace, written as `/cart`. */
  readonly namespace?: string;
  readonly name: string;
}

export interface RequestSpec {
  /** As it was given, to be echoed. */
  readonly id: string | number;
  /** Undefined: it was given on the command line, or in a call. */
  readonly where?: Where;
  readonly protocol: Request['protocol'];
  readonly gateway?: SpokenName;
  readonly service?: SpokenName;
  /** The client's namespace; with neither Gateway nor Service the host names a Service. */
  readonly from?: string;
  readonly port?: number;
  readonly scheme?: 'http' | 'https';
  readonly sni?: string;
  readonly listener?: string;
  /** Undefined: GET, or POST for gRPC. */
  readonly method?: string;
  /** As sent, a port included. */
  readonly host?: string;
  readonly path: string;
  /** Without Host. */
  readonly headers: readonly HeaderLine[];
}
