// Gateway: where traffic comes in.

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type {
  GatewayAddress,
  GatewayListener,
  GatewaySpec,
  GatewayTLS,
  SecretRef,
} from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import { present } from '../model/present';
import { addressProblems, infrastructureProblems } from './address-check';
import type { GatewayApiObjectProps } from './gateway-api-object';
import { listenerProblems } from './gateway-check';
import { grantBackend } from './grant';
import { type CertificateTarget, type Listener, secretRefOf } from './listener';
import { ListenerOwner } from './listener-owner';
import { misuse, refuseProblems } from './misuse';
import { isPlain } from './part';
import { isApiObject } from './reference';
import { type StructureOptions, structureProblems } from './structure';

const type = { apiVersion: `${gatewayGroup}/v1`, kind: 'Gateway' };

/** All that the API knows of a Gateway; `listeners` takes our factories' values too. */
export interface GatewayProps
  extends GatewayApiObjectProps,
    Omit<GatewaySpec, 'gatewayClassName' | 'listeners'> {
  /** The class, by name or as a construct. */
  readonly gatewayClassName: string | ApiObject;
  /** @default - none yet */
  readonly listeners?: readonly (Listener | GatewayListener)[];
}

export class Gateway extends ListenerOwner {
  readonly #spec: Omit<GatewaySpec, 'listeners' | 'addresses'>;
  #addresses: readonly GatewayAddress[] | undefined;
  #clientCertificate: SecretRef | undefined;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, type, props);
    const { metadata: _, listeners, addresses, gatewayClassName: named, ...rest } = props;
    this.#spec = { gatewayClassName: isApiObject(named) ? named.name : named, ...rest };
    this.#addresses = addresses;
    this.takeListeners(listeners);
    this.specAt({ isFinal: false });
  }

  /** Asks for one more address. */
  addAddress(address: GatewayAddress): this {
    this.#addresses = [...(this.#addresses ?? []), address];
    this.specAt({ isFinal: false });
    return this;
  }

  /**
   * Shows this certificate to backends that ask for one (mutual TLS). Of another namespace it
   * needs a ReferenceGrant there: `grant` writes it.
   */
  presentToBackends(
    certificate: CertificateTarget,
    { grant = false }: { readonly grant?: boolean } = {},
  ): this {
    const ref = secretRefOf(this, certificate);
    const known = this.#clientCertificate ?? this.#spec.tls?.backend?.clientCertificateRef;
    const isOther = known?.name !== ref.name || known.namespace !== ref.namespace;
    if (known !== undefined && isOther) {
      throw misuse(this, {
        message: `the Gateway shows backends the certificate of Secret ${known.name} already, and has one for all of them`,
        hint: 'use the same certificate, or a second Gateway',
      });
    }
    this.#clientCertificate = ref;
    if (grant) grantBackend(this, { group: '', kind: 'Secret', ...ref });
    this.specAt({ isFinal: false });
    return this;
  }

  override toSpec(): GatewaySpec {
    return this.specAt({ isFinal: true });
  }

  protected override specAt(options: StructureOptions): GatewaySpec {
    const { listeners } = this;
    const addresses = this.#addresses === undefined ? {} : { addresses: this.#addresses };
    const tls = this.#tls();
    const spec: GatewaySpec = { ...this.#spec, ...addresses, ...present({ tls }), listeners };
    if (!isPlain(spec)) return spec;
    refuseProblems(this, structureProblems(type, spec, options));
    refuseProblems(this, listenerProblems(listeners));
    refuseProblems(this, addressProblems(this.#addresses ?? []));
    refuseProblems(this, infrastructureProblems(spec.infrastructure ?? {}));
    return spec;
  }

  #tls(): GatewayTLS | undefined {
    const { tls } = this.#spec;
    if (this.#clientCertificate === undefined) return tls;
    return { ...tls, backend: { ...tls?.backend, clientCertificateRef: this.#clientCertificate } };
  }
}
