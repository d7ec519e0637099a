// Baselines of a given size, as a company has them: a file for each service, with its Deployment,
// Service, disruption budget and HTTPRoute, network policies for each namespace, and the Gateways
// that routes attach to.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Services over some Gateways and hosts with a path each, or all on one host. */
export type Layout = 'hosts' | 'one host';

const namespaces = 20;
const gateways = 4;

/** Writes k8s/ and sandboxes/ into a folder. */
export function writeBaseline(
  folder: string,
  size: { readonly services: number; readonly sandboxes: number; readonly layout: Layout },
): void {
  const { services, sandboxes, layout } = size;
  mkdirSync(join(folder, 'k8s'), { recursive: true });
  mkdirSync(join(folder, 'sandboxes'));
  const edges = Array.from({ length: gateways }, (_, index) => gateway(index));
  writeFileSync(join(folder, 'k8s', 'gateways.yaml'), edges.join('---\n'));
  const policies = Array.from({ length: namespaces }, (_, index) => policy(namespaceOf(index)));
  writeFileSync(join(folder, 'k8s', 'policies.yaml'), policies.join('---\n'));
  for (let index = 0; index < services; index += 1) {
    writeFileSync(join(folder, 'k8s', `service-${index}.yaml`), service(index, layout));
  }
  for (let index = 0; index < sandboxes; index += 1) {
    const first = Math.floor((index * services) / sandboxes);
    const forks = [first, (first + 1) % services, (first + 2) % services];
    writeFileSync(join(folder, 'sandboxes', `pr-${index}.yaml`), sandbox(index, forks));
  }
}

const namespaceOf = (index: number) => `team-${index % namespaces}`;

function gateway(index: number): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge-${index}
  namespace: edge
spec:
  gatewayClassName: istio
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes:
        namespaces:
          from: All
`;
}

/** All pods of a namespace, then those of one service, from within the namespace alone. */
function policy(namespace: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default
  namespace: ${namespace}
spec:
  podSelector: {}
  policyTypes:
    - Ingress
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: shop
  namespace: ${namespace}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/part-of: shop
  ingress:
    - from:
        - podSelector: {}
`;
}

function service(index: number, layout: Layout): string {
  const name = `service-${index}`;
  const host = layout === 'hosts' ? `host-${index % 50}.example.com` : 'www.example.com';
  const edge = layout === 'hosts' ? index % gateways : 0;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespaceOf(index)}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
        app.kubernetes.io/part-of: shop
    spec:
      serviceAccountName: ${name}
      containers:
        - name: main
          image: registry.example.com/shop/${name}:1.${index}.0
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
            - name: DATABASE
              valueFrom:
                secretKeyRef:
                  name: ${name}
                  key: database
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespaceOf(index)}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}
  namespace: ${namespaceOf(index)}
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: ${name}
  namespace: ${namespaceOf(index)}
spec:
  parentRefs:
    - name: edge-${edge}
      namespace: edge
  hostnames:
    - ${host}
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /${name}
      backendRefs:
        - name: ${name}
          port: 80
    - matches:
        - path:
            type: PathPrefix
            value: /${name}/admin
          headers:
            - name: x-role
              value: admin
      backendRefs:
        - name: ${name}
          port: 80
`;
}

function sandbox(index: number, forks: readonly number[]): string {
  const entries = forks.map(
    (fork) => `    - forkOf:
        kind: Deployment
        namespace: ${namespaceOf(fork)}
        name: service-${fork}
      customizations:
        images:
          - image: registry.example.com/shop/service-${fork}:pr-${index}
`,
  );
  return `apiVersion: gatefork.dev/v1alpha1
kind: Sandbox
metadata:
  name: pr-${index}
spec:
  forks:
${entries.join('')}`;
}
