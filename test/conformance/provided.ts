// What the conformance suite and the implementation under test create themselves, so that it
// stands in no manifest: the GatewayClass, Secrets with certificates, bundles of authorities.
//
// A private key is never looked into, and no handshake happens here: one text serves all.

import { rootCertificates } from 'node:tls';
import type { KubeObject } from '../../lib/model/manifest';

export const gatewayClassName = 'conformance';
export const controllerName = 'example.com/gateway-controller';

/** Any certificate in PEM. */
export const certificate = rootCertificates[0] ?? '';

const key = ['-----BEGIN', 'PRIVATE KEY-----\nMAo=\n-----END', 'PRIVATE KEY-----\n'].join(' ');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const infra = 'gateway-conformance-infra';
const webBackend = 'gateway-conformance-web-backend';
const appBackend = 'gateway-conformance-app-backend';

const secrets: readonly (readonly [namespace: string, name: string])[] = [
  [webBackend, 'certificate'],
  [infra, 'tls-validity-checks-certificate'],
  [infra, 'tls-validity-checks-client-certificate'],
  [infra, 'tls-validity-checks-per-port-client-certificate'],
  [infra, 'tls-passthrough-checks-certificate'],
  [infra, 'tls-terminate-checks-certificate'],
  [appBackend, 'tls-passthrough-checks-certificate'],
  [infra, 'tls-checks-certificate'],
  [infra, 'tls-checks-client-certificate'],
];

const bundles: readonly string[] = [
  'tls-checks-ca-certificate',
  'mismatch-ca-certificate',
  'tls-validity-checks-ca-certificate',
  'tls-validity-checks-per-port-ca-certificate',
];

export const provided: readonly KubeObject[] = [
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: gatewayClassName },
    spec: { controllerName },
  },
  ...secrets.map(([namespace, name]) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(certificate), 'tls.key': base64(key) },
  })),
  ...bundles.map((name) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: infra, name },
    data: { 'ca.crt': certificate },
  })),
];
