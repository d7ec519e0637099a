// TLS that the backend ends itself: the Gateway reads which host a client names and no more.
//
// Each host gets a listener of its own, so that HTTPS for other hosts may share the port.
// Neighbours: ../tls-route.ts, delegation.ts (how such a listener is called).

import type { Construct } from 'constructs';
import type { BackendTarget } from '../backend';
import type { Gateway } from '../gateway';
import type { GatewayApiObjectProps } from '../gateway-api-object';
import { Listener, type PassthroughListenerOptions } from '../listener';
import { TlsRoute } from '../tls-route';
import { listenerNameOf } from './delegation';
import { inNamespaces } from './namespaces';

export interface TlsPassthroughProps extends GatewayApiObjectProps {
  readonly gateway: Gateway;
  /** The hosts that clients name in the handshake: `['bank.example.com']`. */
  readonly hostnames: readonly string[];
  /** Where the connections go. */
  readonly backends: readonly BackendTarget[];
  /** @default 443 */
  readonly port?: number;
}

export class TlsPassthrough extends TlsRoute {
  constructor(scope: Construct, id: string, props: TlsPassthroughProps) {
    const { gateway, hostnames, backends, port = 443, ...rest } = props;
    const nameFor = (hostname: string) => `tls-${listenerNameOf(hostname)}`;
    const parents = hostnames.map((hostname) => gateway.listener(nameFor(hostname)));
    super(scope, id, { ...rest, hostnames, backends, parents });
    const { namespace } = this.metadata;
    const isElsewhere = namespace !== undefined && namespace !== gateway.metadata.namespace;
    const from = isElsewhere ? { routesFrom: inNamespaces(namespace) } : {};
    for (const hostname of hostnames) {
      const options: PassthroughListenerOptions = { name: nameFor(hostname), hostname, port };
      gateway.addListener(Listener.tlsPassthrough({ ...options, ...from }));
    }
  }
}
