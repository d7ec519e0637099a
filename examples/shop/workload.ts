// A workload and its Service as the shop's teams write them: web and catalog with cdk8s-plus,
// checkout and payments as plain objects. Both count the same to a sandbox.

import { ApiObject, type Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

export interface Workload<D, S> {
  readonly deployment: D;
  readonly service: S;
}

export interface WorkloadProps {
  readonly image: string;
  /** @default 2 */
  readonly replicas?: number;
  /** @default - none */
  readonly env?: Readonly<Record<string, string>>;
}

/** A Deployment of cdk8s-plus that listens on 8080, and a Service on port 80. */
export function plusWorkload(
  chart: Chart,
  name: string,
  { image, replicas = 2, env = {} }: WorkloadProps,
): Workload<kplus.Deployment, kplus.Service> {
  const deployment = new kplus.Deployment(chart, name, {
    metadata: { name, labels: { app: name } },
    podMetadata: { labels: { app: name } },
    replicas,
    containers: [
      {
        name,
        image,
        portNumber: 8080,
        envVariables: Object.fromEntries(
          Object.entries(env).map(([key, value]) => [key, kplus.EnvValue.fromValue(value)]),
        ),
        resources: {
          cpu: { request: kplus.Cpu.millis(100) },
          memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
        },
      },
    ],
  });
  const service = deployment.exposeViaService({
    name,
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  });
  return { deployment, service };
}

export interface PlainWorkloadProps extends WorkloadProps {
  /** The Service's port and the container's, and what they speak. @default - HTTP, 80 on 8080 */
  readonly port?: { readonly name: 'http' | 'grpc'; readonly number: number };
}

/** The same without cdk8s-plus. */
export function plainWorkload(
  chart: Chart,
  name: string,
  { image, replicas = 2, env = {}, port = { name: 'http', number: 80 } }: PlainWorkloadProps,
): Workload<ApiObject, ApiObject> {
  const labels = { 'app.kubernetes.io/name': name };
  const variables = Object.entries(env).map(([key, value]) => ({ name: key, value }));
  const deployment = new ApiObject(chart, name, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name,
              image,
              ports: [{ name: port.name, containerPort: 8080 }],
              ...(variables.length === 0 ? {} : { env: variables }),
              resources: { requests: { cpu: '100m', memory: '128Mi' } },
            },
          ],
        },
      },
    },
  });
  const service = new ApiObject(chart, `${name}-service`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels },
    spec: {
      selector: labels,
      ports: [{ name: port.name, port: port.number, targetPort: port.name }],
    },
  });
  return { deployment, service };
}
