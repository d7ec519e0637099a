// A request as one line of `gatefork route --requests` takes it (docs/command.md#requests), so that
// one that a proof found can be asked about as it is.
//
// Its target is said outright, and its host even where it is empty: nothing is left to be guessed
// when it is read. Neighbours: request-text.ts (the same for a person), outcome-json.ts.

import { type HeaderLine, isConnection, type Request } from '../model/request';

/** An object of names where each comes once, in any case of letters; else pairs, in order. */
export type HeadersJson =
  | { readonly [name: string]: string }
  | readonly (readonly [name: string, value: string])[];

export interface RequestJson {
  readonly protocol?: Request['protocol'];
  readonly gateway?: string;
  readonly service?: string;
  readonly from?: string;
  readonly port: number;
  readonly listener?: string;
  readonly scheme?: 'http' | 'https';
  readonly sni?: string;
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: HeadersJson;
}

export function requestJson(request: Request): RequestJson {
  const { protocol, target, sni } = request;
  const { port } = target;
  const name = `${target.namespace}/${target.name}`;
  const place: RequestJson =
    target.to === 'service'
      ? { service: name, from: target.from, port }
      : {
          gateway: name,
          port,
          ...(target.listener === undefined ? {} : { listener: target.listener }),
        };
  const spoken = {
    ...(protocol === 'http' ? {} : { protocol }),
    ...place,
    ...(isConnection(request) || request.scheme === undefined ? {} : { scheme: request.scheme }),
    ...(sni === undefined ? {} : { sni }),
  };
  if (isConnection(request)) return spoken;
  const { method, host, path, headers } = request;
  const sent = headers.length === 0 ? {} : { headers: headersJson(headers) };
  return { ...spoken, method, host, path, ...sent };
}

export function headersJson(lines: readonly HeaderLine[]): HeadersJson {
  const names = new Set(lines.map(([name]) => name.toLowerCase()));
  // An object puts names that are numbers first; fromEntries makes a property of every name,
  // `__proto__` too.
  const keepsOrder = lines.length < 2 || !lines.some(([name]) => /^\d+$/.test(name));
  return names.size === lines.length && keepsOrder ? Object.fromEntries(lines) : lines;
}
