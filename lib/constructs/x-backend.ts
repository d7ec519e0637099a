// XBackend: a host outside of the cluster as a backend, of the experimental channel. Routes take
// it among their backends: `backends: [payments]`.

import type { Construct } from 'constructs';
import type { BackendTLS, XBackendSpec } from '../../imports/gateway-api';
import { present } from '../model/present';
import { type BackendTrustProps, backendTrustOf, backendTrustProblems } from './backend-trust';
import {
  experimentalGroup,
  GatewayApiObject,
  type GatewayApiObjectProps,
} from './gateway-api-object';
import { type CertificateTarget, secretRefOf } from './listener';
import { type Problems, refuseProblems } from './misuse';
import { isPlain } from './part';
import { structureProblems } from './structure';

const type = { apiVersion: `${experimentalGroup}/v1alpha1`, kind: 'XBackend' };

/** @experimental */
export interface XBackendTlsProps extends Omit<BackendTLS, 'clientCertificateRef' | 'validation'> {
  /**
   * The Secret with the certificate to show to the backend.
   * @default - none
   */
  readonly clientCertificateRef?: CertificateTarget;
  /**
   * The name that the backend's certificate shows, and the CA certificates to trust.
   * @default - what the implementation trusts
   */
  readonly validation?: BackendTrustProps;
}

/** @experimental */
export interface XBackendProps extends GatewayApiObjectProps, Omit<XBackendSpec, 'tls'> {
  /** @default - as the implementation has it */
  readonly tls?: XBackendTlsProps;
}

/** @experimental */
export class XBackend extends GatewayApiObject {
  readonly #props: Omit<XBackendProps, 'metadata'>;

  constructor(scope: Construct, id: string, props: XBackendProps) {
    super(scope, id, type, props);
    const { metadata: _, ...rest } = props;
    this.#props = rest;
    this.toSpec();
  }

  override toSpec(): XBackendSpec {
    const { tls, ...rest } = this.#props;
    const spec: XBackendSpec = tls === undefined ? rest : { ...rest, tls: this.#tls(tls) };
    if (!isPlain(spec)) return spec;
    refuseProblems(this, structureProblems(type, spec, { isFinal: true }));
    refuseProblems(this, backendProblems(spec));
    return spec;
  }

  #tls({ clientCertificateRef: secret, validation, ...rest }: XBackendTlsProps): BackendTLS {
    return present<BackendTLS>({
      ...rest,
      clientCertificateRef: secret === undefined ? undefined : secretRefOf(this, secret),
      validation: validation === undefined ? undefined : backendTrustOf(this, validation),
    });
  }
}

function* backendProblems({ externalHostname, tls }: XBackendSpec): Problems {
  if (externalHostname === undefined) {
    // There is no other type so far; what is none is refused by its field.
    yield { path: [], message: 'is of type ExternalHostname and lacks `externalHostname`' };
  }
  const hostname = externalHostname?.hostname ?? '';
  if (hostname.endsWith('.cluster.local')) {
    const message = `is \`${hostname}\`, a host of the cluster`;
    const hint = 'give a host outside of it; a Service is a backend by itself';
    yield { path: ['externalHostname', 'hostname'], message, hint };
  }
  if (tls) yield* tlsProblems(tls);
}

function* tlsProblems({ mode, clientCertificateRef, validation }: BackendTLS): Problems {
  const isShown = mode === 'ClientAndServer';
  if (isShown !== (clientCertificateRef !== undefined)) {
    const message = isShown
      ? 'is of mode ClientAndServer and lacks `clientCertificateRef`'
      : `is of mode ${mode} and has \`clientCertificateRef\``;
    yield { path: ['tls'], message, hint: 'a client certificate is of mode ClientAndServer' };
  }
  if (validation) yield* backendTrustProblems(validation, ['tls', 'validation']);
}
