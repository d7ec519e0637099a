import { expect, test } from 'vitest';
import { at, type JsonObject } from '../../../lib/model/manifest';
import { codesOf, deployment, forked, object, service } from './fork-baseline';

function copyOfService(more: JsonObject, metadata: JsonObject = {}) {
  const baseline = service({ app: 'cart' }, more);
  const { services, findings } = forked([
    deployment(),
    { ...baseline, metadata: { ...baseline.metadata, ...metadata } },
  ]);
  expect(findings).toEqual([]);
  return services[0]?.fork;
}

test('a load balancer becomes a Service of the cluster', () => {
  const fork = copyOfService({
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    clusterIPs: ['10.0.0.1'],
    allocateLoadBalancerNodePorts: true,
    externalIPs: ['1.2.3.4'],
    externalTrafficPolicy: 'Local',
    healthCheckNodePort: 30001,
    loadBalancerClass: 'x',
    loadBalancerIP: '1.2.3.4',
    loadBalancerSourceRanges: ['0.0.0.0/0'],
    publishNotReadyAddresses: true,
    ipFamilies: ['IPv6', 'IPv4'],
    ipFamilyPolicy: 'PreferDualStack',
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
    ports: [
      {
        name: 'web',
        port: 80,
        protocol: 'TCP',
        appProtocol: 'http',
        targetPort: 'http',
        nodePort: 30000,
      },
    ],
  });
  expect(fork?.spec).toEqual({
    type: 'ClusterIP',
    ipFamilies: ['IPv6', 'IPv4'],
    ipFamilyPolicy: 'PreferDualStack',
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
    selector: { 'gatefork.dev/sandbox': 'pr-42', 'gatefork.dev/workload': 'cart' },
    ports: [{ name: 'web', port: 80, protocol: 'TCP', appProtocol: 'http', targetPort: 'http' }],
  });
});

test('requests are not kept on a node that may have no replica', () => {
  expect(copyOfService({ internalTrafficPolicy: 'Local' })?.spec).not.toHaveProperty(
    'internalTrafficPolicy',
  );
  expect(copyOfService({ internalTrafficPolicy: 'Cluster' })?.spec).toHaveProperty(
    'internalTrafficPolicy',
  );
});

test('a headless Service stays headless', () => {
  const fork = copyOfService({ clusterIP: 'None', clusterIPs: ['None'] });
  expect(fork?.spec).toMatchObject({ type: 'ClusterIP', clusterIP: 'None' });
  expect(fork?.spec).not.toHaveProperty('clusterIPs');
});

test('nobody publishes the copy or takes it for the baseline’s', () => {
  const fork = copyOfService(
    {},
    {
      uid: 'x',
      labels: { app: 'cart', 'app.kubernetes.io/instance': 'shop' },
      annotations: {
        'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com',
        'service.beta.openshift.io/serving-cert-secret-name': 'shop-cert',
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
        'cloud.google.com/neg': '{}',
        'meta.helm.sh/release-name': 'shop',
        'prometheus.io/scrape': 'true',
      },
    },
  );
  expect(fork?.metadata).toEqual({
    name: 'cart-pr-42',
    namespace: 'shop',
    labels: {
      app: 'cart',
      'app.kubernetes.io/managed-by': 'gatefork',
      'gatefork.dev/sandbox': 'pr-42',
      'gatefork.dev/routing-key': 'pr-42',
    },
    annotations: { 'prometheus.io/scrape': 'true', 'gatefork.dev/fork-of': 'Service/shop/cart' },
  });
});

test('a monitor of the baseline’s Service does not scrape the copy', () => {
  const labelled = {
    ...service(),
    metadata: { name: 'cart', namespace: 'shop', labels: { app: 'cart', team: 'a' } },
  };
  const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', {
    selector: { matchLabels: { app: 'cart' } },
  });
  const { services } = forked([deployment(), labelled, monitor]);
  expect(services[0]?.fork.metadata?.labels).toMatchObject({ app: 'cart-pr-42', team: 'a' });
});

test('a monitor may select in other namespaces', () => {
  const labelled = {
    ...service(),
    metadata: { name: 'cart', namespace: 'shop', labels: { app: 'cart' } },
  };
  const appLabel = (namespaceSelector: JsonObject) => {
    const spec = { selector: { matchLabels: { app: 'cart' } }, namespaceSelector };
    const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', spec);
    const far = { ...monitor, metadata: { name: 'm', namespace: 'monitoring' } };
    return forked([deployment(), labelled, far]).services[0]?.fork.metadata?.labels?.app;
  };
  expect(appLabel({ any: true })).toBe('cart-pr-42');
  expect(appLabel({ matchNames: ['shop'] })).toBe('cart-pr-42');
  expect(appLabel({ matchNames: ['web'] })).toBe('cart');
  expect(appLabel({})).toBe('cart');
});

test.each([
  ['the name is in no container', [{ port: 80, targetPort: 'grpc' }], 'they name `http`'],
  ['the protocol differs', [{ port: 80, protocol: 'UDP', targetPort: 'http' }], 'they name `http`'],
])('a named port must be one of the fork’s: %s', (_, ports, hint) => {
  const found = forked([deployment(), service({ app: 'cart' }, { ports })]);
  expect(codesOf(found)).toEqual(['port-not-found']);
  expect(found.findings[0]?.hint).toContain(hint);
  expect(found.workload).toBeUndefined();
});

test('it is the patched template that must have the port', () => {
  const grpc = service({ app: 'cart' }, { ports: [{ port: 80, targetPort: 'grpc' }] });
  const rename = (name: string) => ({
    type: 'strategic' as const,
    value: {
      spec: {
        template: {
          spec: { containers: [{ name: 'cart', ports: [{ containerPort: 8080, name }] }] },
        },
      },
    },
  });
  expect(codesOf(forked([deployment(), grpc], { patches: [rename('grpc')] }))).toEqual([]);
  expect(codesOf(forked([deployment(), service()], { patches: [rename('grpc')] }))).toEqual([
    'port-not-found',
  ]);
});

test('a sidecar’s port counts, an ordinary init container’s does not', () => {
  const withInit = (restartPolicy: JsonObject) =>
    deployment({
      podSpec: {
        containers: [{ name: 'cart' }],
        initContainers: [
          { name: 'proxy', ports: [{ name: 'http', containerPort: 1 }], ...restartPolicy },
        ],
      },
    });
  expect(codesOf(forked([withInit({ restartPolicy: 'Always' }), service()]))).toEqual([]);
  expect(codesOf(forked([withInit({}), service()]))).toEqual(['port-not-found']);
});

test('ports without a target, and numbers, pass as they are', () => {
  const ports = [{ port: 80 }, { port: 81, targetPort: 8080 }];
  expect(at(copyOfService({ ports }), ['spec', 'ports'])).toEqual(ports);
});
