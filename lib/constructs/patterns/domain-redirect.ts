// A domain that moved: all requests for the old hosts are sent to the new one, path and query kept.

import type { Construct } from 'constructs';
import type { HTTPRequestRedirectFilter, RedirectStatusCode } from '../../../imports/gateway-api';
import { present } from '../../model/present';
import { HttpFilter } from '../http-filter';
import { HttpRoute, type HttpRouteProps } from '../http-route';
import { listIn, misuse } from '../misuse';

export interface DomainRedirectProps extends Omit<HttpRouteProps, 'hostnames' | 'rules'> {
  /** The old hosts: `['example.com', '*.example.org']`. */
  readonly from: readonly string[];
  /** The new host. */
  readonly to: string;
  /**
   * The scheme there.
   * @default - that of the request
   */
  readonly scheme?: 'http' | 'https';
  /**
   * The port there.
   * @default - the usual one of the scheme, or of the listener where no scheme is given
   */
  readonly port?: number;
  /**
   * What browsers are told: 301 and 308 for good, 302, 303 and 307 for now.
   * @default 301
   */
  readonly statusCode?: RedirectStatusCode;
}

export class DomainRedirect extends HttpRoute {
  constructor(scope: Construct, id: string, props: DomainRedirectProps) {
    const { from, to, scheme, port, statusCode = 301, ...rest } = props;
    const redirect = present<HTTPRequestRedirectFilter>({ scheme, hostname: to, port, statusCode });
    const filters = [HttpFilter.redirect(redirect)];
    super(scope, id, { ...rest, hostnames: from, rules: [{ filters }] });
    if ((listIn(this, 'from', from) ?? []).length === 0) {
      throw misuse(this, {
        message: `no host is sent to \`${to}\``,
        hint: "name the old hosts: from: ['example.com']",
      });
    }
    if (!from.includes(to)) return;
    throw misuse(this, {
      message: `\`${to}\` is sent to itself`,
      hint: 'leave the new host out of the old ones',
    });
  }
}
