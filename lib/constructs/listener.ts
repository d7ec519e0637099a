// The listeners of a Gateway or a ListenerSet, one factory for each protocol.

import type { ApiObject } from 'cdk8s';
import type {
  AllowedRoutes,
  GatewayListener,
  LabelSelector,
  ListenerTLS,
  RouteGroupKind,
  RouteNamespaces,
  SecretRef,
  TLSMode,
} from '../../imports/gateway-api';
import { present } from '../model/present';
import { grantBackend } from './grant';
import { listIn } from './misuse';
import { isObjectConstruct, type ObjectConstruct } from './object-naming';
import { nameOfConstruct, namespaceFor, objectBehind } from './reference';

/** A Secret that holds a certificate: its name, its construct, or a reference. */
export type CertificateTarget = string | ApiObject | ObjectConstruct | SecretRef;

export interface ListenerOptions {
  /** @default - the protocol, and the port unless it is the usual one: `http`, `http-8080` */
  readonly name?: string;
  /**
   * Where routes may live that attach to the listener; a selector picks namespaces by label.
   * @default 'Same'
   */
  readonly routesFrom?: 'All' | 'Same' | LabelSelector;
  /**
   * The kinds of routes that may attach, by name or with their group.
   * @default - all that suit the protocol
   */
  readonly routeKinds?: readonly (string | RouteGroupKind)[];
  /**
   * Both as the API writes them, in place of `routesFrom` and `routeKinds`.
   * @default - what those two say
   */
  readonly allowedRoutes?: AllowedRoutes;
}

export interface HttpListenerOptions extends ListenerOptions {
  /** @default 80 */
  readonly port?: number;
  /** @default - every host */
  readonly hostname?: string;
}

export interface TlsOptions {
  /**
   * The Secrets with the certificates to show.
   * @default - none
   */
  readonly certificates?: readonly CertificateTarget[];
  /**
   * Writes the ReferenceGrants that certificates of other namespaces need, in those namespaces.
   * @default false
   */
  readonly grant?: boolean;
  /**
   * Settings of one implementation.
   * @default - none
   */
  readonly options?: { readonly [key: string]: string };
}

export interface HttpsListenerOptions extends ListenerOptions, TlsOptions {
  /** @default 443 */
  readonly port?: number;
  /** @default - every host */
  readonly hostname?: string;
}

export interface TlsListenerOptions extends HttpsListenerOptions {
  /**
   * Whether the Gateway ends TLS or leaves it to the backend.
   * @default 'Terminate'
   */
  readonly mode?: TLSMode;
}

export interface PassthroughListenerOptions extends ListenerOptions {
  /** @default 443 */
  readonly port?: number;
  /** @default - every host */
  readonly hostname?: string;
}

export interface PortListenerOptions extends ListenerOptions {
  readonly port: number;
}

type Specify = (gateway: ApiObject) => GatewayListener;

export class Listener {
  static http(options: HttpListenerOptions = {}): Listener {
    const { port = 80, hostname } = options;
    return new Listener(() => ({ ...base('HTTP', port, options), ...present({ hostname }) }));
  }

  static https(options: HttpsListenerOptions = {}): Listener {
    const { port = 443, hostname } = options;
    return new Listener((gateway) => ({
      ...base('HTTPS', port, options),
      ...present({ hostname }),
      tls: tlsOf(gateway, options, 'Terminate'),
    }));
  }

  static tls(options: TlsListenerOptions = {}): Listener {
    const { port = 443, hostname, mode = 'Terminate' } = options;
    return new Listener((gateway) => ({
      ...base('TLS', port, options),
      ...present({ hostname }),
      tls: tlsOf(gateway, options, mode),
    }));
  }

  /** TLS that the Gateway leaves to the backend, for TlsRoutes. */
  static tlsPassthrough(options: PassthroughListenerOptions = {}): Listener {
    return Listener.tls({ ...options, mode: 'Passthrough' });
  }

  static tcp(options: PortListenerOptions): Listener {
    return new Listener(() => base('TCP', options.port, options));
  }

  static udp(options: PortListenerOptions): Listener {
    return new Listener(() => base('UDP', options.port, options));
  }

  /** A listener as the API writes it, for protocols of one implementation. */
  static of(spec: GatewayListener): Listener {
    return new Listener(() => spec);
  }

  readonly #specify: Specify;

  private constructor(specify: Specify) {
    this.#specify = specify;
  }

  toSpec(gateway: ApiObject): GatewayListener {
    return this.#specify(gateway);
  }
}

const usualPorts: Readonly<Record<string, number>> = { HTTP: 80, HTTPS: 443, TLS: 443 };

function base(protocol: string, port: number, options: ListenerOptions): GatewayListener {
  const word = protocol.toLowerCase();
  const { name = usualPorts[protocol] === port ? word : `${word}-${port}` } = options;
  const allowedRoutes = options.allowedRoutes ?? allowedRoutesOf(options);
  return present<GatewayListener>({ name, port, protocol, allowedRoutes });
}

function allowedRoutesOf({ routesFrom, routeKinds }: ListenerOptions): AllowedRoutes | undefined {
  if (routesFrom === undefined && routeKinds === undefined) return undefined;
  const kinds = routeKinds?.map((kind) => (typeof kind === 'string' ? { kind } : kind));
  return present<AllowedRoutes>({ kinds, namespaces: namespacesOf(routesFrom) });
}

function namespacesOf(from: ListenerOptions['routesFrom']): RouteNamespaces | undefined {
  if (from === undefined) return undefined;
  return typeof from === 'string' ? { from } : { from: 'Selector', selector: from };
}

function tlsOf(
  gateway: ApiObject,
  { certificates, options, grant }: TlsOptions,
  mode: TLSMode,
): ListenerTLS {
  const targets = listIn(gateway, 'certificates', certificates);
  const certificateRefs = targets?.map((target) => secretRefOf(gateway, target));
  if (grant === true) for (const target of targets ?? []) grantSecret(gateway, target);
  return present<ListenerTLS>({ mode, certificateRefs, options });
}

/** A Secret that is named alone lives beside the Gateway. */
function grantSecret(gateway: ApiObject, target: CertificateTarget): void {
  if (typeof target === 'string') return;
  const object = isObjectConstruct(target)
    ? objectBehind(gateway, target, 'a Secret')
    : { group: '', kind: 'Secret', ...target };
  grantBackend(gateway, object);
}

export function secretRefOf(gateway: ApiObject, target: CertificateTarget): SecretRef {
  if (typeof target === 'string') return { name: target };
  if (typeof target !== 'object' || target === null || !isObjectConstruct(target)) return target;
  const { group, kind, name, namespace } = nameOfConstruct(
    objectBehind(gateway, target, 'a Secret'),
  );
  return { group, kind, name, ...namespaceFor(gateway, present({ namespace })) };
}
