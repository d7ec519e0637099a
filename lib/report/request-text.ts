// A request and its target as a person names them.
//
// Neighbours: outcome-text.ts, request-json.ts (the same for scripts), ../model/request.ts.

import { isConnection, type Request, type Target } from '../model/request';

/** `GET https://shop.example.com/cart`, `tls connection to shop.example.com`. */
export function requestText(request: Request): string {
  if (isConnection(request)) {
    const { protocol, sni } = request;
    return `${protocol} connection${sni === undefined ? '' : ` for ${sni}`}`;
  }
  const { protocol, method, scheme, host, path } = request;
  const way = scheme === undefined ? '' : `${scheme}://`;
  return `${protocol === 'grpc' ? 'gRPC' : method} ${way}${host}${path}`;
}

/**
 * All of a request within a sentence:
 * `` `GET https://shop.example.com/cart` with `x-env: prod` at Gateway edge/public port 443 ``.
 */
export function requestPhrase(request: Request): string {
  const lines = isConnection(request) ? [] : request.headers;
  const sent = lines.map(([name, value]) => `\`${name}: ${value}\``).join(' and ');
  const what = isConnection(request) ? `a ${requestText(request)}` : `\`${requestText(request)}\``;
  return `${what}${sent === '' ? '' : ` with ${sent}`} at ${targetText(request.target)}`;
}

/** `Gateway edge/public port 443`, `Service shop/cart port 80 for clients in web`. */
export function targetText(target: Target): string {
  const { namespace, name, port } = target;
  const full = namespace === '' ? name : `${namespace}/${name}`;
  if (target.to === 'gateway') {
    const listener = target.listener === undefined ? '' : ` listener ${target.listener}`;
    return `Gateway ${full} port ${port}${listener}`;
  }
  const client = target.from === '' ? 'the unnamed namespace' : `namespace ${target.from}`;
  return `Service ${full} port ${port}, from ${client}`;
}
