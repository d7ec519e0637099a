// HTTPS for everything: what comes in on a Gateway's HTTP listener is sent to the same place by
// HTTPS. The other routes of these hosts attach to the HTTPS listener alone, or a longer path of
// theirs is still served in the clear: docs/patterns.md#https-redirect.

import type { Construct } from 'constructs';
import type { HTTPRouteSpec, RedirectStatusCode } from '../../../imports/gateway-api';
import type { Gateway } from '../gateway';
import type { GatewayApiObjectProps } from '../gateway-api-object';
import { HttpFilter } from '../http-filter';
import { HttpRoute } from '../http-route';
import { misuse } from '../misuse';

export interface HttpsRedirectProps extends GatewayApiObjectProps {
  readonly gateway: Gateway;
  /**
   * The HTTP listeners that redirect, by name.
   * @default ['http']
   */
  readonly listeners?: readonly string[];
  /**
   * The hosts that redirect.
   * @default - every host of the listeners
   */
  readonly hostnames?: readonly string[];
  /**
   * The port of HTTPS.
   * @default 443
   */
  readonly port?: number;
  /**
   * 301 and 302 let browsers turn a POST into a GET, 307 and 308 do not.
   * @default 301
   */
  readonly statusCode?: RedirectStatusCode;
}

export class HttpsRedirect extends HttpRoute {
  readonly #gateway: Gateway;
  readonly #listeners: readonly string[];

  constructor(scope: Construct, id: string, props: HttpsRedirectProps) {
    const { gateway, listeners = ['http'], port, statusCode = 301, ...rest } = props;
    const redirect = {
      scheme: 'https',
      statusCode,
      ...(port === undefined ? {} : { port }),
    } as const;
    super(scope, id, {
      ...rest,
      parents: listeners.map((name) => gateway.listener(name)),
      rules: [{ filters: [HttpFilter.redirect(redirect)] }],
    });
    this.#gateway = gateway;
    this.#listeners = listeners;
  }

  override toSpec(): HTTPRouteSpec {
    const spec = super.toSpec();
    for (const { name, protocol } of this.#gateway.toSpec().listeners) {
      if (!this.#listeners.includes(name) || protocol === 'HTTP') continue;
      throw misuse(this, {
        message: `listener \`${name}\` of Gateway ${this.#gateway.name} is ${protocol}, so a redirect to HTTPS leads back to it`,
        hint: 'name the HTTP listeners: listeners: [ ... ]',
      });
    }
    return spec;
  }
}
