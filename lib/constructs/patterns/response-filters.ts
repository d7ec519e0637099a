// Filters that most applications set alike: security headers of answers, and CORS.
//
// The values are those that break no application; whatever does, such as a Content-Security-Policy
// or subdomains in Strict-Transport-Security, is left to who knows the application.

import type { HTTPCORSFilter } from '../../../imports/gateway-api';
import { present } from '../../model/present';
import { HttpFilter } from '../http-filter';

const usualHeaders: readonly (readonly [name: string, value: string])[] = [
  ['strict-transport-security', 'max-age=31536000'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
];

/** Values by the headers' names, in any case; `false` leaves one of the usual ones out. */
export interface SecurityHeaders {
  readonly [name: string]: string | false;
}

/**
 * Sets the headers that tell browsers to be careful, and takes out those that tell what answers.
 *
 * @param changes headers to set beside or in place of the usual four
 */
export function securityHeaders(changes: SecurityHeaders = {}): HttpFilter {
  const values = new Map<string, string | false>(usualHeaders);
  for (const [name, value] of Object.entries(changes)) values.set(name.toLowerCase(), value);
  const set = [...values].flatMap(([name, value]) => (value === false ? [] : [{ name, value }]));
  const remove = ['server', 'x-powered-by'].filter((name) => !values.has(name));
  return HttpFilter.responseHeaders(remove.length === 0 ? { set } : { set, remove });
}

export interface CorsOptions {
  /** @default - GET, HEAD, POST, PUT, PATCH and DELETE */
  readonly methods?: HTTPCORSFilter['allowMethods'];
  /**
   * Request headers that scripts may set.
   * @default - authorization and content-type
   */
  readonly headers?: readonly string[];
  /**
   * Response headers that scripts may read.
   * @default - those that browsers always show
   */
  readonly expose?: readonly string[];
  /**
   * Whether browsers send cookies along.
   * @default false
   */
  readonly credentials?: boolean;
  /**
   * How long browsers remember the answer, in seconds.
   * @default 3600
   */
  readonly maxAge?: number;
}

/** Lets scripts of other origins call: `cors(['https://shop.example.com'])`. */
export function cors(origins: readonly string[], options: CorsOptions = {}): HttpFilter {
  const { credentials, expose, maxAge = 3600 } = options;
  const { methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] } = options;
  const { headers = ['authorization', 'content-type'] } = options;
  return HttpFilter.cors(
    present<HTTPCORSFilter>({
      allowOrigins: origins,
      allowMethods: methods,
      allowHeaders: headers,
      exposeHeaders: expose,
      allowCredentials: credentials,
      maxAge,
    }),
  );
}
