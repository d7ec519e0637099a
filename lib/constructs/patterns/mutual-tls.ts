// Mutual TLS between a Gateway and its backends: the Gateway checks their certificate, and shows
// one of its own. The two halves are two objects, a BackendTLSPolicy and a field of the Gateway.

import type { Construct } from 'constructs';
import { BackendTlsPolicy, type BackendTlsPolicyProps } from '../backend-tls-policy';
import type { Gateway } from '../gateway';
import type { CertificateTarget } from '../listener';

export interface MutualTlsProps extends BackendTlsPolicyProps {
  /** The Gateways through which the backends are reached. */
  readonly gateways: readonly Gateway[];
  /** The Secret with the certificate that the Gateways show; of another namespace it is granted. */
  readonly clientCertificate: CertificateTarget;
}

export class MutualTls extends BackendTlsPolicy {
  constructor(scope: Construct, id: string, props: MutualTlsProps) {
    const { gateways, clientCertificate, ...policy } = props;
    super(scope, id, policy);
    for (const gateway of gateways) gateway.presentToBackends(clientCertificate, { grant: true });
  }
}
