// BackendTLSPolicy: TLS from the Gateway to a Service.

import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { expect, test } from 'vitest';
import { BackendTlsPolicy, type BackendTlsPolicyProps, Section } from '../../lib/index';
import { rendered } from './rendered';

const chartFor = (namespace = 'shop') => new Chart(new App(), namespace, { namespace });
const hostname = 'payments.example.com';
const target = { group: '', kind: 'Service', name: 'payments' };
const trusted = { hostname, caCertificateRefs: ['shop-ca'] };

function paymentsIn(chart: Chart): kplus.Service {
  const ports = [
    { name: 'https', port: 443 },
    { name: 'admin', port: 8443 },
  ];
  return new kplus.Service(chart, 'payments', { metadata: { name: 'payments' }, ports });
}

test('a Service is reached over TLS, trusted by a ConfigMap of the tree', () => {
  const chart = chartFor();
  new BackendTlsPolicy(chart, 'tls', {
    metadata: { name: 'payments' },
    targets: [paymentsIn(chart)],
    validation: {
      hostname,
      caCertificateRefs: [new kplus.ConfigMap(chart, 'ca', { metadata: { name: 'shop-ca' } })],
      subjectAltNames: [{ type: 'URI', uri: 'spiffe://shop/payments' }],
    },
    options: { 'example.com/min': '1.3' },
  });
  expect(rendered(chart, 'BackendTLSPolicy')).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'BackendTLSPolicy',
      metadata: { name: 'payments', namespace: 'shop' },
      spec: {
        targetRefs: [target],
        validation: {
          hostname,
          caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'shop-ca' }],
          subjectAltNames: [{ type: 'URI', uri: 'spiffe://shop/payments' }],
        },
        options: { 'example.com/min': '1.3' },
      },
    },
  ]);
});

test('one port of a Service by its name, and the CA certificates of the system', () => {
  const chart = chartFor();
  const payments = paymentsIn(chart);
  new BackendTlsPolicy(chart, 'tls', {
    targets: [Section.of(payments, 'https')],
    validation: { hostname, wellKnownCACertificates: 'System' },
  }).addTarget(Section.of(payments, 'admin'));
  expect(rendered(chart, 'BackendTLSPolicy')[0]?.spec).toEqual({
    targetRefs: [
      { ...target, sectionName: 'https' },
      { ...target, sectionName: 'admin' },
    ],
    validation: { hostname, wellKnownCACertificates: 'System' },
  });
});

test.each<[string, Partial<BackendTlsPolicyProps>, string]>([
  [
    'nothing to trust',
    { validation: { hostname } },
    '[shop/tls] spec.validation names no CA certificates to trust',
  ],
  [
    'both certificates and well-known ones',
    { validation: { ...trusted, wellKnownCACertificates: 'System' } },
    '[shop/tls] spec.validation has both CA certificates of its own and well-known ones',
  ],
  [
    'a name without its value',
    { validation: { ...trusted, subjectAltNames: [{ type: 'URI' }] } },
    '[shop/tls] spec.validation.subjectAltNames[0] lacks `uri`',
  ],
  [
    'a name with the value of another type',
    {
      validation: {
        ...trusted,
        subjectAltNames: [{ type: 'URI', uri: 'spiffe://a', hostname: 'a' }],
      },
    },
    '[shop/tls] spec.validation.subjectAltNames[0] is of type URI and has `hostname`',
  ],
  [
    'one target twice',
    { targets: [target, target] },
    '[shop/tls] spec.targetRefs[1] names Service `payments` a second time',
  ],
  [
    'a target as a whole and in part',
    { targets: [{ ...target, sectionName: 'https' }, target] },
    '[shop/tls] spec.targetRefs[1] names Service `payments` a second time',
  ],
  [
    'a hostname with a wildcard',
    { validation: { ...trusted, hostname: '*.example.com' } },
    '[shop/tls] spec.validation.hostname is `*.example.com`',
  ],
  [
    'no validation, as plain JavaScript lets through',
    { validation: null as unknown as { hostname: string } },
    '[shop/tls] spec lacks `validation`',
  ],
  [
    'CA certificates that are no list',
    { validation: { hostname, caCertificateRefs: 'shop-ca' as unknown as [] } },
    '[shop/tls] `caCertificateRefs` is not a list',
  ],
])('%s is refused', (_, props, message) => {
  const chart = chartFor();
  const make = () => {
    new BackendTlsPolicy(chart, 'tls', { targets: [target], validation: trusted, ...props });
    Testing.synth(chart);
  };
  expect(make).toThrow(message);
});

test('CA certificates and targets of another namespace are refused', () => {
  const chart = chartFor();
  const infra = new Chart(App.of(chart), 'infra', { namespace: 'infra' });
  const certificates = new kplus.ConfigMap(infra, 'ca', { metadata: { name: 'ca' } });
  expect(
    () =>
      new BackendTlsPolicy(chart, 'tls', {
        targets: [target],
        validation: { hostname, caCertificateRefs: [certificates] },
      }),
  ).toThrow(
    "CA certificates come from the object's own namespace, and ConfigMap ca is of namespace `infra`",
  );
  const targets = [paymentsIn(infra)];
  expect(() => new BackendTlsPolicy(chart, 'other', { targets, validation: trusted })).toThrow(
    'a BackendTLSPolicy of namespace `shop` does not apply to Service payments of namespace `infra`',
  );
});
